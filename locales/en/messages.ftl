# Headings of help.
heading-usage = Usage: { $usage }
heading-commands = Commands
heading-arguments = Arguments
heading-options = Options
heading-global = Common options
heading-example = Example
usage-options = { "[" }OPTIONS]

# What is wrong with a command line.
usage-value = { $arg }: { $reason }
usage-value-other = { $arg }: `{ $value }` will not do
usage-value-missing = { $arg } lacks its value
usage-value-not-one-of = { $arg }: `{ $value }` is none of: { $valid }
usage-value-count = { $arg } has the wrong number of values
usage-unknown-argument = there is no argument `{ $arg }`
usage-unknown-command = there is no command `{ $command }`
usage-command-missing = a command is missing; there are: { $valid }
usage-argument-missing = { $arg } is missing
usage-conflict = { $arg } cannot be used with { $prior }
usage-not-utf8 = an argument is not UTF-8 text
usage-other = the command line is wrong: { $reason }

# Lines around everything.
error-line = error: { $what }
hint-line = hint: { $hint }
refusal-line = refused { $code } ({ $number }): { $text }
refusal-cure = { "  " }cure: { $cure }
practice-line = this is a practice ledger
list-empty = (none)
progress-replay = replaying the log

# Files and output.
error-file-read = cannot read { $file }: { $reason }
error-file-write = cannot write { $file }: { $reason }
error-file-exists = { $file } is there already and is not written over
error-output = cannot write the result: { $reason }
error-json = the result cannot be written as JSON: { $reason }
error-damage = the derived state is damaged at { $place }: { $what }

# Hints.
hint-similar = did you mean { $similar }?
hint-help = --help shows what there is, with an example
hint-other-file = choose another file name
hint-other-folder = choose another folder
hint-ledger = name the ledger's folder with --ledger DIR or QLEDGER_LEDGER
hint-init = begin one with init
hint-operator-key = name the operator's key with --operator-key FILE or QLEDGER_OPERATOR_KEY
hint-draft-instead = without it, --draft FILE stops after drafting; the keeper submits
hint-wait = wait longer with --wait (now { $seconds } s)
hint-passphrase = type the passphrase at the terminal, or give it by --passphrase-fd N or QLEDGER_PASSPHRASE, never as an argument
hint-plain = --plain writes the key without encryption, where that is meant
hint-private-half = a signature needs the private half, not the .pub.pem file
hint-public-half = the .pub.pem file is meant here
hint-key-file = key files are written by key new, or by: openssl genpkey -algorithm ed25519
hint-draft-file = drafts are written by draft, or by an act with --draft FILE
hint-receipt = ask whoever keeps the ledger for the receipt again
hint-verify-id = check --id: the keeper of the ledger publishes its id; it is not taken from the receipt. If it is right, this receipt is of another ledger
hint-verify-operator = check --operator with the keeper, or where its key is published; if it is right, do not trust this receipt
hint-doc = name it with --doc NUMBER, and --doc-date DATE, --doc-file FILE where there is more to say
hint-as = say who acts with --as PARTY
hint-steps = the steps of this case: { $steps }
hint-one-of = one of: { $which }
hint-key = name a key by its file, its person, or the first { $digits } digits of its id
hint-person = first: qledger person enrol { $person } --party { $party }
hint-policy-names = the standard policies are: { $names }
hint-policy-file = a policy file is a JSON array of items, like those in samples/policy
hint-template = for an example: qledger draft { $kind } --template
hint-genesis = it has names, origin, keeper, operator and roots, like samples/genesis.json
hint-genesis-draft = where the keys are apart: init --genesis with --draft FILE, sign one after the other, then init --signed FILE
hint-opening = give --account and indicator=amount, or --csv FILE
hint-opening-csv = the first line names the columns: account,indicator,period,amount,since,paid,base_emission,evidence
hint-draft-kept = the draft is kept in { $file }
hint-signed-kept = what was signed is kept in { $file }; afterwards: qledger submit { $file }
hint-go-on-sign = to sign: qledger sign { $file } --key KEY.pem
hint-go-on-submit = once complete: qledger submit { $file }
hint-not-shown-not-signed = what cannot be shown is not signed
hint-openssl = to sign elsewhere: openssl pkeyutl -sign -rawin -inkey KEY.pem -in FILE.bin -out SIG
hint-clock = set the machine's clock right
hint-audit = check the log with audit
hint-restore = restore a sound copy; nothing was changed
hint-behind = this machine has seen a newer ledger: restore the newer copy
hint-accept-older = where it is known that entry { $first } and what followed are lost for good, give --accept-older once to go on with this log; receipts already given will then contradict it

