# Words of closed sets.
term-yes = 是
term-no = 否
term-all = 全部
term-nothing = 无
term-new = 新增
term-changed = 变更
term-new-key = 新密钥，证明持有
term-by-document = 凭文代录
term-reserve = 政府储备
term-scope-all = 全部区域
term-admitted = 已入账
term-refused = 已驳回
term-refused-before = 先前已驳回
term-repeated = 先前已入账
term-invalid = 无效

term-seat-handle = 经办
term-seat-review = 审核
term-seat-issue = 签发

term-party-bureau = 生态环境部门
term-party-government = 人民政府
term-party-park-committee = 管委会
term-party-enterprise = 企业
term-party-reform = 发展改革部门
term-party-statistics = 统计部门
term-party-reserve-body = 储备、交易机构
term-party-verifier = 核查机构
term-party-inspector = 督察、执法机构
term-party-court = 法院

term-level-province = 省级
term-level-prefecture = 地州市、师
term-level-county = 县级
term-level-zone = 开发区
term-level-park = 园区

term-relation-cap-parent = 总量归属
term-relation-place = 所在地
term-relation-answers-to = 责任主体

term-cap-ceiling = 上限
term-cap-target = 减排目标
term-cap-none = 不设

term-case-relocation = 自带指标迁入
term-case-introduction = 引进方供给
term-case-demonstration = 两高论证

term-signatory-park-committee = 园区管委会
term-signatory-enterprise = 企业或建设单位
term-signatory-origin-authority = 迁出地生态环境部门
term-signatory-origin-government = 迁出地人民政府
term-signatory-host-authority = 迁入地生态环境部门
term-signatory-common-upper = 共同上级
term-signatory-introducer = 引进方
term-signatory-introducer-authority = 引进方生态环境部门
term-signatory-giver = 出让单位

term-effect-none = 无数量变动
term-effect-reserve = 预留
term-effect-post = 入账

term-establishes-nothing = 无
term-establishes-acceptance = 受理
term-establishes-carry-consent = 自带指标同意
term-establishes-source-plan = 替代来源方案
term-establishes-source-confirmed = 来源确认
term-establishes-upper-confirmation = 上级确认
term-establishes-closure = 原址关停
term-establishes-old-permit-ended = 原许可证终止
term-establishes-new-permit-issued = 新许可证核发
term-establishes-sources-achieved = 来源落实
term-establishes-demonstration-passed = 论证通过

term-document-letter = 公函
term-document-application = 申请
term-document-acceptance-notice = 受理通知
term-document-carry-consent = 自带指标同意函
term-document-opinion = 意见
term-document-eia-approval = 环评批复
term-document-closure-record = 关停核验记录
term-document-permit-decision = 许可证文书
term-document-source-plan = 替代来源方案
term-document-shortage-statement = 本地不足说明
term-document-coordination-minute = 协调机制纪要
term-document-undertaking = 承诺书
term-document-demonstration = 论证材料
term-document-verification-report = 核查报告
term-document-cap-decision = 总量下达文件

term-measure-closure = 关停
term-measure-feed = 原料、燃料替代
term-measure-process = 工艺改造
term-measure-treatment = 末端治理

term-nature-new = 新建
term-nature-moved = 迁建
term-nature-rebuilt = 改建
term-nature-expanded = 扩建
term-nature-renewed = 技改

term-span-standing = 长期有效
term-span-yearly = 按年
term-caprule-ceiling = 受总量约束
term-caprule-none = 不受总量约束
term-cover-factor = 按替代倍数
term-cover-carbon-ratio = 按碳置换比例
term-cover-plain = 按一倍
term-base-limited = 来源以基准年排放为限
term-base-free = 来源不限基准年

term-end-not-accepted = 不予受理
term-end-refused = 不予批准
term-end-withdrawn = 撤回

term-revoked-left = 离岗
term-revoked-replaced = 更换
term-revoked-lost = 遗失
term-revoked-compromised = 泄露

term-place-available = 可用
term-place-barred = 不可用于替代
term-place-reserved = 预留
term-place-reserved-barred = 预留、不可用于替代
term-place-retired = 替代核销
term-place-taken-back = 核减收回
term-place-reduced = 转为减排量

term-permit-in-force = 有效
term-permit-expired = 到期
term-permit-cancelled = 已注销

term-key-valid = 有效
term-key-not-yet = 未到起用日
term-key-expired = 过期
term-key-revoked = 已撤销
term-key-public = 公钥
term-key-encrypted = 私钥，已加密
term-key-plain = 私钥，未加密

term-hold-active = 生效中
term-hold-over = 已结束

term-policy-indicator = 指标
term-policy-procedure = 流程
term-policy-factor = 替代倍数
term-policy-carbon-ratio = 碳置换比例
term-policy-two-high-list = 两高目录
term-policy-park-industries = 园区产业目录
term-policy-calendar = 工作日历
term-policy-limits = 形式限制

# Kinds of entries.
term-kind-genesis = 创世记录
term-kind-region-enrol = 登记区域
term-kind-party-enrol = 登记单位
term-kind-person-enrol = 登记人员
term-kind-key-enrol = 登记密钥
term-kind-key-amend = 变更密钥期限
term-kind-key-revoke = 撤销密钥
term-kind-account-open = 开立账户
term-kind-policy-adopt = 发布规则
term-kind-cap-set = 下达总量
term-kind-upgrade = 提升规则编号
term-kind-opening-record = 期初登记
term-kind-quota-issue = 核发指标
term-kind-quota-take-back = 核减收回
term-kind-permit-record = 登记或核发许可证
term-kind-permit-lower = 降低许可排放量
term-kind-permit-cancel = 注销许可证
term-kind-emission-verify = 基准年排放核定
term-kind-base-decide = 基数划转决定
term-kind-reduction-record = 登记减排量
term-kind-reduction-verify = 核定减排量
term-kind-project-register = 登记项目
term-kind-hold-place = 限制
term-kind-hold-lift = 解除限制
term-kind-case-open = 立案
term-kind-case-act = 办理步骤
term-kind-case-return = 退回补正
term-kind-case-resubmit = 补正后重报
term-kind-case-end = 终结办件
