# 补全、手册页、分页显示，以及 --quiet 略去什么。
cmd-completions = 输出命令补全脚本：bash、zsh、fish、elvish、powershell
    .example =
        qledger completions bash > ~/.local/share/bash-completion/completions/qledger
cmd-man = 为每条命令写出手册页
    .example = qledger man ~/.local/share/man/man1
arg-shell = 命令行外壳：bash、zsh、fish、elvish、powershell
arg-man-folder = 存放手册页的目录，没有则新建
arg-quiet = 只显示结果、驳回和警告：不显示提示和进度，不复述将签署的内容
arg-no-pager = 不分页，直接显示（分页程序：QLEDGER_PAGER、PAGER 或 less）
label-man-name = 名称
label-man-synopsis = 用法
label-man-description = 说明
man-written = 已写出 { $pages } 份手册页，在 { $folder }

# A practice ledger with a setting.
arg-setting = 预置演练场：zhundong，或情景文件
init-setting-next = 下一步：qledger party list 列出各单位；一家企业怎样迁入，见 docs/zh
hint-setting = 程序自带的演练场：zhundong

# Letters recorded by others.
letter-without-file = 凭 { $party } 的文件代录须有文件本身，记其哈希
hint-letter-file = 每个 --doc 后加 --doc-file FILE
hint-by-document = { $party } 没有密钥，凭其文件代录：加 --issuer { $party } --doc-file FILE

# Sheets.
form-indicator-unknown = “{ $indicator }” 不是本台账的指标；已采用的有 { $known }

# The id of a ledger.
not-a-ledger-id = “{ $text }” 既不是 64 位台账编号，也不是文件
no-ledger-id-in-file = { $file } 里没有台账编号，或有两个不同的编号
hint-ledger-id = 写记账单位公布的编号、载有编号的文件，或该台账的 genesis.json

# Heads of forms.
term-policy-form-head = 表头
label-form = 表单
label-form-title = 标题
label-letterhead = 抬头
term-form-review = 总量指标审核表
term-form-sources = 总量来源说明
term-form-notice = 指标划转通知书
term-form-permits = 许可证对照
term-form-book = 台账
term-form-statement = 账户对账单
term-form-quarter = 季度报告
term-form-parks = 两园区协调机制报告
cmd-policy-form = 规定某种表单的标题和抬头
    .example =
        qledger policy form review --title-zh 建设项目主要污染物总量指标确认书 --title-en "Confirmation of indicators" --scope 652300 --basis 昌州环发〔2026〕1号 --doc 昌州环发〔2026〕1号
arg-policy-form-form = 表单：review 审核表、sources 来源说明、notice 划转通知书、permits 许可证对照、book 台账、statement 对账单、quarter 季报、parks 两园区报告
arg-title-zh = 中文标题
arg-title-en = 英文标题
arg-letterhead-zh = 中文抬头
arg-letterhead-en = 英文抬头

# Finding.
find-says-nothing = 没有写要找什么
hint-find-say = 写名称的一部分、代码、编号或文号

# What would mislead.
template-ending = { $file } 既不是工作簿也不是 CSV：文件名应以 .xlsx 或 .csv 结尾
evidence-letterhead = 台账证据（供核验）
form-quarter-ahead = 自 { $quarter } 起的季度尚未开始
