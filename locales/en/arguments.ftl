# Common options.
arg-help = show this help
arg-version = show the version
arg-ledger = the ledger's folder (or QLEDGER_LEDGER)
arg-lang = language; by default the locale's
arg-format = shape of results, table by default
arg-state-dir = where this machine keeps what it acknowledged (or QLEDGER_STATE_DIR)
arg-wait = seconds to wait for another process, 5 by default
arg-accept-older = go on with a log older than this machine acknowledged (the rest is lost)
arg-operator-key = the operator's key (or QLEDGER_OPERATOR_KEY)
arg-passphrase-fd = read the passphrase from this file descriptor

# Writing.
arg-sign = sign with this key; repeatable
arg-keys = pick the keys that are needed from this folder (or QLEDGER_KEYS)
arg-by = the party that acts, where there is a choice
arg-draft = stop after drafting, into this file (- for stdout)
arg-dry-run = show every effect and what would be refused; record nothing
arg-expires-in = days the draft may wait, 30 by default, 90 at most
arg-yes = do not ask for confirmation (asked at a terminal only)

# Documents.
arg-doc = number of the document the act rests on
arg-doc-date = its date, today by default
arg-doc-file = its file; the hash is taken from it
arg-doc-kind = its kind; by default what the act needs: letter, application, acceptance_notice, carry_consent, opinion, eia_approval, closure_record, permit_decision, source_plan, shortage_statement, coordination_minute, undertaking, demonstration, verification_report, cap_decision

# What acts say.
arg-party = party
arg-party-enrol-party = party id; a firm's is its credit code
arg-person = person, by pseudonym
arg-key-new-person = person; by default named after party and seat
arg-seat = seat: handle, review, issue
arg-key-new-seat = seat: handle, review, issue; repeatable
arg-out = write to this file
arg-plain = do not encrypt
arg-enrol = enrol it at once
arg-key-show-file = key file
arg-key-enrol-file = key file; the private half, for it signs
arg-sign-file = the draft (- for stdin, answered in JSON lines)
arg-submit-file = envelopes, a line each (- for stdin)
arg-from = first day, today by default
arg-until = last day
arg-permit-record-until = last day, five years by default
arg-permit-issue-until = last day, five years by default
arg-case-act-until = last day a passed demonstration counts
arg-key = key: its file, person, or first 8 digits
arg-sign-key = sign with this key
arg-no-end = without a last day
arg-reason = left, replaced, lost, compromised
arg-not-trusted-since = signatures since this day are not trusted

arg-region = region
arg-name-zh = name in Chinese
arg-name-en = name in English
arg-level = province, prefecture, county, zone, park
arg-division = GB/T 2260 division code
arg-place = region it lies in
arg-cap-parent = region whose totals it counts into; by default its place
arg-answers-to = region it answers to; by default its prefecture
arg-region-enrol-indicator = the relations are for this indicator only
arg-indicator = indicator
arg-party-enrol-kind = kind of party; by default told by its id: bureau, government, park_committee, enterprise, reform, statistics, reserve_body, verifier, inspector, court
arg-policy-list-kind = this kind only, such as factor
arg-draft-kind = kind of entry, such as cap.set
arg-upper = the body above it
arg-credit-code = unified social credit code
arg-party-enrol-region = region it serves or is registered in
arg-account = account, as region/holder
arg-quota-take-back-account = account; by default the holder of the lot
arg-reduction-record-account = account; by default the permit holder's

arg-policy = a policy file, or indicators, procedures, two-high, park-industries
arg-scope = region it is for; everywhere by default, by both roots
arg-to = the first day it no longer holds
arg-basis = legal basis
arg-factor = factor, such as 2.0
arg-flow = relocation, introduction, demonstration
arg-policy-factor-indicator = indicator; repeatable
arg-policy-factor-region = region of the sites it is for
arg-policy-ratio-region = region it is for
arg-ratio = ratio, such as 1.2
arg-caps = indicator=amount, or indicator=none
arg-year = year; standing by default
arg-cap-set-year = year; without it the cap is standing and serves every year
arg-quota-issue-year = year; without it the right is standing (a carbon budget needs one)
arg-emission-verify-year = base year
arg-base-decide-year = base year
arg-target = a reduction target, not a ceiling
arg-quantities = indicator=amount
arg-since = since when the right exists, today by default
arg-paid = it was paid for
arg-lot = lot
arg-amount = amount
arg-reduction-verify-amount = verified amount; by default before minus after
arg-csv = table of rows (CSV UTF-8) under their names: account,indicator,period,amount, since,paid,base_emission,evidence
arg-cut-over = day the ledger takes over, today by default

