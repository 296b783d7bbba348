# Reversals, corrections, shortfalls, completions; invalidation and plan periods.

cmd-correction = reverse, correct, complete, and make shortfalls good
    .example = qledger correction post --case ZD-WZ-2027-0001 PM=72.000 --doc 新环函〔2027〕130号 --keys keys
cmd-correction-reverse = reverse a posting (the whole, once, in its window)
    .example = qledger correction reverse --lot 650100-2027-L0003 --doc 乌环函〔2027〕40号 --keys keys
cmd-correction-post = correct a posting: say what is right; the rest follows
    .example =
        qledger correction post --case ZD-WZ-2027-0001 PM=72.000 --doc 新环函〔2027〕130号 --keys keys
        qledger correction post --lot 650100-2027-L0003 NOX=40.000 --doc 乌环函〔2027〕41号 --keys keys
cmd-correction-cure = make a shortfall good out of the region's reserve
    .example = qledger correction cure 650100-2027-S0001 --doc 乌环函〔2027〕45号 --keys keys
cmd-correction-complete = complete a datum; the old value stays visible
    .example =
        qledger correction complete --project ZD-BZ-2027-P0001 --name 煤制烯烃项目 --doc 准东兵管〔2027〕8号 --keys keys
        qledger correction complete --entry 27 --recorded 乌环函〔2027〕4号 --number 乌环函〔2027〕40号 --doc 乌环函〔2027〕46号 --keys keys
cmd-correction-shortfalls = list shortfalls
    .example = qledger correction shortfalls --all
cmd-quota-invalidate = declare quota void; the caps fall with it
    .example = qledger quota invalidate 650100-2027-L0001 5 --doc 乌环发〔2027〕7号 --keys keys

arg-correction-reverse-case = reverse what this case posted
arg-correction-reverse-lot = reverse the entry that recorded this lot
arg-entry = an entry by its place in the log
arg-correction-post-case = correct what this case posted
arg-correction-post-lot = correct the entry that recorded this lot
arg-right = what is right, may be 0
arg-shortfall = number of the shortfall
arg-correction-complete-project = a datum of this project
arg-correction-complete-case = a document's number of what this case posted
arg-correction-complete-lot = a datum of this lot
arg-correction-complete-name = the project's right name
arg-correction-complete-code = the project's right code
arg-correction-complete-evidence = the evidence; its hash is taken
arg-correction-complete-recorded = the document's number as recorded
arg-correction-complete-number = the document's right number
arg-correction-shortfalls-all = those made good too
arg-quota-invalidate-account = the account; who holds the lot by default

correction-lacks-posting = say which posting: --case, --lot or --entry
correction-lacks-datum = say what to complete: --project with --name or --code, --lot with --evidence, or a posting with --recorded and --number
correction-several-lots = entry { $entry } posted several lots of { $indicator }: { $lots }; say which with --lot

label-posting = of
label-right = what is right
label-owed = owed from now on
label-owed-to = owed to
label-owed-at-first = shortfall
label-owed-still = still owed
label-due = due
label-cured = made good by
label-shortfall = shortfall
label-right-name = right name
label-right-code = right code
label-right-evidence = SHA-256 of the evidence
label-recorded-number = number as recorded
label-right-number = right number
label-reversal-days = window for reversals, working days
label-shortfall-days = time to make a shortfall good, working days
label-plan-period = plan period
label-lots-listed = lots that go on
term-posting-case = what a case posted
term-posting-lot = what recorded a lot
term-posting-entry = entry
term-place-invalidated = invalidated
term-place-reversed = reversed
term-kind-quota-invalidate = invalidation
term-kind-entry-reverse = reversal
term-kind-entry-correct = correction
term-kind-shortfall-cure = shortfall made good
term-kind-data-complete = completion of a datum
place-invalidated = invalidated
place-reversed = reversed
label-paper-returned = came back
label-paper-invalidated = invalidated
label-paper-reversed = reversed
paper-invalidated = invalidated
todo-shortfall = make the shortfall good
case-corrected = what it posted was corrected by entry { $entry }
