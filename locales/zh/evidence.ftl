# 证据包
cmd-evidence = 导出一件办件的全部证据，或核对证据包（--check）
    .example = qledger evidence 证据 --case WZ-1
arg-evidence-dir = 文件夹（空的，或尚不存在的）；核对时为证据包
arg-evidence-case = 办件编号
arg-evidence-check = 核对证据包：逐个文件、逐张凭证，不需要台账
arg-evidence-id = 您从别处得到的台账编号，或载有编号的文件；不写则只能用证据包自己写的
arg-evidence-operator = 您从别处得到的记账单位公钥或其文件
evidence-written = { $case } 的证据已写入 { $folder }：{ $entries } 条记录，{ $files } 个文件。核对命令：
evidence-not-empty = { $folder } 不是空文件夹，没有写入任何内容
hint-evidence-folder = 换一个空的或尚不存在的文件夹
evidence-holds = 证据包无误：{ $files } 个文件与清单一致，{ $receipts } 张凭证全部核验通过
evidence-id-held = 凭证与您给出的台账编号 { $ledger } 相符
evidence-id-own = 台账编号 { $ledger } 取自证据包本身，请与您从别处得到的编号核对（--id）
evidence-file-missing = 缺少文件 { $file }
evidence-file-changed = 文件 { $file } 被改动
evidence-file-added = 清单之外多出文件 { $file }
evidence-manifest-line = MANIFEST.sha256 第 { $line } 行不成格式
evidence-other-ledger = 台账不符：应为 { $expected }，证据包写的是 { $stated }，创世记录算得 { $found }
evidence-not-of-receipt = 文件 { $file } 与其凭证不符
evidence-unlisted = entries 文件夹中有不属于所列 { $count } 条记录的文件
hint-evidence = 不要使用这个证据包；向提供者重新索取，或自己从台账导出
evidence-title = 办件证据报告
evidence-note = 本报告供阅读；有证明力的是 entries 文件夹中的凭证，核验办法见 README.zh.txt
evidence-letter-of = 凭文代录，出文单位：{ $by }
evidence-timeline = 经过
evidence-signed = 签署（单位、岗位、人员）
evidence-ground = 所依据的记录
evidence-moved = 指标变动前后
evidence-account = 账户
evidence-before = 变动前
evidence-out = 转出
evidence-in = 转入
evidence-after = 变动后
evidence-lots = 涉及批次
evidence-sources = 来源批次
evidence-made = 原有
evidence-reduced = 转为其他批次
evidence-cases = 用于办件
evidence-refused = 被拒绝并存证的提交
evidence-why = 原因
evidence-what = 情况
evidence-number = 文号
evidence-file = 文件哈希（SHA-256）
evidence-readme =
    办件 { $case } 的证据包
    台账编号 { $ledger }
    
    一、里面有什么
    report.zh.html       经过、签署、数量变动、批次、拒绝、问题线索，供阅读
    entries/             每条记录：凭证（receipt）、信封（envelope）、签署的内容（payload）、
                         签名所覆盖的字节（message）、各签名（.1.sig …）及其公钥（.1.pem …）
    entries.json         哪些记录属于本件（own），哪些被拒绝（refused），哪些是依据（ground）
    case.json lots/      办件和所涉批次，程序可读
    documents.json       文件的文号、日期和 SHA-256，可与原件核对：sha256sum 原件
    genesis.leaf checkpoint.txt operator.pem   创世记录、存证点、记账单位公钥
    MANIFEST.sha256      其余每个文件的 SHA-256
    
    二、用本程序核对（离线，不需要台账）
    qledger evidence 本文件夹 --check --id { $ledger }
    台账编号请用您从别处得到的，不要只用这里写的。单张凭证：
    qledger verify entries/{ $example }.receipt.json --id { $ledger }
    
    三、只用 sha256sum 和 OpenSSL 核对
    1. 文件未被改动：        sha256sum -c MANIFEST.sha256
    2. 台账编号：            (printf '\000'; cat genesis.leaf) | sha256sum
       结果应等于台账编号。
    3. 签名：                openssl pkeyutl -verify -pubin -inkey entries/{ $example }.1.pem -rawin -in entries/{ $example }.message -sigfile entries/{ $example }.1.sig
       有几个签名就核对几次（.2、.3 …）。
    4. 记录编号：            sha256sum entries/{ $example }.message
       结果就是这条记录的哈希（entry hash）。
    签名只说明谁签了什么；是否已入账、密钥属于谁，由凭证证明（第二项）；是否符合规则，须审计整本台账（qledger audit）。
