# 案头：待办、试算、查找、函件草稿。
label-command = 命令
label-days-left = 剩余工作日
label-task = 待办
label-waited = 已等工作日
todo-nothing = 没有待办
todo-since = 自 { $since } 起已 { $days } 个工作日
todo-until = ；至 { $until } 止还有 { $days } 个工作日
todo-missing = 须附：{ $kinds }
todo-held = 被限制 { $holds } 停住
todo-letter = { $step }：{ $issuer } 无密钥，凭其文件代录
todo-resubmission = 补正后重新提交
todo-base = 决定划转的基数
todo-reduction = 核定减排量

case-lapses = 期限至 { $until }：还有 { $days } 个工作日
case-with = { $step }：在 { $parties }，自 { $since } 起已 { $days } 个工作日
case-completion = 补正
case-returned = { $when } 由 { $by } 退回补正（{ $letter }），退至 { $step }；缺：{ $kinds }
case-resubmitted = { $when } 由 { $by } 重新提交（{ $letter }）
case-turned-back = { $when } 由 { $by } 退回补正（{ $letter }）
case-not-accepted = { $when } 由 { $by } 不予受理，理由见 { $letter }
case-refused = { $when } 由 { $by } 不予批准，理由见 { $letter }
case-withdrawn = { $when } 由 { $by } 撤回（{ $letter }）
case-lapsed = { $when } 期满失效，预留已释放
