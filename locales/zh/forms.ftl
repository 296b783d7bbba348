# Commands.
cmd-template = 写出空白表格（xlsx 或 csv），附填写说明
    .example =
        qledger template opening
        qledger template plan -o 分解方案.xlsx
cmd-opening-import = 从表格登记期初指标，一处有误则全部不记
    .example =
        qledger template opening
        qledger opening import opening.xlsx --keys keys
cmd-reduction-import = 从表格登记已完成的减排，一处有误则全部不记
    .example =
        qledger template reduction
        qledger reduction import reduction.xlsx --keys keys
cmd-quota-import = 按分解方案表格核发指标，一处有误则全部不记
    .example =
        qledger template plan
        qledger quota import plan.xlsx --keys keys
arg-template-kind = opening、reduction、plan、relocation、introduction 之一
arg-template-out = 写入的文件，.xlsx 或 .csv，默认以种类命名
arg-form = 填好的表格：.xlsx 或 .csv
arg-opening-import-region = 核定单位的区域，代替表格中所填
arg-opening-import-cut-over = 启用日期，代替表格中所填
arg-submit-whole = 全部登记，或一件不登记（至多 256 件）

# What became of a form.
form-written = 已写入 { $file }
form-mistakes = { $file } 有 { $count } 处须改正，什么都没有登记
hint-form-again = 改正后再次提交同一表格
form-entries-max = 一次共 { $given } 条记录，至多 { $limit } 条可一并登记：请拆分表格
hint-whole = 以 qledger submit --whole 提交：全部登记，或一件不登记
whole-line = 第 { $line } 行：
whole-not-recorded = 因此全部未登记
error-sheet = 表格无法写出：{ $reason }
case-open-lacks = 缺少 --form FILE，或 relocation、introduction、demonstration 之一

# Where a mistake is, and what is wrong.
mistake-line = { $place }：{ $reason }
mistake-right = { "　" }应填：{ $right }
mistake-sheet = 表 “{ $sheet }”
mistake-row = 第 { $row } 行
mistake-column = { $column } 列
mistake-column-head = { $column } 列（{ $head }）
mistake-head = { $head }
mistake-file = 整个表格
cell-missing = 未填
cell-formula = “{ $found }” 是公式算出的：请复制后选择性粘贴为数值
cell-merged = “{ $found }” 在合并单元格中：请取消合并，逐行填写
cell-error = “{ $found }” 是公式错误
cell-date = “{ $found }” 是日期
cell-rounded = 单元格显示的位数少于实际的 { $found }：请调整格式或改写数字，使所见即所填；编号请设为文本格式
cell-otherwise = { $found } 显示成了百分数、货币或其他样子：请改为常规数字格式
field-twice = “{ $found }” 与前面所填 “{ $before }” 不一致
table-no-heading = 没有表头：应有一行写明 { $heads }
table-column-hidden = 这一列被隐藏：请取消隐藏
table-row-hidden = 这一行被隐藏或筛选掉：请取消隐藏，或删除这一行
table-row-twice = 与第 { $row } 行完全相同
table-cell-headless = “{ $found }” 所在的列没有表头
form-indicator-twice = { $indicator } 出现两次：每项指标只填一行

# Files that cannot be read as sheets.
fault-empty = 文件是空的
fault-large = 文件超过 { $limit }
fault-unpacks = 解压后超过 { $limit }
fault-rows = “{ $sheet }” 第 { $limit } 行以下还有内容
fault-columns = “{ $sheet }” 第 { $limit } 列以右还有内容
fault-merged = “{ $sheet }” 的合并单元格多于 { $limit } 处
fault-sheets = 工作表多于 { $limit } 张
fault-password = 文件有密码保护：请另存为不带密码的文件
fault-old = 是旧版 .xls 文件：请另存为 .xlsx
fault-not-xlsx = 不是 .xlsx 工作簿：请另存为 .xlsx 或 CSV
fault-not-text = 既不是工作簿，也不是文本
fault-quote = 自第 { $row } 行起的引号没有结束
fault-damaged = 工作簿已损坏（{ $detail }）

