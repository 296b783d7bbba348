# The desk: what waits, what a plan comes to, what is searched for, drafts of letters.
label-command = command
label-days-left = days left
label-task = to do
label-waited = days waited
todo-nothing = nothing waits
todo-since = since { $since } (working days: { $days })
todo-until = ; working days left: { $days }, until { $until }
todo-missing = to be brought: { $kinds }
todo-held = stopped by hold { $holds }
todo-letter = { $step }: record the letter of { $issuer }, which has no key
todo-resubmission = complete and resubmit
todo-base = decide the base that passes
todo-reduction = verify the reduction

case-lapses = lapses after { $until } (working days left: { $days })
case-with = { $step }: with { $parties } since { $since } (working days: { $days })
case-completion = completion
case-returned = returned for completion { $when } by { $by } ({ $letter }), back to { $step }; missing: { $kinds }
case-resubmitted = resubmitted { $when } by { $by } ({ $letter })
case-turned-back = returned for completion { $when } by { $by } ({ $letter })
case-not-accepted = not accepted { $when } by { $by }; the reasons are in { $letter }
case-refused = refused { $when } by { $by }; the reasons are in { $letter }
case-withdrawn = withdrawn { $when } by { $by } ({ $letter })
case-lapsed = lapsed { $when }: its time ran out, and what it reserved is free again