# The service and its store.
ledger-not-named = no ledger is named
operator-key-missing = there is no operator's key: none is named, and { $file } is not there
service-moment-past = the log goes to { $last }; it cannot be viewed at { $asked }
service-no-leaf = there is no entry { $index }; the log has { $size }
service-genesis = the genesis does not verify: { $reason }
service-root-key-missing = root key { $key } stands in the genesis, but nobody signs with it
service-clock-behind = the clock says { $now }, but the last entry was admitted at { $last }
service-clock-simulated = a simulated clock runs practice ledgers only
service-no-operator = nothing can be recorded without the operator's key
service-operator-other = the operator's key does not fit: { $reason }
service-sign = signing failed: { $reason }
service-read-only = the ledger is at rules { $rules }, this build knows { $known }: it can be read only
service-contended = another process keeps changing the log; { $tries } tries were made
service-replay = the log does not replay at entry { $index }: { $reason }
service-checkpoint = the last checkpoint does not hold: { $reason }
service-checkpoint-other = the last checkpoint is over { $stated } entries, the log has { $found }, or their roots differ
service-receipt = no receipt can be put together: { $reason }
service-leaf = it cannot be written as an entry of the log: { $reason }
submission-envelope = it is no envelope: { $reason }
submission-signatures = the signatures do not hold: { $reason }
submission-key-unknown = key { $key } is not enrolled
store-locked = { $folder } is in use by process { $pid }
store-locked-unknown = { $folder } is in use by another process
store-no-ledger = { $folder } holds no ledger
store-exists = { $folder } is there already and is not empty
store-corrupt = { $file } is damaged at byte { $offset }: { $what }
store-newer = { $file } has format { $found }; this build reads up to { $known }
store-behind = the log holds { $log } entries, but this machine acknowledged { $guard }
store-guard-disagrees = the { $size } entries this machine acknowledged are not those of this log: two histories
store-digest = the state after { $size } entries differs from what was recorded: this build judges otherwise than the one that wrote it
store-io = { $file }: { $reason }
store-other = { $folder }: { $reason }
notice-tail-cut = the last group was never acknowledged and not whole: { $bytes } bytes from byte { $offset } of { $file } were cut, a copy lies in { $copy }
notice-tail-kept = the log goes to { $log } entries where the mark says { $head }; the whole last group was kept
notice-head = HEAD was written anew: { $what }
notice-guard = { $file } was made anew: { $what }
notice-guard-overruled = an older log was accepted knowingly: { $log } entries, { $guard } were acknowledged
notice-tiles = hash tiles were computed anew from the log: { $what }
notice-index = the index was rebuilt from the log: there was none
notice-index-aside = the index was rebuilt from the log: { $what }; the old one lies in { $place }
slots-missing = it was missing
slots-empty = it named no checkpoint
slots-first = its first slot was not whole
slots-second = its second slot was not whole
slots-both = neither of its slots was whole

# Keys and passphrases.
ask-passphrase = passphrase of { $file }:
ask-new-passphrase = passphrase for the new key:
ask-again = the same again:
passphrase-missing = the new key needs a passphrase
passphrases-differ = the two passphrases differ
passphrase-fd = no passphrase can be read from file descriptor { $number }: { $reason }
passphrase-fd-empty = it is empty
key-file-long = { $file } has { $bytes } bytes; a key file has at most { $max }
key-file-other = { $file } says { $said } in front but holds { $found }
key-file-locked = { $file } is encrypted; its passphrase is needed
key-file-unreadable = { $file }: { $reason }
key-file-open = warning: others can read { $file }; its mode should be 0600
key-file-public = { $file } is a public half
key-file-not-public = { $file } does not tell its public key
key-not-locked = the key cannot be encrypted: { $reason }
key-written = { $file } and its public half are written
key-new-one-seat = with several seats, --out and --person cannot be given
key-lacks-owner = { $file } does not say whose it is; give { $flag }
key-person-first = { $person } is not enrolled yet
key-amend-lacks = give --until DATE or --no-end
key-not-found = no key fits `{ $key }`
key-several = more than one key fits `{ $key }`
key-of = { $party } { $seat } { $key }

