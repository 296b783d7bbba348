# 两个单位之间没有网络。
cmd-pack = 不联网，用文件在单位之间传递办件与台账
    .example = qledger --ledger copy pack list
cmd-pack-out = 把发件箱中的事项（或台账日志）写成一个传递包
    .example =
        qledger --ledger copy pack out /media/stick/wz.pack --keys wz.keys
        qledger --ledger zd pack out /media/stick/log.pack --since wz.pack
cmd-pack-in = 收入传递包：记账单位入账，副本跟进
    .example = qledger --ledger zd pack in /media/stick/wz.pack
cmd-pack-show = 显示传递包的内容（仅凭文件本身）
    .example = qledger pack show /media/stick/wz.pack
cmd-pack-list = 发件箱中的事项及其状态
    .example = qledger --ledger copy pack list
cmd-pack-sign = 签署等待本单位签署的事项，先显示后签署
    .example = qledger --ledger copy pack sign --keys wz.keys
cmd-pack-add = 把文件中的草稿或已签记录放入发件箱
    .example = qledger --ledger copy pack add cap.draft
cmd-pack-redo = 不再适用的事项按今日数据重新起草并签署
    .example = qledger --ledger copy pack redo 3 --keys wz.keys
cmd-pack-drop = 从发件箱中撤出事项，不再发送
    .example = qledger --ledger copy pack drop 3
cmd-update = 用传递包建立台账副本，或让副本跟进
    .example =
        qledger --ledger copy update /media/stick/log.pack --trust 5f0c…
        qledger --ledger copy update /media/stick/wz.reply.pack

arg-pack-out-file = 要写入的传递包
arg-pack-in-file = 传递包
arg-pack-show-file = 传递包
arg-pack-add-file = 草稿或已签记录，一行一件（- 为标准输入）
arg-update-file = 传递包
arg-pack-out-since = 对方所处位置，由对方的传递包得知
arg-whole = 台账日志自第一条起全部写入
arg-reply = 答复文件，默认与来包放在一起
arg-trust = 记账单位告知的台账编号，或载有编号的文件（建立新副本时）
arg-pack-redo-number = 发件箱编号，默认全部不再适用者
arg-pack-drop-number = 发件箱编号

label-act = 事项
label-about = 涉及
label-signatures = 签名
label-ledger-id = 台账
label-leaves-carried = 日志
label-acts-carried = 事项

progress-pack = 读取传递包
ask-lay = 以上 { $count } 件，签署并放入发件箱？[y/N]
ask-sign-waiting = 以上 { $count } 件，签署？[y/N]
ask-trust = 记账单位告知您的台账编号是 { $ledger } 吗？[y/N]

copy-cannot-record = 此目录是副本，不能在此入账；入账由记账单位 { $keeper } 办理
copy-trust = 此处尚无台账；传递包属于台账 { $ledger }，是否就是您要的台账，只能凭编号判断
copy-other = 此处是台账 { $ours } 的副本，不是 { $trusted } 的
copy-whole = 在副本上各件分别放入发件箱，记账单位可能入账其中几件、驳回另几件
hint-copy = 事项放入发件箱后带给记账单位：qledger pack out 文件
hint-trust = 请向记账单位询问编号（见创世记录及每份入账凭证），以 --trust 编号 给出；或以 --yes 不核对
update-keeper = { $folder } 不是副本，台账就在此处，由 { $keeper } 记账
hint-pack-in = 记账单位收入传递包：qledger pack in 文件

outbox-damaged = 发件箱中的 { $file } 无法读取：{ $reason }
outbox-laid = 已放入发件箱 { $count } 件；写成传递包带给记账单位：qledger pack out 文件
outbox-empty = 没有等待的事项
outbox-waits = 发件箱中仍有 { $count } 件等待：qledger pack list
outbox-no-number = 发件箱中没有 { $number } 号；现有：{ $known }
outbox-refused = { $number } 号已被驳回并记录在案：
outbox-would-be-refused = { $number } 号已不再适用或尚未适用，今日将被驳回：

