# Common options.
arg-help = 显示说明
arg-version = 显示版本
arg-ledger = 台账目录（或 QLEDGER_LEDGER）
arg-lang = 语言，默认随系统
arg-format = 结果格式，默认 table
arg-state-dir = 本机确认记录的目录（或 QLEDGER_STATE_DIR）
arg-wait = 等待他人释放台账的秒数，默认 5
arg-accept-older = 以早于本机确认记录的日志继续（其余已永久丢失）
arg-operator-key = 记账密钥文件（或 QLEDGER_OPERATOR_KEY）
arg-passphrase-fd = 由此文件描述符读取口令

# Writing.
arg-sign = 用此密钥签署，可多次
arg-keys = 由此目录挑选所需密钥（或 QLEDGER_KEYS）
arg-by = 由哪个单位办理（有选择时）
arg-draft = 只起草，写入此文件（- 为标准输出）
arg-dry-run = 只试算：显示全部效果与会否驳回
arg-expires-in = 草稿有效天数，默认 30，至多 90
arg-yes = 不再询问确认（仅在终端上询问）

# Documents.
arg-doc = 依据文件的文号
arg-doc-date = 文件日期，默认今日
arg-doc-file = 文件本身，自动计算哈希
arg-doc-kind = 文件种类，默认按所办事项：letter, application, acceptance_notice, carry_consent, opinion, eia_approval, closure_record, permit_decision, source_plan, shortage_statement, coordination_minute, undertaking, demonstration, verification_report, cap_decision

# What acts say.
arg-party = 单位代码
arg-party-enrol-party = 单位代码，企业用信用代码
arg-person = 人员代号
arg-key-new-person = 人员代号，默认由单位与岗位构成
arg-seat = 岗位：handle、review、issue
arg-key-new-seat = 岗位：handle、review、issue，可多次
arg-out = 写入此文件
arg-plain = 不加密
arg-enrol = 同时登记
arg-key-show-file = 密钥文件
arg-key-enrol-file = 密钥文件（私钥，须签名）
arg-sign-file = 草稿文件（- 为标准输入）
arg-submit-file = 信封文件，一行一件（- 为标准输入，以 JSON 行作答）
arg-from = 起始日，默认今日
arg-until = 最后一日
arg-permit-record-until = 最后一日，默认满五年
arg-permit-issue-until = 最后一日，默认满五年
arg-case-act-until = 论证通过的有效期末日
arg-key = 密钥：文件、代号或编号前 8 位
arg-sign-key = 用此密钥签署
arg-no-end = 不设最后一日
arg-reason = left、replaced、lost、compromised
arg-not-trusted-since = 自此日起的签名不可信

arg-region = 区域代码
arg-name-zh = 中文名称
arg-name-en = 英文名称
arg-level = province、prefecture、county、zone、park
arg-division = 行政区划代码
arg-place = 所在地区域
arg-cap-parent = 总量归属区域，默认即所在地
arg-answers-to = 责任主体区域，默认所在地州
arg-region-enrol-indicator = 关系只对此指标
arg-indicator = 指标代码
arg-party-enrol-kind = 性质，默认由代码得出：bureau, government, park_committee, enterprise, reform, statistics, reserve_body, verifier, inspector, court
arg-policy-list-kind = 只列此类，如 factor
arg-draft-kind = 记录种类，如 cap.set
arg-upper = 上级单位
arg-credit-code = 统一社会信用代码
arg-party-enrol-region = 服务或注册区域，默认由代码得出
arg-account = 账户，区域/单位
arg-quota-take-back-account = 账户，默认即持有者
arg-reduction-record-account = 账户，默认即持证单位

arg-policy = 规则文件，或 indicators、procedures、two-high、park-industries
arg-scope = 适用区域，默认全部（由两根签署）
arg-to = 失效日（当日起不再适用）
arg-basis = 法律依据
arg-factor = 倍数，如 2.0
arg-flow = relocation、introduction、demonstration
arg-policy-factor-indicator = 指标代码，可多次
arg-policy-factor-region = 倍数适用的落户区域
arg-policy-ratio-region = 比例适用的区域
arg-ratio = 比例，如 1.2
arg-caps = 指标=数量，或 指标=none 取消
arg-year = 年份，默认长期有效
arg-cap-set-year = 年份；不写则为长期有效，作用于每一年
arg-quota-issue-year = 年份；不写则为长期有效（碳排放预算须写）
arg-emission-verify-year = 基准年
arg-base-decide-year = 基准年
arg-target = 是减排目标，不作上限
arg-quantities = 指标=数量
arg-since = 取得日期，默认今日
arg-paid = 有偿取得
arg-lot = 批次号
arg-amount = 数量
arg-reduction-verify-amount = 核定数量，默认前后差额
arg-csv = 明细表（CSV UTF-8），首行列名：账户,指标,期间,数量,取得日期,有偿,基准年排放,证明文件
arg-cut-over = 接转日，默认今日

