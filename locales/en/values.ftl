# What is wrong with a value, and what would be right.
value-form = `{ $text }` is not right here: { $form } expected
value-check-digit = `{ $text }` fails its check digit: the 18th character would be { $expected }; are two characters swapped?
value-not-decimal = `{ $text }` is not a decimal number: digits and at most one point, such as 160 or 54.12
value-amount-long = `{ $text }` has too many digits: at most 14 before and 4 after the point
value-amount-spelling = `{ $text }` must be written { $right }
value-not-positive = `{ $text }` is not above zero
value-negative = `{ $text }` is below zero
value-day = `{ $text }` is not a date: write it as 2027-10-01
value-moment = `{ $text }` is not a moment: write it as 2027-10-01T09:30:00.000+08:00
value-period = `{ $text }` is not a period: standing, a year such as 2027, or a plan such as 2026-2030
value-label-blank = `{ $text }` is empty, or begins or ends with a space
value-label-long = `{ $text }` has more than 120 characters
value-label-hidden = `{ $text }` holds the character { $code }, which cannot be seen
value-quantity = `{ $text }` must be indicator=amount, such as SO2=160.000
value-cap = `{ $text }` must be indicator=amount, such as SO2=5000, or SO2=none to take it away
value-year = `{ $text }` is not a year: four digits, such as 2027
value-entry = `{ $text }` is no entry: give its number in the log, such as 58 (see log)
value-count = `{ $text }` is not a count: a whole number, such as 20
value-word = `{ $text }` is none of: { $known }

# What identifiers look like.
form-region = a region id of at most 32 capitals, digits and hyphens, such as 650109 or ZD-WZ
form-party = a party id of capitals, digits and hyphens, such as 650100-EEB; a firm's is its credit code
form-person = a pseudonym of capitals, digits and hyphens, such as P-0017, never a name
form-indicator = an indicator code of capitals and digits, such as SO2
form-industry = four digits of GB/T 4754-2017, such as 2523
form-case = a case number, such as ZD-WZ-2027-0007
form-lot = a lot number, such as 650109-2027-L0003
form-project = a project number, such as ZD-BZ-2027-P0001
form-reduction = a reduction number, such as XPCC-06-2027-R0001
form-hold = a hold number, such as 650000-2027-H0001
form-permit = a permit number without spaces, such as 91650109MA77AB0192001P
form-facility = a facility or outlet code without spaces, such as DA001
form-step = a step id of small letters and underscores, such as origin_closure
form-procedure = a procedure id of small letters, digits and underscores, such as relocation
form-account = an account as region/holder, such as 650109/91650109MA77AB0192 or 650100/RESERVE
form-credit-code = a credit code of 18 digits and capitals without I, O, S, V, Z
form-ledger = a ledger id of 64 lower-case hexadecimal digits, as its keeper publishes it
form-entry = an entry id: a lower-case UUID of version 7
form-other = { $what }

# Tables that are read.
table-empty = there are no rows
table-column-unknown = there is no column called `{ $column }`; those there are: { $known }
table-column-twice = the column `{ $column }` stands twice
table-column-missing = the column `{ $column }` is missing
