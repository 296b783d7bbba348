# Commands.
cmd-template = write an empty sheet (xlsx or csv) with its explanations
    .example =
        qledger template opening
        qledger template plan -o plan.xlsx
cmd-opening-import = record opening balances from a sheet, all or none
    .example =
        qledger template opening
        qledger opening import opening.xlsx --keys keys
cmd-reduction-import = record completed reductions from a sheet, all or none
    .example =
        qledger template reduction
        qledger reduction import reduction.xlsx --keys keys
cmd-quota-import = issue quota by a distribution plan, all of it or nothing
    .example =
        qledger template plan
        qledger quota import plan.xlsx --keys keys
arg-template-kind = which sheet: opening, reduction, plan (quota distributed to accounts), relocation, introduction
arg-template-out = file to write, .xlsx or .csv; named after the kind unless given
arg-form = sheet that was filled in: .xlsx or .csv
arg-opening-import-region = region whose authority vouches, instead of the sheet's
arg-opening-import-cut-over = day the ledger takes over, instead of the sheet's
arg-submit-whole = record all of them or none, 256 at most

# What became of a form.
form-written = { $file } written
form-mistakes = { $file }: { $count } to be put right; nothing was recorded
hint-form-again = put them right and hand in the same sheet again
form-entries-max = { $given } entries, and { $limit } can be recorded together: divide the sheet
hint-whole = submit it by qledger submit --whole: all of it is recorded, or nothing
whole-line = line { $line }:
whole-not-recorded = so nothing was recorded
error-sheet = the sheet cannot be written: { $reason }
case-open-lacks = --form FILE is missing, or one of relocation, introduction, demonstration

# Where a mistake is, and what is wrong.
mistake-line = { $place }: { $reason }
mistake-right = { "  " }right: { $right }
mistake-sheet = sheet “{ $sheet }”
mistake-row = row { $row }
mistake-column = column { $column }
mistake-column-head = column { $column } ({ $head })
mistake-head = { $head }
mistake-file = the whole sheet
cell-missing = not filled in
cell-formula = `{ $found }` comes from a formula: copy it and paste it as a value
cell-merged = `{ $found }` stands in merged cells: undo the merge and fill in every row
cell-error = `{ $found }` is the error of a formula
cell-date = `{ $found }` is a date
cell-rounded = the cell shows fewer digits than the { $found } it holds: change its format or the number, so that what is seen is what is said; codes are to be formatted as text
cell-otherwise = { $found } is shown as a percentage, a currency or the like: give it a plain number format
field-twice = `{ $found }` is not the `{ $before }` that stands further up
table-no-heading = there is no heading: one row must name { $heads }
table-column-hidden = the column is hidden: show it
table-row-hidden = the row is hidden or filtered out: show it, or delete it
table-row-twice = it is the same as row { $row } in everything
table-cell-headless = `{ $found }` stands in a column without a head
form-indicator-twice = { $indicator } stands twice: one row for each indicator

# Files that cannot be read as sheets.
fault-empty = the file is empty
fault-large = the file is larger than { $limit }
fault-unpacks = it unpacks to more than { $limit }
fault-rows = something stands below row { $limit } of “{ $sheet }”
fault-columns = something stands to the right of column { $limit } of “{ $sheet }”
fault-merged = “{ $sheet }” has more than { $limit } merged ranges
fault-sheets = it has more than { $limit } sheets
fault-password = it is protected by a password: save it without one
fault-old = it is an old .xls file: save it as .xlsx
fault-not-xlsx = it is no .xlsx workbook: save it as .xlsx or CSV
fault-not-text = it is neither a workbook nor text
fault-quote = the quotation mark that begins in row { $row } is never closed
fault-damaged = the workbook is damaged ({ $detail })

# The pages of a form.
template-note = what has a * must be filled in; the page “Explanations” says what goes where
template-whole = every row is checked; if one is wrong nothing is recorded, and all mistakes are told at once; columns “no.” and “remark” may be added and are not recorded
label-form-explanations = Explanations
label-form-part = field
label-form-needed = needed
label-form-right = right
label-form-sheet = sheet
label-form-row = row
label-form-column = column
label-form-number = no.
label-form-remark = remark
label-form-found = found
label-form-reason = what is wrong
term-form-free = free
term-form-paid = paid
term-hand-in-opening = when filled in: qledger opening import THIS-FILE
term-hand-in-reduction = when filled in: qledger reduction import THIS-FILE
term-hand-in-plan = when filled in: qledger quota import THIS-FILE
term-hand-in-case = when filled in: qledger case open --form THIS-FILE

# Titles.
label-form-opening = Opening balances
label-form-reduction = Completed reductions
label-form-plan = Distribution plan
label-form-relocation = Relocation application
label-form-introduction = Introduction application

# Heads, as the sheets have them.
label-form-doc = document number
label-form-doc-date = document date
label-form-doc-file = file name
label-form-region = vouching region
label-form-cut-over = cut-over date
label-form-account = account
label-form-indicator = indicator
label-form-period = period
label-form-amount = amount
label-form-since = since
label-form-paid = paid
label-form-base-emission = base-year emission
label-form-evidence = evidence
label-form-permit = permit number
label-form-facility = facility or outlet
label-form-name = name of the reduction
label-form-measure = measure
label-form-before = before
label-form-after = after
label-form-completed-on = completed on
label-form-firm = firm that moves
label-form-origin = origin
label-form-site = site
label-form-project = project number
label-form-supplier = supplier
label-form-need = need

# What would be right in them.
term-right-doc = the number of the document it rests on, such as 乌环发〔2027〕5号; --doc on the command line will do
term-right-day-today = a date such as 2027-03-01; today where empty
term-right-file = the name of a file that lies beside this sheet; none where empty
term-right-region-vouching = the region whose authority vouches for the rows, such as 650109; the accounts lie in it
term-right-account = an account as region/holder, such as 650109/91650109MA77AB0192; a reserve is 650100/RESERVE
term-right-account-of-permit = an account; the permit holder's where empty
term-right-indicator = an indicator's code or name, such as SO2 or sulphur dioxide
term-right-period = standing, a year such as 2027, or a plan such as 2026-2030; standing where empty
term-right-amount = an amount above zero such as 198.35, in the indicator's unit and with no more decimals than it has
term-right-since = the day the right begins, such as 2016-07-01; today where empty
term-right-paid = yes (paid) or no (free); free where empty
term-right-base-emission = the verified base-year emission, zero or more, such as 150.2; empty where not known
term-right-permit = the number of the unit's permit, such as 91650109MA77AB0192001P
term-right-facility = the code of the facility or outlet, without spaces, such as DA001
term-right-name = what the reduction is called, such as boiler 2, ultra-low emission
term-right-measure = one of closure, change of feed or fuel, change of process, end treatment
term-right-before = the base-year emission before, zero or more, such as 300
term-right-after = the emission after, zero or more, such as 31.6
term-right-completed-on = the day the reduction was completed, such as 2026-12-01
term-right-firm = the firm's credit code, such as 91650109MA77AB0192
term-right-origin = the region it leaves, such as 650109, or its account there
term-right-site = the region it moves to, such as ZD-WZ
term-right-project-if = the number of the project at the new site, such as ZD-WZ-2027-P0001; empty where none is registered
term-right-project = the number of the registered project, such as ZD-BZ-2027-P0001
term-right-supplier = the party id of the introducing party, such as XPCC-GOV; the park's own where empty
term-right-need = what the new site needs, above zero, such as 160; of a yearly indicator, a full year's
