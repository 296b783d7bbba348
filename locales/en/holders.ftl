# Stages, production lines, and changes of holder.

arg-stage = what one stage needs: NOX=400,CO2PROJ=2400000; once for each stage, in their order
arg-case-resubmit-stage = all stages anew, as at the opening; those in effect stay as they are
value-stage = {$text} is no stage; write what it needs, as in NOX=400,CO2PROJ=2400000
resubmit-stage-introduction = only a project that is introduced is built in stages; leave --stage out
label-stages = stages
label-stage = stage
case-stage = Stage {$stage} ({$needs}): {$state}
stage-done = in effect
stage-open = under way
stage-waiting = to come
stage-void = not built; what was reserved for it is free again
arg-line = a line that moves: L1:line 1:NOX=230@225, share and base-year emission; repeatable; none: the firm moves whole
value-line = {$text} is no line; write code, name and shares with their base-year emission, as in L1:line 1:NOX=230@225,SO2=40@38
label-lines-moved = lines that move
label-line = line
case-line = moves line {$line} {$name}: {$shares}
