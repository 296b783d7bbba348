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
todo-letter = { $step }：{ $issuers } 无密钥，凭其文件代录
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

label-elsewhere = 他案预留
label-eligible = 可替代
label-needs = 需要
label-cover = 应落实
label-surplus = 结余
label-short = 缺口
label-near = 范围
label-drawn = 动用
label-use-change = 使用
label-cap-change = 总量
label-room = 余量
term-scope-site = 本园区
term-scope-prefecture = 本地州
term-scope-elsewhere = 其他地方
plan-head-relocation = { $procedure }：{ $firm }，自 { $origin } 迁往 { $site }，按 { $date } 试算，不作记录
plan-head-introduction = { $procedure }：{ $firm }，落地 { $site }，由 { $supplier } 供给，按 { $date } 试算，不作记录
plan-two-high = 两高项目，依据目录 { $version }
plan-no-figures = 无数字：办件不能受理立案
plan-title-sources = 可落实的批次，由近及远
plan-title-steps = 需谁签署、出函
plan-title-caps = 涉及总量 { $count } 项；每项指标列余量最小的
plan-title-way = 途中另须记录：
plan-title-refused = 今日会被驳回：
plan-nothing-refused = 今日无驳回事项。
plan-by-letter = * { $party } 无密钥：凭其文件，由 { $recorder } 代录
plan-without-key = * { $party } 无密钥，而此步须用密钥：先登记密钥
plan-against = { $code }：{ $text }
plan-against-step = { $step }：{ $code }：{ $text }
plan-no-account = { $firm } 没有账户
plan-which-account = { $firm } 有多个账户，请用 --from 指明
plan-needs-what = 请写明需要多少，例如 NOX=640
plan-project-or-site = 请写已登记的项目，或给出 --site 和 --industry
plan-and-more = { "" }（同类另有 { $count } 项）
plan-firm-unknown = { $firm }（未登记）

label-found-by = 依据
term-found-number = 编号
term-found-name = 名称
term-found-firm = 企业
term-found-document = 文号
found-by-document = 文号 { $document }
find-nothing = 没有找到
number-none = 没有编号为“{ $text }”的
number-several = 编号“{ $text }”有多个
number-lookup = 无法读取已编的号：{ $reason }
hint-find = 可用 find 按名称、代码、编号查找

letter-written = 已写入 { $file }
letter-title = 关于{ $firm }{ $procedure }的{ $document }（草稿）
letter-to = { $party }：
letter-relocation = { $firm }（{ $code }）拟由{ $origin }迁往{ $site }，自带原有指标。
letter-introduction = { $firm }（{ $code }）拟在{ $site }建设项目 { $project }，由引进方供给指标。
letter-demonstration = { $firm }（{ $code }）在{ $site }的两高项目 { $project } 提请论证。
letter-case = 办件编号 { $case }，申请日期 { $opened }。
letter-figures = 所需指标如下：{ "\u000A" }  { $figures }
letter-acceptance = 经审查，申请材料齐全，符合要求，予以受理。
letter-carry-consent = 经研究，同意该企业自带上述指标迁出。（有偿或无偿：　　　）
letter-source-plan = 上述指标拟按所附替代来源方案落实。
letter-source-confirmed = 经核对，确认上述替代来源方案。
letter-upper-confirmation = 经审核，对上述事项予以确认。
letter-closure = 经现场核验，原址有关设施已于　　年　　月　　日关停。
letter-old-permit = 原址排污许可证已注销（或变更），证号：　　　　。
letter-new-permit = 新址排污许可证已核发，证号：　　　　。
letter-sources-achieved = 经核查，所用减排量均已落实，出让单位许可证已相应变更。
letter-demonstration-passed = 论证通过，有效期至　　年　　月　　日。
letter-reserve = 经审核，同意为该办件预留上述指标。
letter-effective = 各项条件均已具备，同意上述指标生效入账。
letter-opinion = 经审核，意见如下：　　　　
letter-end =
    { $parties }
    文号：　　　　
    日期：　　年　　月　　日
