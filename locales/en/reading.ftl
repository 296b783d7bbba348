# Reading: what commands that change nothing say.
label-admitted = admitted
label-barred = not for replacement
label-code = code
label-done = done
label-entry = entry
label-held = held
label-issued = issued
label-next = next
label-opening = opening
label-retired = retired
label-taken-back = taken back
label-who = who
title-signed-by = Signed by

term-phase-open = open
term-phase-returned = returned for completion
term-phase-not-accepted = not accepted
term-phase-refused = refused
term-phase-withdrawn = withdrawn
term-phase-lapsed = lapsed
term-phase-effective = effective

place-available = { $account }
place-barred = { $account } (no replacement source)
place-reserved = { $account } (reserved)
place-reserved-barred = { $account } (reserved, no replacement source)
place-reserved-for = { $account }, reserved for { $case }
place-retired = retired
place-taken-back = taken back
place-reduced = made into another lot
place-made = made by this entry

case-head = { $short }  { $case }  { $firm }  { $procedure }  site { $site }  { $phase }  { $done } of { $steps } steps done
case-by-document = { $by }, by document, recorded by { $recorder }

trace-lot = { $lot }  { $indicator } { $amount }  { $account }  since { $since }  { $origin } (entry { $entry })
trace-origin-opening = from an opening balance
trace-origin-issuance = issued
trace-origin-reduction = from reduction { $reduction }
trace-source = { $lot }: { $amount } out of { $source }, by reduction { $reduction } (entry { $entry })
trace-title-sources = Made out of
trace-title-moves = Moves
trace-title-holders = Where it is now
trace-title-made-into = Made into
trace-title-cases = Cases
trace-title-drew = Drew
trace-title-sums = Sums
trace-move = #{ $entry } { $at }  { $amount }  { $from } -> { $to }  { $case }
trace-made-into = { $lot }: { $amount } (entry { $entry })
trace-sums = held { $held } + retired { $retired } + made into others { $reduced } + taken back { $taken } + invalidated { $invalidated } + reversed { $reversed } = { $total }
trace-project = { $project }  { $name }  builder { $builder }  in { $region }  industry { $industry }
trace-drew = #{ $entry } { $indicator } { $amount }  lot { $lot } from { $source } -> { $to }
trace-project-sum = { $indicator }: credited { $credited }, retired { $retired }, reserved { $reserved }

receipt-written = { $file } written, { $bytes } bytes
    anyone can check it: qledger verify { $file } --id { $ledger } --operator { $operator }

verify-failed = { $file } does not verify: { $reason }
verify-level-signed = level signed: by keys whose enrolments chain to the ledger id you gave
verify-level-logged = level logged: signed by keys that chain to the ledger id you gave, and in the log under the operator's checkpoint
verify-logged = entry { $index } of { $size }, admitted { $at } (+08:00)
verify-admitted = it was admitted
verify-refused = it was refused: { $code } ({ $number }): { $text }
verify-refused-unknown = it was refused, under a number this build does not know
verify-signer = signed by { $party }, { $seat }, { $person } (key enrolled by entry { $entry })
verify-says-not = this does not say that the rules allowed it, or that no key was revoked before: that takes an audit of the whole log
verify-operator-key = `{ $text }` is no operator key: { $reason }; give ed25519:… or a file with the public key as PEM

audit-done = the log holds from end to end: derived again from the log alone, without a lock, nothing touched
audit-entries = { $leaves }, each judged again by the rules of its time: { $admitted } admitted, { $refused } refused on record
audit-span = { $from } to { $to }, never going back
audit-signatures = { $count }, each verified
audit-checkpoints = { $count }, each with the operator's signature and the root of the log
audit-digests = { $count }, each what was recorded when it was written
audit-balances = { $count } indicators add up; no region came over its cap but by a cap entry
audit-rules = number { $rules }
label-audit-entries = entries
label-audit-span = time
label-audit-signatures = signatures
label-audit-checkpoints = checkpoints
label-audit-digests = state digests
label-audit-balances = balances
label-audit-rules = rules
label-audit-root = root
audit-failed = the log does not hold at entry { $index }: { $reason }
hint-audit-failed = ask the keeper for a sound copy, and hold it against the receipts you have

play-unread = { $what }
play-failed = { $what }
play-refused = { $code } ({ $number }): { $text }
play-met = { $acts } acts played, { $met } expectations met
play-kept = the ledger lies in { $folder }: export QLEDGER_LEDGER={ $folder } QLEDGER_STATE_DIR={ $folder }.state
party-seats = { $party } { $seats }
label-signed-by = signed by
demo-move =
    Before the move was applied for, and after it took effect
    origin { $origin }, park { $park }, reserve { $reserve }
demo-origin-before = Origin
demo-origin-after = after
demo-park-before = Park
demo-park-after = after
demo-reserve-before = Reserve
demo-reserve-after = after
demo-balances = Balances at the end
demo-receipt =

    receipt of entry { $index } made ({ $bytes } bytes, { $signers } signers) and verified offline
    against ledger id { $ledger } and the operator's key alone

value-refusal-code = `{ $text }` is no refusal code: write its name or number, such as INSUFFICIENT_LOT or 902
value-lot-or-project = `{ $text }` is neither a lot nor a project: write 650109-2027-L0003 or ZD-BZ-2027-P0001
