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
todo-letter = { $step }: record by letter, without keys: { $issuers }
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

label-elsewhere = reserved
label-eligible = eligible
label-needs = needs
label-cover = to cover
label-surplus = surplus
label-short = short
label-near = where
label-drawn = drawn
label-use-change = use
label-cap-change = cap
label-room = room
term-scope-site = at the site
term-scope-prefecture = in the prefecture
term-scope-elsewhere = elsewhere
plan-head-relocation = { $procedure }: { $firm }, from { $origin } to { $site }, as of { $date }; nothing is recorded
plan-head-introduction = { $procedure }: { $firm } at { $site }, supplied by { $supplier }, as of { $date }; nothing is recorded
plan-two-high = two-high project, by list { $version }
plan-no-figures = no figures: the case could not be opened
plan-title-sources = Lots that cover it, the nearest first
plan-title-steps = Whose signatures and letters
plan-title-caps = Caps touched: { $count }; of each indicator the one with least room
plan-title-way = To be recorded on the way:
plan-title-refused = Would be refused today:
plan-nothing-refused = Nothing would be refused today.
plan-by-letter = * { $party } has no key: { $recorder } records its letter
plan-without-key = * { $party } has no key, and only a key will do: it is to be enrolled first
plan-against = { $code }: { $text }
plan-against-step = { $step }: { $code }: { $text }
plan-no-account = { $firm } has no account
plan-which-account = { $firm } has several accounts; say which with --from
plan-needs-what = say what it needs, such as NOX=640
plan-project-or-site = name a registered project, or say --site and --industry
plan-and-more = { "" } (and { $count } more like it)
plan-firm-unknown = { $firm } (not enrolled)

label-found-by = found by
term-found-number = number
term-found-name = name
term-found-firm = firm
term-found-document = document
found-by-document = document { $document }
find-nothing = nothing is called so
number-none = nothing is called { $text }
number-several = several things are called { $text }
number-lookup = the numbers given cannot be read: { $reason }
hint-find = find searches by name, code and number

letter-written = { $file } written
letter-title = Draft: { $document } on { $firm }, { $procedure }
letter-to = To { $party }:
letter-relocation = { $firm } ({ $code }) intends to move from { $origin } to { $site } and to bring its own quota.
letter-introduction = { $firm } ({ $code }) intends to build project { $project } in { $site }, supplied by the introducing party.
letter-demonstration = { $firm } ({ $code }) puts forward its two-high project { $project } in { $site } for demonstration.
letter-case = Case { $case }, applied for on { $opened }.
letter-figures = What it needs:{ "\u000A" }  { $figures }
letter-acceptance = The application is complete and as required; it is accepted.
letter-carry-consent = We consent to the firm taking the above quota along. (Free or paid: ________)
letter-source-plan = The above is to be covered by the attached source plan.
letter-source-confirmed = We have checked the source plan for the above, and confirm it.
letter-upper-confirmation = We have reviewed the above, and confirm it.
letter-closure = Verified on site: the facilities concerned were shut on ________.
letter-old-permit = The permit at the old site is cancelled (or lowered), number ________.
letter-new-permit = The permit at the new site is issued, number ________.
letter-sources-achieved = Verified: the reductions drawn are achieved, and the givers' permits lowered accordingly.
letter-demonstration-passed = The demonstration is passed; it counts until ________.
letter-reserve = We have reviewed the case, and agree that the above be reserved for it.
letter-effective = All conditions are met; we agree that the above take effect.
letter-opinion = We have reviewed the above; our opinion: ________
letter-end =
    { $parties }
    Number: ________
    Date: ________