arg-permit = 许可证编号
arg-limits = 指标=许可量
arg-holder = 持证单位
arg-emissions = 指标=排放量
arg-co2 = 划转的碳排放，tCO2
arg-gdp = 划转的产值，亿元
arg-facility = 设施或排口编号
arg-name = 名称
arg-measure = closure、feed、process、treatment
arg-before = 减排前排放量
arg-after = 减排后排放量
arg-completed-on = 完成日期
arg-reduction = 减排量编号
arg-builder = 建设单位
arg-industry = GB/T 4754 行业代码
arg-nature = new、moved、rebuilt、expanded、renewed
arg-code = 国家项目代码
arg-project = 项目号
arg-hold = 限制编号
arg-placed-by = 设置单位
arg-hold-place-until = 最后一日，默认不限
arg-all = 含已结束的

arg-case = 办件号
arg-step = 步骤代码
arg-firm = 迁入企业
arg-origin = 迁出区域或账户
arg-site = 落户区域
arg-need = 所需 指标=数量，可多次
arg-supplier = 供给方，默认引进方
arg-led-by = 论证组织方，默认引进方
arg-procedure = 流程，默认与办件同名
arg-issuer = 凭文代录：来文单位；来文有几份时，按顺序逐份写明
arg-source = 替代来源批次，依序，默认自动
arg-case-return-to = 退回至此步骤
arg-missing = 所缺文件种类，可多次：letter, application, acceptance_notice, carry_consent, opinion, eia_approval, closure_record, permit_decision, source_plan, shortage_statement, coordination_minute, undertaking, demonstration, verification_report, cap_decision
arg-case-resubmit-need = 变更为 指标=数量，可多次

arg-practice = 演练台账，连同全部密钥
arg-genesis = 由此创世说明建立
arg-signed = 由签齐的创世记录建立
arg-init-sign = 根密钥，可多次
arg-init-draft = 只起草创世记录，写入此文件
arg-encrypt = 加密演练密钥
arg-body = JSON 内容文件（- 为标准输入）
arg-template = 只显示一个示例内容
arg-export = 把待签字节写入此文件
arg-attach = 取回在他处做的签名
arg-public = 该签名的公钥

# 查询。
arg-below = 包括其下各区域
arg-at = 该条入账之后的情况
arg-log-entry = 完整查看这一条
arg-receipt-entry = 条目：日志中的序号、last（最后一条），或办件号（其最近一步）
arg-last = 最后几条
arg-log-all = 全部
arg-checkpoint = 最后一个签名存证点
arg-refusals-from = 自该日起
arg-refusals-until = 至该日止
arg-refusals-code = 代码或编号
arg-refusals-kind = 记录种类
arg-refusals-party = 应由该主体签署的提交
arg-subject = 批次号或项目号
arg-verify-receipt = 入账凭证（- 为标准输入）
arg-verify-id = 记账单位公布的台账编号，或载有编号的文件（genesis.json 亦可），不取自凭证
arg-operator = 记账单位密钥：ed25519:… 或 PEM 文件
arg-scenario = 情景文件
arg-keep = 把台账留在此文件夹
arg-waits-for = 下一步应由该主体办理的

# 案头。
arg-todo-by = 为该机关；默认为所有机关
arg-todo-seat = 该岗位：handle 经办、review 审核、issue 签发；默认不限
arg-plan-relocation-need = 指标=新址所需数量，可重复
arg-plan-relocation-from = 迁出的区域或账户；默认为其唯一账户
arg-plan-relocation-to = 新址所在区域
arg-plan-introduction-need = 已登记的项目，以及 指标=数量，可重复
arg-plan-introduction-site = 未登记项目的落地区域
arg-plan-introduction-source = 先动用的批次，如某单位自有的碳；其余随后
arg-plan-introduction-builder = 建设单位，可以尚未登记
arg-full = 逐步、逐项列出全部内容，不止一屏
arg-find-text = 口头说法：0007、WZ-7、名称或编号的一部分
arg-case-show-letter = 写出该步骤所缺函件的草稿
arg-case-show-out = 写入该文件（不覆盖）
