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
