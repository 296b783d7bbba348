# 分期、生产线、主体变更。

arg-stage = 一期所需：NOX=400,CO2PROJ=2400000；按顺序每期写一次
arg-case-resubmit-stage = 重新写明各期（同申请时）；已生效的各期照旧
value-stage = {$text} 不是一期的需要量；请写成 NOX=400,CO2PROJ=2400000
resubmit-stage-introduction = 只有引进项目可以分期，请去掉 --stage
label-stages = 分期
label-stage = 期
case-stage = 第{$stage}期（{$needs}）：{$state}
stage-done = 已生效
stage-open = 办理中
stage-waiting = 未开始
stage-void = 未建；为其预留的指标已释放
arg-line = 迁出的生产线：L1:一号线:NOX=230@225（数量@基准年排放），可多次；不写即整体搬迁
value-line = {$text} 不是一条生产线；请写代码、名称、数量及其基准年排放，如 L1:一号线:NOX=230@225,SO2=40@38
label-lines-moved = 迁出的生产线
label-line = 生产线
case-line = 迁出生产线 {$line} {$name}：{$shares}
