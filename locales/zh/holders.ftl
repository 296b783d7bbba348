# 分期、生产线、主体变更。

arg-stage = 一期所需：NOX=400,CO2PROJ=2400000；按顺序每期写一次
arg-case-resubmit-stage = 重新写明各期（同申请时）；已生效的各期照旧
value-stage = { $text } 不是一期的需要量；请写成 NOX=400,CO2PROJ=2400000
resubmit-stage-introduction = 只有引进项目可以分期，请去掉 --stage
label-stages = 分期
label-stage = 期
case-stage = 第{ $stage }期（{ $needs }）：{ $state }
stage-done = 已生效
stage-open = 办理中
stage-waiting = 未开始
stage-void = 未建；为其预留的指标已释放
arg-line = 迁出的生产线：L1:一号线:NOX=230@225（数量@基准年排放），可多次；不写即整体搬迁
value-line = { $text } 不是一条生产线；请写代码、名称、数量及其基准年排放，如 L1:一号线:NOX=230@225,SO2=40@38
label-lines-moved = 迁出的生产线
label-line = 生产线
case-line = 迁出生产线 { $line } { $name }：{ $shares }
label-new-names = 新名称
label-reserved-for = 变动；为办件预留
label-successor = 承继者
label-takes = 承继
label-permits = 许可证
label-cases = 办件
label-projects = 项目
term-kind-holder-change = 主体变更
term-change-rename = 更名
term-change-merge = 合并
term-change-split = 分立
term-change-transfer = 转让
term-change-bankruptcy = 破产

cmd-holder = 主体变更：更名、合并、分立、转让、破产
    .example = qledger holder merge 91650109MA77AB0192 --into 91650100MA77EF046M --doc 合并1号 --doc-file 合并协议.pdf --keys keys
cmd-holder-rename = 企业更名，主体不变
    .example = qledger holder rename 91650109MA77AB0192 --name-zh 米东新材料 --name-en "Midong materials" --doc 更名1号 --keys keys
cmd-holder-merge = 企业被合并，全部由存续企业承继
    .example = qledger holder merge 91650109MA77AB0192 --into 91650100MA77EF046M --doc 合并1号 --doc-file 合并协议.pdf --keys keys
cmd-holder-transfer = 企业整体转让，全部由受让方承继
    .example = qledger holder transfer 91650109MA77AB0192 --into 91650100MA77EF046M --doc 转让1号 --doc-file 转让协议.pdf --keys keys
cmd-holder-split = 企业分立：各得多少，许可证、办件、项目各归谁
    .example = qledger holder split 91650109MA77AB0192 --part A1:NOX=35 --part A2:NOX=25 --case WZ-1=A1 --permit 91650109MA77AB0192001P=A1 --doc 分立1号 --doc-file 分立协议.pdf --keys keys
cmd-holder-bankruptcy = 企业破产：无偿部分收回储备，有偿部分冻结待法院处置
    .example = qledger holder bankruptcy 91650109MA77AB0192 --doc 破产1号 --doc-file 裁定书.pdf --keys keys
arg-into = 全部承继的企业
arg-part = 谁得多少：A1:NOX=35,SO2=10；指明区域或年度 A1:650109/NOX=35、A1:CO2@2027=120000；每个承继者写一次
arg-holder-split-case = 未办结的办件归谁，如 WZ-1=A1，可多次
arg-holder-split-permit = 许可证归谁，可多次
arg-holder-split-project = 项目归谁，可多次
value-goes-to = { $text } 应写明什么归谁，如 WZ-1=A1
value-part = { $text } 应写明谁得多少，如 A1:NOX=35,SO2=10
holder-no-successor = { $party } 不是承继者（{ $known }）
holder-holds-none = { $party } 没有持有 { $indicator }
holder-which-account = 有几个账户持有 { $indicator }：{ $accounts }；请指明区域，如 A1:650109/{ $indicator }=35
hint-holder-document = 用 --doc 写明协议或裁定书文号，用 --doc-file 给出文件
term-right-stage = 需要它的期次，从 1 起；不分期的留空
value-stage-number = { $text } 不是期次；请填 1 至 { $max }
form-stage-lacks = 其他行写了期次：请写明本行属第几期
form-stage-gap = 期次须从 1 至 { $last } 连续
