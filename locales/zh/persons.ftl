# Persons and seats.
cmd-person-list = 岗位上是谁、到何时、如何离任
    .example = qledger person list --party 650100-EEB --all
arg-person-list-all = 连同已不能签署的人员

key-revoked-why = { $day } 撤销：{ $why }
key-revoked-since = { $day } 撤销：{ $why }；自 { $since } 起不予采信
