# Headings of help.
heading-usage = 用法：{ $usage }
heading-commands = 命令
heading-arguments = 参数
heading-options = 选项
heading-global = 通用选项
heading-example = 示例
usage-options = { "[" }选项]

# What is wrong with a command line.
usage-value = { $arg }：{ $reason }
usage-value-other = { $arg }：“{ $value }” 不可用
usage-value-missing = { $arg } 后面缺少值
usage-value-not-one-of = { $arg }：“{ $value }” 不在可用值之列：{ $valid }
usage-value-count = { $arg } 的值个数不对
usage-unknown-argument = 没有 “{ $arg }” 这个参数
usage-unknown-command = 没有 “{ $command }” 这个命令
usage-command-missing = 缺少命令，可用：{ $valid }
usage-argument-missing = 缺少 { $arg }
usage-conflict = { $arg } 不能与 { $prior } 同用
usage-not-utf8 = 参数不是 UTF-8 文本
usage-other = 命令行不对：{ $reason }

# Lines around everything.
error-line = 错误：{ $what }
hint-line = 提示：{ $hint }
refusal-line = 驳回 { $code }（{ $number }）：{ $text }
refusal-cure = { "　" }补救：{ $cure }
practice-line = 这是演练台账
list-empty = （没有）
progress-replay = 重放日志

# Files and output.
error-file-read = 无法读取 { $file }：{ $reason }
error-file-write = 无法写入 { $file }：{ $reason }
error-file-exists = { $file } 已存在，不覆盖
error-output = 无法输出：{ $reason }
error-json = 结果无法写成 JSON（{ $reason }）
error-damage = 派生状态在 { $place } 损坏（{ $what }）

# Hints.
hint-similar = 是否想写 { $similar }？
hint-help = 加 --help 可看说明与示例
hint-other-file = 换一个文件名
hint-other-folder = 换一个目录
hint-ledger = 用 --ledger DIR 或环境变量 QLEDGER_LEDGER 指明台账目录
hint-init = 用 init 建立台账
hint-operator-key = 记账密钥用 --operator-key FILE 或环境变量 QLEDGER_OPERATOR_KEY 指明
hint-draft-instead = 没有记账密钥也可加 --draft FILE 只起草，由记账单位提交
hint-wait = 可加 --wait 多等（现为 { $seconds } 秒）
hint-passphrase = 口令可在终端输入，或用 --passphrase-fd N、环境变量 QLEDGER_PASSPHRASE 给出，不作参数
hint-plain = 确不需加密时用 --plain
hint-private-half = 签名要用私钥文件，不是 .pub.pem
hint-public-half = 此处要用 .pub.pem 公钥文件
hint-key-file = 密钥文件由 key new 写出，或：openssl genpkey -algorithm ed25519
hint-draft-file = 草稿由 draft 命令写出，或由办理命令加 --draft FILE 写出
hint-receipt = 请向持有台账的一方重新索要凭证
hint-verify-id = 核对 --id：台账编号由记账单位公布，不取自凭证本身；若编号无误，这是另一台账的凭证
hint-verify-operator = 核对 --operator：请向记账单位或公布其密钥之处另行确认；若密钥无误，这份凭证不可信
hint-doc = 用 --doc 文号 指明，可加 --doc-date 日期、--doc-file 文件
hint-as = 用 --as PARTY 指明由谁办理
hint-steps = 该办件的步骤：{ $steps }
hint-one-of = 其一：{ $which }
hint-key = 可写密钥文件、人员代号，或密钥编号的前 { $digits } 位
hint-person = 先执行：qledger person enrol { $person } --party { $party }
hint-policy-names = 标准规则有：{ $names }
hint-policy-file = 规则文件是 JSON 数组，如 samples/policy 中的文件
hint-template = 示例：qledger draft { $kind } --template
hint-genesis = 创世说明含 names、origin、keeper、operator、roots，见 samples/genesis.json
hint-genesis-draft = 密钥不在一处时：init --genesis 加 --draft FILE，逐一 sign，再 init --signed FILE
hint-opening = 给出 --account 与 指标=数量，或 --csv FILE
hint-opening-csv = 首行为列名：账户,指标,期间,数量,取得日期,有偿,基准年排放,证明文件
hint-draft-kept = 草稿已存于 { $file }
hint-signed-kept = 已签署的内容存于 { $file }，排除故障后执行：qledger submit { $file }
hint-go-on-sign = 签署：qledger sign { $file } --key KEY.pem
hint-go-on-submit = 签齐后提交：qledger submit { $file }
hint-not-shown-not-signed = 无法显示的内容不予签署
hint-openssl = 在他处签名：openssl pkeyutl -sign -rawin -inkey KEY.pem -in FILE.bin -out SIG
hint-clock = 校正本机时钟
hint-audit = 用 audit 核查日志
hint-restore = 未作任何改动；请用完好的副本恢复
hint-behind = 本机见过更新的台账：请用较新的副本恢复
hint-accept-older = 确知第 { $first } 条起已永久丢失时，加 --accept-older 执行一次，以此日志继续；已发出的凭证此后与日志不符

