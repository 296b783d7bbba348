# Completions, manual pages, pager, and what --quiet leaves out.
cmd-completions = what the shell completes: bash, zsh, fish, elvish, powershell
    .example =
        qledger completions bash > ~/.local/share/bash-completion/completions/qledger
cmd-man = write a manual page for every command
    .example = qledger man ~/.local/share/man/man1
arg-shell = shell: bash, zsh, fish, elvish, powershell
arg-man-folder = folder for the pages; made where it is missing
arg-quiet = results, refusals and warnings only: no notes, no progress, not what is being signed
arg-no-pager = write straight to the terminal (pager: QLEDGER_PAGER, PAGER, or less)
label-man-name = NAME
label-man-synopsis = SYNOPSIS
label-man-description = DESCRIPTION
man-written = { $pages } manual pages written to { $folder }

# A practice ledger with a setting.
arg-setting = set everything up to practise in: zhundong, or a scenario file
init-setting-next = next: qledger party list shows the offices, and docs/en how a firm moves
hint-setting = settings inside the program: zhundong

# Letters recorded by others.
letter-without-file = the letter of { $party } is recorded with its file, whose hash goes on record
hint-letter-file = add --doc-file FILE for each --doc
hint-by-document = { $party } has no key and acts by letter: add --issuer { $party } --doc-file FILE

# Sheets.
form-indicator-unknown = `{ $indicator }` is no indicator of this ledger, which knows { $known }

# The id of a ledger.
not-a-ledger-id = `{ $text }` is neither a ledger id of 64 digits nor a file
no-ledger-id-in-file = { $file } holds no ledger id, or two different ones
hint-ledger-id = give the id that the keeper published, a file that holds it, or the genesis.json of the ledger

# Heads of forms.
term-policy-form-head = form head
label-form = form
label-form-title = title
label-letterhead = letterhead
term-form-review = total-indicator review form
term-form-sources = source statement
term-form-notice = transfer notice
term-form-permits = permits compared
term-form-book = book
term-form-statement = statement of account
term-form-quarter = quarterly report
term-form-parks = report over the parks
cmd-policy-form = adopt the title and letterhead of a form
    .example =
        qledger policy form review --title-zh 建设项目主要污染物总量指标确认书 --title-en "Confirmation of indicators" --scope 652300 --basis 昌州环发〔2026〕1号 --doc 昌州环发〔2026〕1号
arg-policy-form-form = form: review, sources, notice, permits, book, statement, quarter, parks
arg-title-zh = Chinese title
arg-title-en = English title
arg-letterhead-zh = Chinese letterhead
arg-letterhead-en = English letterhead

# Finding.
find-says-nothing = there is nothing to look for
hint-find-say = say part of a name, a code, a number or the number of a document

# What would mislead.
template-ending = { $file } would be neither a workbook nor CSV: end its name in .xlsx or .csv
evidence-letterhead = Evidence of a ledger, to be verified
form-quarter-ahead = the quarter from { $quarter } has not begun yet
