# What is wrong with a value, and what would be right.
value-form = “{ $text }” 不合格式：{ $form }
value-check-digit = “{ $text }” 校验位不符：第 18 位应为 { $expected }；是否有两个字符颠倒？
value-not-decimal = “{ $text }” 不是数量：只写数字和一个小数点，如 160 或 54.12
value-amount-long = “{ $text }” 位数过多：小数点前至多 14 位，后至多 4 位
value-amount-spelling = “{ $text }” 应写作 { $right }
value-not-positive = “{ $text }” 应大于零
value-negative = “{ $text }” 小于零
value-day = “{ $text }” 不是日期：如 2027-10-01
value-moment = “{ $text }” 不是时刻：如 2027-10-01T09:30:00.000+08:00
value-period = “{ $text }” 不是期间：standing、年份如 2027、规划期如 2026-2030
value-label-blank = “{ $text }” 为空，或首尾有空格
value-label-long = “{ $text }” 超过 120 个字符
value-label-hidden = “{ $text }” 含有看不见的字符 { $code }
value-quantity = “{ $text }” 应写作 指标=数量，如 SO2=160.000
value-cap = “{ $text }” 应写作 指标=数量，如 SO2=5000，取消写 SO2=none
value-year = “{ $text }” 不是年份：写四位数字，如 2027
value-entry = “{ $text }” 不是条目：写日志中的序号，如 58（见 log）
value-count = “{ $text }” 不是个数：写正整数，如 20
value-word = “{ $text }” 不在可用值之列：{ $known }

# What identifiers look like.
form-region = 区域代码，大写字母、数字、连字符，至多 32 个，如 650109 或 ZD-WZ
form-party = 单位代码，大写字母、数字、连字符，如 650100-EEB，企业用信用代码
form-person = 人员代号，大写字母、数字、连字符，不用姓名，如 P-0017
form-indicator = 指标代码，大写字母和数字，如 SO2
form-industry = GB/T 4754-2017 行业代码四位数字，如 2523
form-case = 办件号，区域-年份-四位数，如 ZD-WZ-2027-0007
form-lot = 批次号，如 650109-2027-L0003
form-project = 项目号，如 ZD-BZ-2027-P0001
form-reduction = 减排量编号，如 XPCC-06-2027-R0001
form-hold = 限制编号，如 650000-2027-H0001
form-permit = 许可证编号，无空格，如 91650109MA77AB0192001P
form-facility = 设施或排口编号，无空格，如 DA001
form-step = 步骤代码，小写字母和下划线，如 origin_closure
form-procedure = 流程代码，小写字母、数字、下划线，如 relocation
form-account = 账户，区域/单位，如 650109/91650109MA77AB0192 或 650100/RESERVE
form-credit-code = 统一社会信用代码 18 位，不含 I、O、S、V、Z
form-ledger = 台账编号 64 位小写十六进制，由记账单位公布
form-entry = 记录编号，第 7 版 UUID 小写
form-other = { $what }

# Tables that are read.
table-empty = 没有数据行
table-column-unknown = 没有名为 “{ $column }” 的列；可用的列：{ $known }
table-column-twice = “{ $column }” 列出现两次
table-column-missing = 缺少 “{ $column }” 列
