# Evidence
cmd-evidence = put all evidence of a case into a folder, or check a folder
    .example = qledger evidence EVIDENCE --case WZ-1
arg-evidence-dir = a folder that is empty or not there yet; to check, the folder of evidence
arg-evidence-case = case
arg-evidence-check = check a folder, file by file and receipt by receipt; needs no ledger
arg-evidence-id = the ledger id you hold from elsewhere, or a file with it; without it the folder's own word is taken
arg-evidence-operator = the operator's key that you hold from elsewhere, or its file
evidence-written = the evidence of { $case } lies in { $folder }: { $entries } entries, { $files } files. To check it:
evidence-not-empty = { $folder } is not empty; nothing was written
hint-evidence-folder = name a folder that is empty or not there yet
evidence-holds = the evidence holds: { $files } files are as the manifest says, all { $receipts } receipts verify
evidence-id-held = the receipts are of the ledger { $ledger }, as you said
evidence-id-own = the ledger id { $ledger } is the folder's own word; compare it with the one you hold (--id)
evidence-file-missing = the file { $file } is missing
evidence-file-changed = the file { $file } was changed
evidence-file-added = the file { $file } is not in the manifest
evidence-manifest-line = line { $line } of MANIFEST.sha256 is not of its form
evidence-other-ledger = another ledger: expected { $expected }, the folder says { $stated }, its genesis gives { $found }
evidence-not-of-receipt = the file { $file } is not what its receipt says
evidence-unlisted = entries/ has files of none of the { $count } entries listed
hint-evidence = do not rely on this folder; ask for it again, or write it from the ledger yourself
evidence-title = Report on a case
evidence-note = This report is for reading. What proves something are the receipts in entries/; README.en.txt says how to verify them.
evidence-letter-of = by document, letter of { $by }
evidence-timeline = What happened
evidence-signed = signed by (party, seat, person)
evidence-ground = What it rests on
evidence-moved = Figures before and after
evidence-account = account
evidence-before = before
evidence-out = out
evidence-in = in
evidence-after = after
evidence-lots = Lots
evidence-sources = made out of
evidence-made = made with
evidence-reduced = became other lots
evidence-cases = used for
evidence-refused = Submissions refused, on record
evidence-why = why
evidence-what = what
evidence-number = number
evidence-file = file (SHA-256)
evidence-readme =
    Evidence of case { $case }
    Ledger id { $ledger }
    
    1. What is here
    report.en.html       what happened, who signed, what moved, lots, refusals, findings; for reading
    entries/             each entry: receipt, envelope, payload (what was signed), message (the bytes
                         under the signatures), each signature (.1.sig ...) and its key (.1.pem ...)
    entries.json         which entries are the case's own, which were refused, which it rests on
    case.json lots/      the case and its lots, for programs
    documents.json       letters by number, date and SHA-256; compare originals: sha256sum FILE
    genesis.leaf checkpoint.txt operator.pem   leaf 0, the checkpoint, the operator's key
    MANIFEST.sha256      SHA-256 of every other file
    
    2. With this program, offline and without the ledger
    qledger evidence THIS-FOLDER --check --id { $ledger }
    Take the ledger id you hold from elsewhere, not only the one written here. One receipt:
    qledger verify entries/{ $example }.receipt.json --id { $ledger }
    
    3. With sha256sum and OpenSSL alone
    a. no file was changed:   sha256sum -c MANIFEST.sha256
    b. the ledger id:         (printf '\000'; cat genesis.leaf) | sha256sum
       gives the ledger id.
    c. a signature:           openssl pkeyutl -verify -pubin -inkey entries/{ $example }.1.pem -rawin -in entries/{ $example }.message -sigfile entries/{ $example }.1.sig
       and so for .2, .3 and on.
    d. the entry's hash:      sha256sum entries/{ $example }.message
    Signatures say who signed what. That it is in the log, and whose the keys are, the receipts prove (2); that the rules allowed it, only an audit of the whole log shows (qledger audit).
