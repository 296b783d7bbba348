# 冲销、更正、缺口、补正，以及作废和规划期。

cmd-correction = 冲销、更正、补正，补足缺口
    .example = qledger correction post --case ZD-WZ-2027-0001 PM=72.000 --doc 新环函〔2027〕130号 --keys keys
cmd-correction-reverse = 冲销一笔入账（整笔、一次、在期限内）
    .example = qledger correction reverse --lot 650100-2027-L0003 --doc 乌环函〔2027〕40号 --keys keys
cmd-correction-post = 更正一笔入账：写明正确数量，差额由系统算出
    .example =
        qledger correction post --case ZD-WZ-2027-0001 PM=72.000 --doc 新环函〔2027〕130号 --keys keys
        qledger correction post --lot 650100-2027-L0003 NOX=40.000 --doc 乌环函〔2027〕41号 --keys keys
cmd-correction-cure = 用本区储备补足缺口
    .example = qledger correction cure 650100-2027-S0001 --doc 乌环函〔2027〕45号 --keys keys
cmd-correction-complete = 补正不涉及数量的数据（原值保留可见）
    .example =
        qledger correction complete --project ZD-BZ-2027-P0001 --name 煤制烯烃项目 --doc 准东兵管〔2027〕8号 --keys keys
        qledger correction complete --entry 27 --recorded 乌环函〔2027〕4号 --number 乌环函〔2027〕40号 --doc 乌环函〔2027〕46号 --keys keys
cmd-correction-shortfalls = 列出缺口
    .example = qledger correction shortfalls --all
cmd-quota-invalidate = 作废指标（总量随之下调）
    .example = qledger quota invalidate 650100-2027-L0001 5 --doc 乌环发〔2027〕7号 --keys keys

arg-correction-reverse-case = 冲销该办件的生效入账
arg-correction-reverse-lot = 冲销登记该批次的那一笔
arg-entry = 第几条记录
arg-correction-post-case = 更正该办件的生效入账
arg-correction-post-lot = 更正登记该批次的那一笔
arg-right = 正确数量，指标=数量，可为 0
arg-shortfall = 缺口编号
arg-correction-complete-project = 补正该项目
arg-correction-complete-case = 补正该办件生效所依据文件的文号
arg-correction-complete-lot = 补正该批次
arg-correction-complete-name = 正确的项目名称
arg-correction-complete-code = 正确的项目代码
arg-correction-complete-evidence = 佐证文件，由系统计算哈希
arg-correction-complete-recorded = 已登记的文号
arg-correction-complete-number = 正确的文号
arg-correction-shortfalls-all = 包括已补足的
arg-quota-invalidate-account = 账户，默认即持有者

correction-lacks-posting = 请写明是哪一笔：--case、--lot 或 --entry
correction-lacks-datum = 请写明补正什么：--project 加 --name 或 --code，--lot 加 --evidence，或一笔入账加 --recorded 和 --number
correction-several-lots = 第 { $entry } 笔有 { $indicator } 的几个批次：{ $lots }；请用 --lot 写明是哪一个

label-posting = 针对
label-right = 正确数量
label-owed = 记为缺口
label-owed-to = 应补给
label-owed-at-first = 缺口
label-owed-still = 尚欠
label-due = 期限
label-cured = 补足于
label-shortfall = 缺口编号
label-right-name = 正确名称
label-right-code = 正确代码
label-right-evidence = 佐证的 SHA-256
label-recorded-number = 已登记的文号
label-right-number = 正确的文号
label-reversal-days = 冲销期限（工作日）
label-shortfall-days = 补足缺口期限（工作日）
label-plan-period = 规划期
label-lots-listed = 可继续使用的批次
term-posting-case = 办件生效入账
term-posting-lot = 登记批次
term-posting-entry = 第几条
term-place-invalidated = 作废
term-place-reversed = 冲销
term-kind-quota-invalidate = 作废指标
term-kind-entry-reverse = 冲销
term-kind-entry-correct = 更正
term-kind-shortfall-cure = 补足缺口
term-kind-data-complete = 补正数据
place-invalidated = 作废
place-reversed = 冲销
label-paper-returned = 冲回
label-paper-invalidated = 作废
label-paper-reversed = 冲销
paper-invalidated = 作废
todo-shortfall = 补足缺口
case-corrected = 生效入账已由第 { $entry } 条更正