# The service and its store.
ledger-not-named = 没有指明台账
operator-key-missing = 没有记账密钥：未指明，{ $file } 也不存在
service-moment-past = 日志已到 { $last }，不能按 { $asked } 查看
service-no-leaf = 没有第 { $index } 条；日志共 { $size } 条
service-genesis = 创世记录未通过核验：{ $reason }
service-root-key-missing = 创世记录中的根密钥 { $key } 没有签署
service-clock-behind = 本机时钟为 { $now }，早于最后一条的时间 { $last }
service-clock-simulated = 模拟时钟只能用于演练台账
service-no-operator = 没有记账密钥，不能入账
service-operator-other = 记账密钥不符（{ $reason }）
service-sign = 签名失败：{ $reason }
service-read-only = 台账规则编号为 { $rules }，本程序认识到 { $known }：只能查看
service-contended = 日志不断被另一进程改动，已试 { $tries } 次
service-replay = 日志在第 { $index } 条无法重放：{ $reason }
service-checkpoint = 最后一个存证点不成立（{ $reason }）
service-checkpoint-other = 最后一个存证点记 { $stated } 条，日志为 { $found } 条，或根不相符
service-receipt = 无法出具入账凭证（{ $reason }）
service-leaf = 无法写成一条：{ $reason }
submission-envelope = 不是信封：{ $reason }
submission-signatures = 签名不成立：{ $reason }
submission-key-unknown = 密钥 { $key } 未登记
store-locked = { $folder } 正由进程 { $pid } 使用
store-locked-unknown = { $folder } 正由另一进程使用
store-no-ledger = { $folder } 中没有台账
store-exists = { $folder } 已存在且非空
store-corrupt = { $file } 在第 { $offset } 字节处损坏（{ $what }）
store-newer = { $file } 的格式为 { $found }，本程序认识到 { $known }
store-behind = 日志有 { $log } 条，但本机已确认过 { $guard } 条
store-guard-disagrees = 本机确认过的前 { $size } 条与此日志不同：两段历史
store-digest = 第 { $size } 条后的状态摘要与记录不符：此程序与写入时的程序判断不同
store-io = { $file }：{ $reason }
store-other = { $folder } 的存储出错（{ $reason }）
notice-tail-cut = 未确认的末组不完整，已从 { $file } 第 { $offset } 字节起截去 { $bytes } 字节，副本在 { $copy }
notice-tail-kept = 日志已写至 { $log } 条（标记为 { $head } 条），完整的末组予以保留
notice-head = HEAD 已重写：{ $what }
notice-guard = { $file } 已重建：{ $what }
notice-guard-overruled = 已知悉并接受较旧的日志：{ $log } 条，曾确认 { $guard } 条
notice-tiles = 哈希瓦片已由日志重算（{ $what }）
notice-index = 索引已由日志重建：原先的缺失或为空
notice-index-aside = 索引已由日志重建（{ $what }）；旧索引移至 { $place }
slots-missing = 原先的缺失
slots-empty = 原先的没有记下任何存证点
slots-first = 原先的第一格不完整
slots-second = 原先的第二格不完整
slots-both = 原先的两格都不完整

# Keys and passphrases.
ask-passphrase = { $file } 的口令：
ask-new-passphrase = 新密钥的口令：
ask-again = 再次输入：
passphrase-missing = 新密钥需要口令
passphrases-differ = 两次输入的口令不同
passphrase-fd = 无法由文件描述符 { $number } 读取口令：{ $reason }
passphrase-fd-empty = 内容为空
key-file-long = { $file } 有 { $bytes } 字节，密钥文件至多 { $max } 字节
key-file-other = { $file } 前面写的是 { $said }，里面却是 { $found }
key-file-locked = { $file } 已加密，需要口令
key-file-unreadable = { $file }：{ $reason }
key-file-open = 警告：{ $file } 可被他人读取，应为 0600
key-file-public = { $file } 是公钥
key-file-not-public = { $file } 看不出公钥
key-not-locked = 密钥无法加密：{ $reason }
key-written = 已写入 { $file } 及其公钥
key-new-one-seat = 多个岗位时不能指定 --out 或 --person
key-lacks-owner = { $file } 未写明归属，请加 { $flag }
key-person-first = { $person } 尚未登记
key-amend-lacks = 请给出 --until DATE 或 --no-end
key-not-found = 没有与 “{ $key }” 相符的密钥
key-several = 不止一个密钥与 “{ $key }” 相符
key-of = { $party } { $seat } { $key }

