# 查询：不改变台账的命令所用的话。
label-admitted = 入账时间
label-barred = 不可用于替代
label-code = 代码
label-done = 已办
label-entry = 条目
label-held = 持有
label-issued = 下达
label-next = 下一步
label-opening = 期初
label-retired = 替代核销
label-taken-back = 核减
label-who = 经办机关
title-signed-by = 签署

term-phase-open = 办理中
term-phase-returned = 退回补正
term-phase-not-accepted = 不予受理
term-phase-refused = 不予批准
term-phase-withdrawn = 已撤回
term-phase-lapsed = 已失效
term-phase-effective = 已生效

place-available = { $account }
place-barred = { $account }（不可用于替代）
place-reserved = { $account }（预留）
place-reserved-barred = { $account }（预留，不可用于替代）
place-reserved-for = { $account }，预留于 { $case }
place-retired = 替代核销
place-taken-back = 核减
place-reduced = 转为另一批次
place-made = 由本条产生

case-head = { $short }  { $case }  { $firm }  { $procedure }  项目地 { $site }  { $phase }  { $steps } 步中已办 { $done } 步
case-by-document = { $by }，凭文代录，由 { $recorder } 记录

trace-lot = { $lot }  { $indicator } { $amount }  { $account }  自 { $since }  { $origin }（第 { $entry } 条）
trace-origin-opening = 期初
trace-origin-issuance = 下达
trace-origin-reduction = 减排 { $reduction }
trace-source = { $lot }：{ $amount } 出自 { $source }，减排 { $reduction }（第 { $entry } 条）
trace-title-sources = 来源
trace-title-moves = 流转
trace-title-holders = 现在何处
trace-title-made-into = 转为
trace-title-cases = 办件
trace-title-drew = 动用
trace-title-sums = 合计
trace-move = #{ $entry } { $at }  { $amount }  { $from } -> { $to }  { $case }
trace-made-into = { $lot }：{ $amount }（第 { $entry } 条）
trace-sums = 持有 { $held } + 替代核销 { $retired } + 转为其他批次 { $reduced } + 核减 { $taken } + 作废 { $invalidated } + 冲销 { $reversed } = { $total }
trace-project = { $project }  { $name }  建设单位 { $builder }  在 { $region }  行业 { $industry }
trace-drew = #{ $entry } { $indicator } { $amount }  批次 { $lot }，出自 { $source } -> { $to }
trace-project-sum = { $indicator }：落实 { $credited }，替代核销 { $retired }，预留 { $reserved }

receipt-written = 已写入 { $file }，{ $bytes } 字节
    任何人都可核验：qledger verify { $file } --id { $ledger } --operator { $operator }

verify-failed = { $file } 核验不通过：{ $reason }
verify-level-signed = 级别“已签署”：签署密钥的登记可追溯到您给出的台账编号
verify-level-logged = 级别“已入账”：签署密钥可追溯到您给出的台账编号，且在记账单位存证点之下的日志中
verify-logged = 第 { $index } 条（共 { $size } 条），入账时间 { $at }（+08:00）
verify-admitted = 已获准入账
verify-refused = 已驳回：{ $code }（{ $number }）：{ $text }
verify-refused-unknown = 已驳回，驳回编号本程序不认识
verify-signer = 由 { $party } { $seat } { $person } 签署（密钥由第 { $entry } 条登记）
verify-says-not = 这并不说明规则允许它，也不说明此前没有密钥被撤销：那需要对整个日志审计
verify-operator-key = “{ $text }”不是记账单位密钥：{ $reason }；请写 ed25519:… 或给出 PEM 公钥文件

audit-done = 日志从头到尾成立。只凭日志本身重新推导，未加锁，未作任何改动
audit-entries = { $leaves } 条，逐条按当时的规则重新裁定：入账 { $admitted } 条，驳回留痕 { $refused } 条
audit-span = { $from } 至 { $to }，时间不倒退
audit-signatures = { $count } 个，逐一核验
audit-checkpoints = { $count } 个，记账单位的签名与日志的根逐一相符
audit-digests = { $count } 个，重新推导的状态与当时记录的逐一相符
audit-balances = { $count } 项指标收支平衡；无一区域未经总量条目而超限
audit-rules = 第 { $rules } 号
label-audit-entries = 条目
label-audit-span = 期间
label-audit-signatures = 签名
label-audit-checkpoints = 存证点
label-audit-digests = 状态摘要
label-audit-balances = 余额
label-audit-rules = 规则
label-audit-root = 根
audit-failed = 日志在第 { $index } 条不成立：{ $reason }
hint-audit-failed = 请向记账单位索要完好的副本，与手中的入账凭证核对

play-unread = { $what }
play-failed = { $what }
play-refused = { $code }（{ $number }）：{ $text }
play-met = 演示 { $acts } 步，{ $met } 项预期全部符合
play-kept = 台账在 { $folder }：export QLEDGER_LEDGER={ $folder } QLEDGER_STATE_DIR={ $folder }.state
party-seats = { $party } { $seats }
label-signed-by = 签署
demo-move =
    搬迁申请之前与生效之后
    迁出 { $origin }，园区 { $park }，储备 { $reserve }
demo-origin-before = 迁出
demo-origin-after = 之后
demo-park-before = 园区
demo-park-after = 之后
demo-reserve-before = 储备
demo-reserve-after = 之后
demo-balances = 最后的余额
demo-receipt =

    已制作第 { $index } 条的入账凭证（{ $bytes } 字节，{ $signers } 个签署），并离线核验通过：
    只凭台账编号 { $ledger } 和记账单位密钥

value-refusal-code = “{ $text }”不是驳回代码：写名称或编号，如 INSUFFICIENT_LOT 或 902
value-lot-or-project = “{ $text }”既不是批次也不是项目：如 650109-2027-L0003 或 ZD-BZ-2027-P0001
