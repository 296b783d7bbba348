# Persons and seats.
cmd-person-list = who sits where, until when, and how it ended
    .example = qledger person list --party 650100-EEB --all
arg-person-list-all = also who may sign no more

key-revoked-why = revoked on { $day }: { $why }
key-revoked-since = revoked on { $day }: { $why }; not trusted since { $since }