# Beginning a ledger.
init-key-refused = { $file } 的登记被驳回
init-keys = 密钥在 { $folder }，演练时自动使用
init-next = 下一步：qledger policy adopt indicators --basis … --doc …
genesis-unreadable = { $file } 不是创世说明：{ $reason }
genesis-key-missing = 缺少 { $person } 的根密钥 { $key }
genesis-other = { $file } 是 { $kind }，不是创世记录
genesis-kept = 创世草稿存于 { $file }；各根密钥依次签署，最后由记账密钥签署，再执行 init --signed

# Writing.
would-be-refused = 此件目前会被驳回：
draft-needs = 须签署：{ $needed }
draft-kept = 草稿存于 { $file }；签署：qledger sign { $file } --key KEY.pem；签齐后：qledger submit { $file }
ask-submit = 以上 { $count } 件，签署并提交？[y/N]
ask-sign = 用 { $key } 签署以上 { $count } 件？[y/N]
not-confirmed = 未确认，未作任何记录
signer = { $party } { $seat }
signer-new = { $party } { $seat }（新密钥）
seats-missing = 还缺签署，未提交；草稿与已有签名存于 { $file }
seat-missing = 缺 { $party } { $seat }：可由 { $persons } 签署
seat-missing-nobody = 缺 { $party } { $seat }：该岗位尚无有效密钥
seat-missing-new = 缺 { $party } { $seat } 的新密钥本身的签名
dry-run-done = 试算完毕，未作任何记录
dry-run-missing = 手头缺签署：{ $missing }
effects-things = 登记事项
effects-balances = 账户余额，办理前后
effects-totals = 区域占用与总量，办理前后
answer-admitted = 已入账：第 { $index } 条，{ $at }
answer-assigned = { "　" }{ $what }：{ $number }
answer-on-record = { "　" }已留痕：第 { $index } 条
answer-not-on-record = { "　" }未留痕
answer-repeated = 先前已入账：第 { $index } 条
answer-refused-before = { "　" }先前已驳回并留痕：第 { $index } 条
answer-invalid = 无效，未留痕：{ $reason }

# Documents, rows and what is looked up.
doc-missing = 此件须有依据文件
doc-one-only = 此件只能有一份文件，多出 “{ $number }”
no-introducer = { $site } 的责任区域 { $region } 没有登记人民政府
no-such-case = 没有办件 { $case }
no-such-step = { $case } 没有步骤 { $step }
no-such-project = 没有项目 { $project }
no-such-lot = 没有批次 { $lot }
no-such-permit = 没有许可证 { $permit }
no-such-reduction = 没有减排量 { $reduction }
nothing-reduced = { $reduction } 减排前后没有差额
lot-in-several = { $lot } 在不止一个账户：{ $accounts }；请用 --account 指明
region-lacks = 新区域 { $region } 须给出 { $flag }
party-lacks = 新单位 { $party } 须给出 { $flag }
hold-lacks-target = 请指明限制对象
hold-on-region = 区域 { $region }
hold-on-indicator = 区域 { $region } 的 { $indicator }
hold-on-account = 账户 { $account }
hold-on-lot = 批次 { $lot }
hold-on-case = 办件 { $case }
opening-lacks-rows = 没有期初明细
policy-unreadable = { $file } 不是规则文件：{ $reason }
resubmit-need-demonstration = 论证办件没有所需指标，不能用 --need

# Drafts, signatures, submissions.
body-unreadable = { $file } 不是 { $kind } 的内容：{ $reason }
draft-unreadable = { $file } 不是草稿：{ $reason }
draft-empty = { $file } 是空的
draft-several = { $file } 有 { $count } 件；导出与取回签名须一件一个文件
sign-state = 已有签名 { $there } 个；须签署：{ $needed }
sign-exported = 待签字节已写入 { $file }；须签署：{ $needed }
sign-not-asked = { $party } { $seat } 不在须签署之列：{ $needed }
sign-goes-on = 已签署，现有 { $there } 个签名，共须 { $all } 个：{ $needed }
sign-complete = 已签署，{ $all } 个签名齐全；提交：qledger submit { $file }
signature-form = { $file } 不是签名：应为 64 字节或其 base64、十六进制，实为 { $found } 字节
submit-arranged = 第 { $line } 行的签名已按所需顺序排列