arg-permit = permit number
arg-limits = indicator=limit
arg-holder = who holds it
arg-emissions = indicator=emission
arg-co2 = CO2 that passes, tCO2
arg-gdp = product that passes, 亿元
arg-facility = facility or outlet code
arg-name = name
arg-measure = closure, feed, process, treatment
arg-before = emission before
arg-after = emission after
arg-completed-on = day it was completed
arg-reduction = reduction
arg-builder = who builds it
arg-industry = GB/T 4754 industry code
arg-nature = new, moved, rebuilt, expanded, renewed
arg-code = national project code
arg-project = project
arg-hold = hold
arg-placed-by = who places it
arg-hold-place-until = last day, if it has one
arg-all = those that are over too

arg-case = case
arg-step = step
arg-firm = the firm
arg-origin = region or account it leaves
arg-site = region of the new site
arg-need = indicator=amount it needs; repeatable
arg-supplier = who supplies; by default the introducing party
arg-led-by = who leads it; by default the introducing party
arg-procedure = procedure; by default that of the same name
arg-issuer = by document: the body whose letter it is; of several letters, one for each in their order
arg-source = lots of the source plan, in order; by default all that fit
arg-case-return-to = the step gone back to
arg-missing = kind of document that is missing; repeatable: letter, application, acceptance_notice, carry_consent, opinion, eia_approval, closure_record, permit_decision, source_plan, shortage_statement, coordination_minute, undertaking, demonstration, verification_report, cap_decision
arg-case-resubmit-need = indicator=amount, amended; repeatable

arg-practice = a practice ledger with all its keys
arg-genesis = begin from this description of the genesis
arg-signed = begin from a genesis that is signed
arg-init-sign = a root key; repeatable
arg-init-draft = stop after drafting the genesis, into this file
arg-encrypt = encrypt the practice keys
arg-body = file of the JSON body (- for stdin)
arg-template = show an example body, and that is all
arg-export = write the bytes to sign to this file
arg-attach = bring back a signature made elsewhere
arg-public = public half of the key it was made with

# Reading.
arg-below = the regions below it too
arg-at = as it was right after this entry
arg-log-entry = this entry, whole
arg-receipt-entry = the entry: its number in the log, last, or a case, whose last act it is
arg-last = how many of the last
arg-log-all = all of them
arg-checkpoint = the last signed checkpoint
arg-refusals-from = from this day on
arg-refusals-until = up to this day
arg-refusals-code = code or number
arg-refusals-kind = kind of entry
arg-refusals-party = submissions this party was to sign
arg-subject = lot or project number
arg-verify-receipt = the receipt (- for stdin)
arg-verify-id = ledger id as its keeper publishes it, or a file with it (genesis.json will do); not from the receipt
arg-operator = the operator's key: ed25519:… or a PEM file
arg-scenario = the scenario file
arg-keep = keep the ledger in this folder
arg-waits-for = in which this party must act next

# The desk.
arg-todo-by = for this party; for everybody by default
arg-todo-seat = who sits here: handle, review, issue; any by default
arg-plan-relocation-need = indicator=amount the new site needs; repeatable
arg-plan-relocation-from = region or account it leaves; by default its only account
arg-plan-relocation-to = region of the new site
arg-plan-introduction-need = a registered project, and indicator=amount; repeatable
arg-plan-introduction-site = region of the site of a project not registered yet
arg-plan-introduction-source = lots to draw first, such as carbon of a unit; the others follow
arg-plan-introduction-builder = who builds it; need not be enrolled
arg-full = everything, step by step and cap by cap, rather than one screen
arg-find-text = what people say: 0007, WZ-7, part of a name or of a number
arg-case-show-letter = a draft of the letter that this step needs
arg-case-show-out = into this file, which must be new
