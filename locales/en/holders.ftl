# Stages, production lines, and changes of holder.

arg-stage = what one stage needs: NOX=400,CO2PROJ=2400000; once for each stage, in their order
arg-case-resubmit-stage = all stages anew, as at the opening; those in effect stay as they are
value-stage = { $text } is no stage; write what it needs, as in NOX=400,CO2PROJ=2400000
resubmit-stage-introduction = only a project that is introduced is built in stages; leave --stage out
label-stages = stages
label-stage = stage
case-stage = Stage { $stage } ({ $needs }): { $state }
stage-done = in effect
stage-open = under way
stage-waiting = to come
stage-void = not built; what was reserved for it is free again
arg-line = a line that moves: L1:line 1:NOX=230@225, share and base-year emission; repeatable; none: the firm moves whole
value-line = { $text } is no line; write code, name and shares with their base-year emission, as in L1:line 1:NOX=230@225,SO2=40@38
label-lines-moved = lines that move
label-line = line
case-line = moves line { $line } { $name }: { $shares }
label-new-names = new names
label-reserved-for = moves; reserved for case
label-successor = successor
label-takes = takes over
label-permits = permits
label-cases = cases
label-projects = projects
term-kind-holder-change = change of holder
term-change-rename = renamed
term-change-merge = merged
term-change-split = split
term-change-transfer = transferred
term-change-bankruptcy = bankrupt

cmd-holder = changes of holder: rename, merge, split, transfer, bankruptcy
    .example = qledger holder merge 91650109MA77AB0192 --into 91650100MA77EF046M --doc 合并1号 --doc-file 合并协议.pdf --keys keys
cmd-holder-rename = give a firm its new names; it stays who it is
    .example = qledger holder rename 91650109MA77AB0192 --name-zh 米东新材料 --name-en "Midong materials" --doc 更名1号 --keys keys
cmd-holder-merge = all that a firm has goes to the one it is merged into
    .example = qledger holder merge 91650109MA77AB0192 --into 91650100MA77EF046M --doc 合并1号 --doc-file 合并协议.pdf --keys keys
cmd-holder-transfer = all that a firm has goes to who takes its business over
    .example = qledger holder transfer 91650109MA77AB0192 --into 91650100MA77EF046M --doc 转让1号 --doc-file 转让协议.pdf --keys keys
cmd-holder-split = so much to each, and every permit, case and project to one of them
    .example = qledger holder split 91650109MA77AB0192 --part A1:NOX=35 --part A2:NOX=25 --case WZ-1=A1 --permit 91650109MA77AB0192001P=A1 --doc 分立1号 --doc-file 分立协议.pdf --keys keys
cmd-holder-bankruptcy = free rights to the reserve, paid ones frozen for the court
    .example = qledger holder bankruptcy 91650109MA77AB0192 --doc 破产1号 --doc-file 裁定书.pdf --keys keys
arg-into = who takes everything over
arg-part = who gets how much: A1:NOX=35,SO2=10; with a region or year A1:650109/NOX=35, A1:CO2@2027=120000; once for each
arg-holder-split-case = which successor an open case goes to, as WZ-1=A1; repeatable
arg-holder-split-permit = which successor a permit goes to; repeatable
arg-holder-split-project = which successor a project goes to; repeatable
value-goes-to = { $text } must name what goes to whom, as in WZ-1=A1
value-part = { $text } must name who gets how much, as in A1:NOX=35,SO2=10
holder-no-successor = { $party } is none of the successors ({ $known })
holder-holds-none = { $party } holds nothing of { $indicator }
holder-which-account = several accounts hold { $indicator }: { $accounts }; name the region, as in A1:650109/{ $indicator }=35
hint-holder-document = name the agreement or the ruling with --doc NUMBER, and its file with --doc-file
term-right-stage = the number of the stage that needs it, from 1; empty where the project is built at once
value-stage-number = { $text } is no stage; write its number, 1 to { $max }
form-stage-lacks = other rows name a stage: say which one needs this
form-stage-gap = stages are numbered 1 to { $last } without a gap
