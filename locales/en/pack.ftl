# Two offices without a line between them.
cmd-pack = carry acts and the log between offices without a server
    .example = qledger --ledger copy pack list
cmd-pack-out = write what waits in the outbox, or the log, into one file
    .example =
        qledger --ledger copy pack out /media/stick/wz.pack --keys wz.keys
        qledger --ledger zd pack out /media/stick/log.pack --since wz.pack
cmd-pack-in = take a pack: the keeper admits its acts, a copy goes forward
    .example = qledger --ledger zd pack in /media/stick/wz.pack
cmd-pack-show = show what a pack holds, from its bytes alone
    .example = qledger pack show /media/stick/wz.pack
cmd-pack-list = what waits in the outbox, and how it stands
    .example = qledger --ledger copy pack list
cmd-pack-sign = sign what waits for this office, shown first
    .example = qledger --ledger copy pack sign --keys wz.keys
cmd-pack-add = lay drafts or signed entries of a file into the outbox
    .example = qledger --ledger copy pack add cap.draft
cmd-pack-redo = draft and sign anew what no longer fits, with today's figures
    .example = qledger --ledger copy pack redo 3 --keys wz.keys
cmd-pack-drop = take something out of the outbox for good
    .example = qledger --ledger copy pack drop 3
cmd-update = begin a copy of a ledger with a pack, or bring it forward
    .example =
        qledger --ledger copy update /media/stick/log.pack --trust 5f0c…
        qledger --ledger copy update /media/stick/wz.reply.pack

arg-pack-out-file = the pack to write
arg-pack-in-file = the pack
arg-pack-show-file = the pack
arg-pack-add-file = drafts or signed entries, a line each (- for stdin)
arg-update-file = the pack
arg-pack-out-since = from where the other office stands, by a pack of its
arg-whole = the log from its first entry on
arg-reply = the answer's file; beside the pack by default
arg-trust = the ledger id that the keeper told you, or a file with it, for a new copy
arg-pack-redo-number = numbers of the outbox; all that no longer fit by default
arg-pack-drop-number = numbers of the outbox

label-act = act
label-about = about
label-signatures = signatures
label-ledger-id = ledger
label-leaves-carried = of the log
label-acts-carried = acts

progress-pack = reading the pack
ask-lay = sign the { $count } above and lay them into the outbox? [y/N]
ask-sign-waiting = sign the { $count } above? [y/N]
ask-trust = is { $ledger } the ledger id that the keeper told you? [y/N]

copy-cannot-record = this folder is a copy: entries are admitted by the keeper, { $keeper }
copy-trust = nothing is here yet; the pack is of ledger { $ledger }: whether it is yours, only its id can tell
copy-other = this is a copy of ledger { $ours }, not of { $trusted }
copy-whole = on a copy these are laid one by one: the keeper may admit some and refuse others
hint-copy = lay acts into the outbox and carry them: qledger pack out FILE
hint-trust = ask the keeper for the id (it stands in genesis and in every receipt) and give it: --trust ID; or --yes to go without
update-keeper = { $folder } is no copy: here the ledger itself is kept, by { $keeper }
hint-pack-in = the keeper takes a pack with: qledger pack in FILE

outbox-damaged = { $file } in the outbox cannot be read: { $reason }
outbox-laid = { $count } laid into the outbox; carry them to the keeper with: qledger pack out FILE
outbox-empty = nothing waits
outbox-waits = { $count } still wait in the outbox: qledger pack list
outbox-no-number = nothing in the outbox has number { $number }; there are: { $known }
outbox-refused = number { $number } was refused on record:
outbox-would-be-refused = number { $number } no longer fits, or not yet; today it would be refused:

stands-admitted = admitted, entry { $index }
stands-refused = refused, on record as entry { $index }
stands-no-longer = would be refused: { $code }
stands-ready = signed by all
stands-incomplete = signatures are missing
stands-missing = still to sign: { $needed }

told-admitted = the keeper: { $id } admitted, entry { $index }
told-refused = the keeper: { $id } refused, on record as entry { $index }
told-refused-unrecorded = the keeper: { $id } refused, not on record
told-invalid = the keeper: { $id } not taken, a signature does not hold

pack-none = { $file } is no pack
pack-newer = { $file } is a pack of format { $found }; this build reads { $known }
pack-cut = { $file } is cut off after line { $line }: the copying broke off
pack-line = { $file }: line { $line } is not what stands there in a pack
pack-checksum = { $file } was altered or spoilt on the way: its checksum does not fit
pack-behind = { $file }: something stands behind the end
pack-changed = { $file } changed while it was read
pack-note = { $file }: a checkpoint in it was not signed by this ledger's keeper
pack-leaves = { $file }: the entries in it are not those of the checkpoint over { $size }
pack-act-unreadable = { $file }: an act in it spells no entry: { $reason }
pack-other-ledger = { $file } is of ledger { $theirs }, not of { $ours }
pack-gap = { $file } begins at entry { $from }, this copy ends before { $size }: what lies between is missing
pack-ahead = { $file } knows { $theirs } entries signed by this keeper, the log here has { $ours }
pack-fork = { $file }: the keeper signed two different logs of { $size } entries; root here { $ours }, there { $theirs }
pack-no-log = { $file } does not hold the log from its first entry on, which a new copy needs
pack-in-reply-copy = a copy writes no reply
pack-out-empty = nothing waits in the outbox; the pack tells the keeper only where this copy stands
pack-leaves-from = entries { $first } to { $last }
pack-acts = { $all }, signed by all: { $ready }
pack-sign-nothing = nothing waits that the keys at hand could sign
pack-passed-on = { $count } lack signatures; they wait in the outbox and go with the reply
pack-reply = reply in { $file }, with { $leaves } new entries
pack-of = pack of ledger { $ledger }
pack-holds-leaves = of the log: entries { $first } to { $last }
pack-holds = acts: { $acts }; answers: { $told }
pack-says-not = Shown from the bytes; signatures of acts and the rules are checked when it is taken.

hint-pack-again = nothing was taken; copy the file once more, or ask for another
hint-pack-gap = let the keeper know where you stand (qledger pack out FILE) and ask for the reply
hint-pack-whole = ask the keeper for one: qledger pack out FILE --whole
hint-pack-ahead = an older backup was put back here; see STORE.md before going on
hint-fork = trust neither until it is cleared up with the keeper and the witnesses
hint-fork-kept = both checkpoints are kept in { $file }
hint-key-unknown = bring this copy forward first; the key may have been enrolled since
hint-redo = with today's figures, without typing: qledger pack redo

update-begun = copy of ledger { $ledger }, kept by { $keeper }: { $size } entries, each judged anew
update-same = nothing new: { $size } entries
update-forward = brought forward from { $before } to { $size } entries, each judged anew
update-admitted = number { $number }: { $state }; out of the outbox
update-taken = { $count } taken into the outbox

redo-nothing = everything in the outbox still fits
redo-one = number { $number }, drafted anew:
redo-still = number { $number } would be refused also with today's figures; it stays as it is
