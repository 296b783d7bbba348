# 为什么没有成功：文件、密钥、信封、日志里出了什么问题。
# 文件与文本。
because-detail = 内部原因（{ $detail }）
because-not-found = 没有这个文件或目录
because-permission = 没有权限
because-exists = 已经存在
because-is-folder = 这是目录，不是文件
because-no-folder = 路径中有一段不是目录
because-full = 磁盘已满
because-read-only = 文件系统只读
because-pipe = 接收一方已经关闭
because-not-utf8 = 内容不是 UTF-8 文本
because-system = 系统报错（{ $detail }）
because-json-ends = JSON 没有写完，到第 { $line } 行就结束了
because-json-syntax = 第 { $line } 行第 { $column } 列不是 JSON
because-json-data = 第 { $line } 行第 { $column } 列的内容不合要求（{ $detail }）
because-refusal = { $code }（{ $number }）：{ $text }
because-refusal-number = 拒绝编号 { $number }

# 密钥与签名。
because-key-long = 有 { $found } 字节，密钥文件至多 { $max } 字节
because-key-not-pem = 不是 PEM 密钥文件（{ $detail }）
because-key-label = 内容是 “{ $found }”，此处要 “{ $expected }”
because-key-malformed = 内容不是密钥（{ $detail }）
because-key-algorithm = 密钥算法是 { $oid }，只用 Ed25519（1.3.101.112）
because-key-seed = 私钥不是 32 字节的 Ed25519 种子
because-key-halves = 文件中的公钥与私钥不成一对
because-passphrase-missing = 已加密，需要口令
because-passphrase-empty = 口令为空，起不到保护作用
because-passphrase-wrong = 口令不对，或文件的加密部分已损坏
because-key-scheme = 不支持这种加密方式（{ $oid }）
because-key-cost = 加密参数要求的计算量过大，不予接受（{ $detail }）
because-key-encryption = 加密未成（{ $detail }）
because-public-key-unfit = 公钥不可用（{ $detail }）
because-public-key-form = 公钥应写作 ed25519: 加 64 位十六进制（{ $detail }）
because-signature-mismatch = 签名与所签内容或密钥不符
because-signature-form = 签名的编码不合规（{ $detail }）
because-signer-away = 签名方不可用（{ $detail }）
because-signer-declined = 签名方拒绝签名（{ $detail }）

# 信封。
because-in-envelope = 信封
because-in-signature = 签名 { $index }
because-envelope-long = 有 { $found } 字节，信封至多 { $max } 字节
because-envelope-utf8 = 从第 { $at } 字节起不是 UTF-8 文本
because-envelope-json = 不是 JSON（{ $detail }）
because-no-object = { $place }应为 JSON 对象
because-signatures-no-list = 信封的 signatures 应为 JSON 数组
because-field-twice = { $place }的 { $field } 出现两次
because-field-unknown = { $place }有不认识的 { $field }
because-field-missing = { $place }缺少 { $field }
because-field-not-text = { $place }的 { $field } 应为文本
because-field-base64 = { $place }的 { $field } 不是标准 base64（{ $detail }）
because-payload-type = 内容类型是 “{ $found }”，不是台账记录
because-payload-long = 内容有 { $found } 字节，至多 { $max } 字节
because-signatures-many = 有 { $found } 个签名，至多 { $max } 个
because-key-id = 签名 { $index } 的密钥编号 “{ $found }” 不是 64 位小写十六进制
because-signature-length = 签名 { $index } 有 { $found } 字节，应为 64 字节
because-spelling = 从第 { $at } 字节起不是存储时的写法
because-signed-already = 密钥 { $key } 已经签过
because-signature-of = 密钥 { $key } 的签名不成立：{ $reason }
because-signer-failed = 密钥 { $key } 没有给出签名：{ $reason }
because-no-signature = 没有签名
because-key-unknown = 签名密钥 { $key } 未登记
because-key-other = 密钥 { $key } 登记的却是 { $found }
because-key-lookup = 无法查到密钥 { $key }（{ $detail }）

# 日志。
because-log-empty = 日志中一条也没有
because-log-open = 日志末尾没有存证点
because-checkpoint = 其后的存证点不成立（{ $detail }）
because-other-tree = 其后的存证点记 { $stated } 条、根 { $stated_root }，而日志为 { $found } 条、根 { $found_root }
because-other-state = 重新推导的状态摘要为 { $computed }，当时记录的是 { $recorded }：两个版本的程序判断不同，或有一方有误
because-not-conserved = { $indicator } 收支不平：台账记持有 { $counted }，各批次合计 { $found }
because-over-rose = { $region } 的 { $indicator }（{ $period }）未经总量条目而超限，由 { $before } 增至 { $after }
because-leaf-unreadable = 信封无法读取：{ $reason }
because-leaf-signatures = 签名不成立：{ $reason }
because-leaf-key = 签名密钥 { $key } 当时未登记
because-time-back = 入账时间 { $admitted } 早于前一条的 { $before }
because-was-admitted = 记为已入账，但按规则应拒绝：{ $refusal }
because-was-refused = 记为已拒绝（{ $refusal }），但按规则应入账
because-other-refusal = 记录的拒绝是“{ $recorded }”，按规则应为“{ $computed }”
because-not-for-record = 这样的拒绝不应留痕：{ $refusal }
because-repeated = 与第 { $index } 条是同一件
because-refused-before = 与已拒绝的第 { $index } 条是同一件
because-other-index = 按规则它应是第 { $index } 条
because-no-genesis = 首条不是创世记录：{ $refusal }
because-rules-unknown = 自此适用第 { $rules } 号规则，本程序只认识到第 { $known } 号：请用较新的程序
because-rows = 推导出的状态在 { $place } 处无法读取（{ $detail }）
because-no-leaf = 不是合规的日志条目（{ $detail }）

# 入账凭证。
because-receipt-form = 不是入账凭证（{ $detail }）
because-receipt-format = 凭证格式为 “{ $found }”，本程序不认识
because-receipt-spelling = 凭证不是规定的唯一写法，内容被改动过
because-receipt-ledger = 凭证属于台账 { $found }，不是 { $expected }
because-receipt-genesis = 凭证中创世记录的哈希是 { $found }，而台账编号是 { $expected }
because-receipt-operator = 该台账的记账单位密钥是 { $found }，不是 { $expected }
because-receipt-envelope = 信封无法读取（{ $detail }）
because-receipt-payload = 内容无法读取（{ $detail }）
because-receipt-signature = 有签名不成立（{ $detail }）
because-receipt-signers = 签名与内容所要求的不符：{ $needed }
because-receipt-not-logged = 它不在日志之中（{ $what }：{ $detail }）
because-receipt-keys = 凭证所附的密钥登记不成立（{ $detail }）