stands-admitted = 已入账，第 { $index } 条
stands-refused = 已驳回，第 { $index } 条在案
stands-no-longer = 将被驳回：{ $code }
stands-ready = 已签齐
stands-incomplete = 签名不全
stands-missing = 待签：{ $needed }

told-admitted = 记账单位答复：{ $id } 已入账，第 { $index } 条
told-refused = 记账单位答复：{ $id } 已驳回，第 { $index } 条在案
told-refused-unrecorded = 记账单位答复：{ $id } 已驳回，未在案
told-invalid = 记账单位答复：{ $id } 未收，签名不成立

pack-none = { $file } 不是传递包
pack-newer = { $file } 是第 { $found } 版格式的传递包，本程序只读第 { $known } 版
pack-cut = { $file } 在第 { $line } 行之后中断，复制未完成
pack-line = { $file }：第 { $line } 行不符合传递包格式
pack-checksum = { $file } 途中被改动或损坏：校验值不符
pack-behind = { $file }：结尾之后还有内容
pack-changed = { $file } 在读取期间发生了变化
pack-note = { $file }：其中的存证点不是由本台账的记账单位签署
pack-leaves = { $file }：其中的记录与 { $size } 条的存证点不符
pack-act-unreadable = { $file }：其中有一件不是可读的记录：{ $reason }
pack-other-ledger = { $file } 属于台账 { $theirs }，不属于 { $ours }
pack-gap = { $file } 自第 { $from } 条起，此副本只有 { $size } 条，中间缺失
pack-ahead = { $file } 含有本记账单位签署的 { $theirs } 条，而此处日志只有 { $ours } 条
pack-fork = { $file }：记账单位对 { $size } 条签署了两份不同的日志；此处根值 { $ours }，对方根值 { $theirs }
pack-no-log = { $file } 不含自第一条起的日志，新副本需要它
pack-in-reply-copy = 副本不写答复
pack-out-empty = 发件箱为空；此包只告知记账单位本副本所处的位置
pack-leaves-from = 第 { $first } 至 { $last } 条
pack-acts = { $all } 件，其中已签齐 { $ready } 件
pack-sign-nothing = 没有现有密钥可签署的等待事项
pack-passed-on = { $count } 件签名不全，留在发件箱，随答复一并带出
pack-reply = 答复已写入 { $file }，含新增记录 { $leaves } 条
pack-of = 台账 { $ledger } 的传递包
pack-holds-leaves = 日志：第 { $first } 至 { $last } 条
pack-holds = 事项 { $acts } 件，答复 { $told } 件
pack-says-not = 以上仅凭文件显示；事项的签名与规则在收入时核对。

hint-pack-again = 未收入任何内容；请重新复制文件，或另要一份
hint-pack-gap = 请告知记账单位本副本的位置（qledger pack out 文件），并索取答复
hint-pack-whole = 请记账单位提供：qledger pack out 文件 --whole
hint-pack-ahead = 此处放回了较旧的备份；继续之前请看 STORE.md
hint-fork = 与记账单位和见证单位查清之前，两份都不要采信
hint-fork-kept = 两个存证点已保存在 { $file }
hint-key-unknown = 请先让副本跟进，该密钥可能是之后登记的
hint-redo = 按今日数据重办，无须重新录入：qledger pack redo

update-begun = 台账 { $ledger } 的副本，记账单位 { $keeper }：{ $size } 条，逐条重新判定
update-same = 没有新内容：{ $size } 条
update-forward = 由 { $before } 条跟进到 { $size } 条，逐条重新判定
update-admitted = { $number } 号：{ $state }；已移出发件箱
update-taken = 收入发件箱 { $count } 件

redo-nothing = 发件箱中的事项都仍适用
redo-one = { $number } 号，重新起草：
redo-still = { $number } 号按今日数据仍将被驳回，保留原样