# Beginning a ledger.
init-key-refused = the enrolment of { $file } was refused
init-keys = its keys lie in { $folder } and are used by themselves on a practice ledger
init-next = next: qledger policy adopt indicators --basis … --doc …
genesis-unreadable = { $file } is not a description of a genesis: { $reason }
genesis-key-missing = the root key { $key } of { $person } is not at hand
genesis-other = { $file } holds a { $kind }, not a genesis
genesis-kept = the draft is kept in { $file }; every root key signs it, last the operator's, then: init --signed

# Writing.
would-be-refused = this would be refused today:
draft-needs = to be signed by: { $needed }
draft-kept = the draft is kept in { $file }; to sign: qledger sign { $file } --key KEY.pem; once complete: qledger submit { $file }
ask-submit = sign and submit the { $count } above? [y/N]
ask-sign = sign the { $count } above with { $key }? [y/N]
not-confirmed = not confirmed; nothing was recorded
signer = { $party } { $seat }
signer-new = { $party } { $seat } (the new key)
seats-missing = seats are missing, nothing was submitted; the draft and the signatures so far are kept in { $file }
seat-missing = missing: { $party } { $seat }, who may be { $persons }
seat-missing-nobody = missing: { $party } { $seat }, where nobody has a valid key yet
seat-missing-new = missing: the signature of the new key itself, { $party } { $seat }
dry-run-done = a dry run: nothing was recorded
dry-run-missing = not at hand to sign: { $missing }
effects-things = what is recorded
effects-balances = balances, before and after
effects-totals = use and caps, before and after
answer-admitted = admitted: entry { $index }, { $at }
answer-assigned = { "  " }{ $what }: { $number }
answer-on-record = { "  " }on record: entry { $index }
answer-not-on-record = { "  " }not on record
answer-repeated = admitted before: entry { $index }
answer-refused-before = { "  " }refused before, on record: entry { $index }
answer-invalid = invalid, never on record: { $reason }

# Documents, rows and what is looked up.
doc-missing = this act rests on a document, and none is named
doc-one-only = this act takes one document; `{ $number }` is one more
no-introducer = { $region }, which { $site } answers to, has no government on the ledger
no-such-case = there is no case { $case }
no-such-step = { $case } has no step { $step }
no-such-project = there is no project { $project }
no-such-lot = there is no lot { $lot }
no-such-permit = there is no permit { $permit }
no-such-reduction = there is no reduction { $reduction }
nothing-reduced = { $reduction } has nothing between before and after
lot-in-several = { $lot } lies in more than one account: { $accounts }; name one with --account
region-lacks = { $region } is new: give { $flag }
party-lacks = { $party } is new: give { $flag }
hold-lacks-target = say what the hold stops
hold-on-region = region { $region }
hold-on-indicator = { $indicator } in region { $region }
hold-on-account = account { $account }
hold-on-lot = lot { $lot }
hold-on-case = case { $case }
opening-lacks-rows = there are no opening balances
policy-unreadable = { $file } is not a policy file: { $reason }
resubmit-need-demonstration = a demonstration asks for no quantity; --need does not fit

# Drafts, signatures, submissions.
body-unreadable = { $file } is not the body of a { $kind }: { $reason }
draft-unreadable = { $file } is not a draft: { $reason }
draft-empty = { $file } is empty
draft-several = { $file } holds { $count } entries; a signature is taken out and brought back for one at a time
sign-state = signatures so far: { $there }; to be signed by: { $needed }
sign-exported = the bytes to sign are written to { $file }; to be signed by: { $needed }
sign-not-asked = { $party } { $seat } is not asked to sign; to be signed by: { $needed }
sign-goes-on = signed; { $there } of { $all } signatures are there: { $needed }
sign-complete = signed; all { $all } signatures are there; now: qledger submit { $file }
signature-form = { $file } is no signature: 64 bytes, or their base64 or hex, expected; it has { $found } bytes
submit-arranged = line { $line }: the signatures were put in the order asked for