# The pages of a form.
template-note = 带 * 的必填；各栏填法见 “说明” 页
template-whole = 表格逐行核对，一处有误则全部不登记，所有错误一次列出；可自加 “序号”“备注” 列，不作记录
label-form-explanations = 说明
label-form-part = 栏目
label-form-needed = 必填
label-form-right = 应填
label-form-sheet = 工作表
label-form-row = 行
label-form-column = 列
label-form-number = 序号
label-form-remark = 备注
label-form-found = 所填
label-form-reason = 问题
term-form-free = 无偿
term-form-paid = 有偿
term-hand-in-opening = 填好后执行：qledger opening import 本表格
term-hand-in-reduction = 填好后执行：qledger reduction import 本表格
term-hand-in-plan = 填好后执行：qledger quota import 本表格
term-hand-in-case = 填好后执行：qledger case open --form 本表格

# Titles.
label-form-opening = 期初指标登记表
label-form-reduction = 减排量登记表
label-form-plan = 总量指标分解方案
label-form-relocation = 自带指标迁移申请表
label-form-introduction = 引进项目指标申请表

# Heads, as the sheets have them.
label-form-doc = 文号
label-form-doc-date = 文件日期
label-form-doc-file = 文件名
label-form-region = 核定单位区域
label-form-cut-over = 启用日期
label-form-account = 账户
label-form-indicator = 指标
label-form-period = 期间
label-form-amount = 数量
label-form-since = 取得日期
label-form-paid = 有偿
label-form-base-emission = 基准年排放
label-form-evidence = 证明文件
label-form-permit = 许可证编号
label-form-facility = 设施或排口
label-form-name = 减排项目名称
label-form-measure = 减排措施
label-form-before = 减排前排放量
label-form-after = 减排后排放量
label-form-completed-on = 完成日期
label-form-firm = 迁入企业
label-form-origin = 迁出地
label-form-site = 迁入区域
label-form-project = 项目号
label-form-supplier = 引进方
label-form-need = 需要量

# What would be right in them.
term-right-doc = 所依据文件的文号，如 乌环发〔2027〕5号；也可在命令中以 --doc 给出
term-right-day-today = 日期，如 2027-03-01；不填即为当天
term-right-file = 与本表格放在一起的文件的名称；不填即无
term-right-region-vouching = 为各行作保的主管部门所在区域，如 650109；各账户应在该区域之内
term-right-account = 账户：区域/单位，如 650109/91650109MA77AB0192；储备账户写 650100/RESERVE
term-right-account-of-permit = 账户；不填即为持证单位的账户
term-right-indicator = 指标代码或名称，如 SO2 或 二氧化硫
term-right-period = 长期有效、年份如 2027、规划期如 2026-2030；不填即长期有效
term-right-amount = 大于零的数量，如 198.35，以该指标的单位计，小数位不多于规定
term-right-since = 取得该指标的日期，如 2016-07-01；不填即为当天
term-right-paid = 是（有偿）或 否（无偿）；不填即无偿
term-right-base-emission = 核定的基准年排放量，零或大于零的数，如 150.2；不知则不填
term-right-permit = 减排单位的排污许可证编号，如 91650109MA77AB0192001P
term-right-facility = 设施或排口编号，无空格，如 DA001
term-right-name = 减排项目的名称，如 2号锅炉超低排放改造
term-right-measure = 关停、原料、燃料替代、工艺改造、末端治理 之一
term-right-before = 减排前的基准年排放量，零或大于零的数，如 300
term-right-after = 减排后的排放量，零或大于零的数，如 31.6
term-right-completed-on = 减排完成的日期，如 2026-12-01
term-right-firm = 企业的统一社会信用代码，如 91650109MA77AB0192
term-right-origin = 迁出的区域，如 650109，或企业在该处的账户
term-right-site = 迁入的区域，如 ZD-WZ
term-right-project-if = 迁入地已登记项目的项目号，如 ZD-WZ-2027-P0001；未登记则不填
term-right-project = 已登记项目的项目号，如 ZD-BZ-2027-P0001
term-right-supplier = 引进方的单位代码，如 XPCC-GOV；不填即该园区的引进方
term-right-need = 新址需要的数量，大于零，如 160；按年的指标填全年数量
