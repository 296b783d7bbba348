cmd = 碳与污染物指标台账：嵌入式、只增、签名
    .example = qledger --ledger zd init --practice
cmd-init = 建立新台账
    .example =
        qledger --ledger zd init --practice
        qledger --ledger zd init --genesis genesis.json --draft genesis.draft
cmd-key = 密钥
    .example = qledger key new --party 650100-EEB --seat review --person P-0017
cmd-key-new = 生成密钥对（可同时登记）
    .example =
        qledger key new --party 650100-EEB --seat review --person P-0017
        qledger key new --party 650100-EEB --seat handle --seat review --seat issue --enrol
cmd-key-show = 显示密钥文件的内容
    .example = qledger key show 650100-EEB.review.P-0017.pub.pem
cmd-key-enrol = 登记密钥（新密钥须签名）
    .example = qledger key enrol 650100-EEB.review.P-0017.pem --sign issue.pem
cmd-key-amend = 变更密钥的最后一日
    .example = qledger key amend P-0017 --until 2027-12-31 --sign issue.pem
cmd-key-revoke = 撤销密钥
    .example = qledger key revoke P-0017 --reason lost --sign upper-issue.pem
cmd-key-list = 列出密钥
    .example = qledger key list --party 650100-EEB
cmd-person = 人员（用代号，不用姓名）
    .example = qledger person enrol P-0017 --party 650100-EEB --sign issue.pem
cmd-person-enrol = 登记人员代号
    .example = qledger person enrol P-0017 --party 650100-EEB --sign issue.pem
cmd-region = 核算区域
    .example = qledger region list
cmd-region-enrol = 登记或变更区域
    .example = qledger region enrol ZD-WZ --name-zh 乌准园区 --name-en "Wuzhun park" --level park --place ZD --answers-to 650100 --doc 新环函〔2027〕3号 --sign issue.pem
cmd-region-list = 列出区域及其关系
    .example = qledger region list
cmd-party = 单位与企业
    .example = qledger party list --region 650100
cmd-party-enrol = 登记或变更单位
    .example = qledger party enrol 91650109MA77AB0192 --name-zh 米东化工 --name-en "Midong Chemical" --region 650109 --doc 营业执照 --sign issue.pem
cmd-party-list = 列出单位
    .example = qledger party list --region 650100
cmd-account = 指标账户与政府储备
    .example = qledger account list --region 650109
cmd-account-open = 开立账户
    .example = qledger account open 650109/91650109MA77AB0192 --doc 申请1号 --sign issue.pem
cmd-account-list = 列出账户
    .example = qledger account list --region 650109
cmd-policy = 规则：指标、流程、倍数、目录、日历
    .example = qledger policy adopt indicators --basis 环办环评〔2020〕36号 --doc 新环发〔2027〕1号 --sign root1.pem --sign root2.pem
cmd-policy-adopt = 发布规则文件或标准规则
    .example = qledger policy adopt procedures --basis 准东协调机制 --doc 新环发〔2027〕1号 --sign root1.pem --sign root2.pem
cmd-policy-factor = 发布替代倍数（文件即达标情况）
    .example = qledger policy factor 2.0 --flow introduction --indicator NOX --region ZD-BZ --scope 652300 --basis 环办环评〔2020〕36号 --doc 昌环函〔2027〕8号 --keys keys
cmd-policy-ratio = 发布碳置换比例
    .example = qledger policy ratio 1.2 --region ZD --scope 652300 --basis 国发〔2026〕22号 --doc 昌环函〔2027〕9号 --keys keys
cmd-policy-list = 列出已发布的规则
    .example = qledger policy list factor
cmd-cap = 区域总量
    .example = qledger cap list --region 650100
cmd-cap-set = 下达总量
    .example = qledger cap set 650100 SO2=5000 NOX=8000 --doc 新环发〔2027〕2号 --keys keys
cmd-cap-list = 列出总量与占用
    .example = qledger cap list --region 650100
cmd-quota = 核发与核减
    .example = qledger quota issue 650100/RESERVE SO2=20 --doc 乌环发〔2027〕5号 --keys keys
cmd-quota-issue = 核发指标（受总量约束）
    .example = qledger quota issue 650100/RESERVE SO2=20 --doc 乌环发〔2027〕5号 --keys keys
cmd-quota-take-back = 核减收回已核发的指标
    .example = qledger quota take-back 650100-2027-L0001 5 --doc 乌环发〔2027〕6号 --keys keys
cmd-opening = 期初指标
    .example = qledger opening import opening.xlsx --doc 期初清单1号 --keys keys
cmd-opening-record = 登记期初指标
    .example =
        qledger opening record 650109 --account 650109/91650109MA77AB0192 SO2=198.350 NOX=412.600 --since 2016-07-01 --doc 期初清单1号 --keys keys
        qledger opening import opening.xlsx --doc 期初清单1号 --keys keys
cmd-permit = 排污许可证
    .example = qledger permit list --holder 91650109MA77AB0192
cmd-permit-record = 登记已有的许可证
    .example = qledger permit record 91650109MA77AB0192001P SO2=198.350 --holder 91650109MA77AB0192 --region 650109 --from 2024-01-01 --doc 许可证 --doc-date 2027-01-05 --keys keys
cmd-permit-issue = 核发许可证
    .example = qledger permit issue 91650109MA77AB0192002P SO2=160 --holder 91650109MA77AB0192 --region ZD-WZ --doc 昌环许〔2027〕7号 --keys keys
cmd-permit-lower = 降低许可排放量
    .example = qledger permit lower 91650109MA77AB0192001P NOX=182.600 --doc 变更1号 --keys keys
cmd-permit-cancel = 注销许可证
    .example = qledger permit cancel 91650109MA77AB0192001P --doc 注销1号 --keys keys
cmd-permit-list = 列出许可证
    .example = qledger permit list --holder 91650109MA77AB0192
cmd-emission = 基准年排放
    .example = qledger emission verify 650109/91650109MA77AB0192 --year 2025 SO2=198.350 --doc 核查1号 --keys keys
cmd-emission-verify = 登记核定的基准年排放
    .example = qledger emission verify 650109/91650109MA77AB0192 --year 2025 SO2=198.350 --doc 核查1号 --keys keys
cmd-base = 基数划转
    .example = qledger base decide ZD-WZ-2027-0001 --year 2025 --co2 298400 --gdp 4.2 --doc 新环函〔2027〕20号 --keys keys
cmd-base-decide = 登记基数划转决定
    .example = qledger base decide ZD-WZ-2027-0001 --year 2025 --co2 298400 --gdp 4.2 --doc 新环函〔2027〕20号 --keys keys
cmd-reduction = 减排量
    .example = qledger reduction list --region XPCC-06
cmd-reduction-record = 登记已完成的减排
    .example = qledger reduction record --permit 91659004MA78BT0226001P --facility DA001 --name 2号锅炉 --indicator NOX --measure treatment --before 300 --after 31.6 --completed-on 2026-12-01 --doc 竣工1号 --keys keys
cmd-reduction-verify = 核定减排量，生成批次
    .example = qledger reduction verify XPCC-06-2027-R0001 --doc 核查2号 --keys keys
cmd-reduction-list = 列出减排量
    .example = qledger reduction list --region XPCC-06
cmd-project = 项目
    .example = qledger project list --region ZD-BZ
cmd-project-register = 登记项目
    .example = qledger project register --name 煤化工迁建项目 --builder 91650109MA77AB0192 --region ZD-WZ --industry 2523 --nature moved --doc 申请2号 --keys keys
cmd-project-list = 列出项目
    .example = qledger project list --region ZD-BZ
cmd-hold = 限制（区域限批、账户、批次、办件）
    .example = qledger hold list
cmd-hold-place = 设置限制
    .example = qledger hold place --region ZD --indicator SO2 --by 650000-EEB --doc 限批1号 --sign issue.pem
cmd-hold-lift = 解除限制（由设置单位）
    .example = qledger hold lift 650000-2027-H0001 --doc 解除1号 --sign issue.pem
cmd-hold-list = 列出限制
    .example = qledger hold list --all
cmd-case = 办件
    .example = qledger case act ZD-WZ-2027-0001 accept --doc 昌环受〔2027〕3号 --keys keys
cmd-case-open = 立案
    .example = qledger case open relocation --firm 91650109MA77AB0192 --origin 650109 --site ZD-WZ --need SO2=160 --doc 申请3号 --keys keys
cmd-case-open-relocation = 自带指标迁入
    .example = qledger case open relocation --firm 91650109MA77AB0192 --origin 650109 --site ZD-WZ --need SO2=160 --need CO2=268000 --doc 申请3号 --keys keys
cmd-case-open-introduction = 引进方供给新项目
    .example = qledger case open introduction --project ZD-BZ-2027-P0001 --need NOX=640 --doc 申请4号 --keys keys
cmd-case-open-demonstration = 两高项目论证
    .example = qledger case open demonstration --project ZD-BZ-2027-P0001 --doc 申请5号 --keys keys
cmd-case-act = 办理一个步骤
    .example =
        qledger case act ZD-WZ-2027-0001 reserve --doc 新环函〔2027〕9号 --doc-file 9号.pdf --keys keys
        qledger case act ZD-WZ-2027-0001 carry_consent --issuer 650100-GOV --doc 乌政函〔2027〕4号 --doc-file 4号.pdf --keys keys
cmd-case-return = 退回补正
    .example = qledger case return ZD-WZ-2027-0001 --to accept --missing opinion --doc 补正1号 --keys keys
cmd-case-resubmit = 补正后重报
    .example = qledger case resubmit ZD-WZ-2027-0001 --doc 补正材料1号 --keys keys
cmd-case-refuse = 不予批准
    .example = qledger case refuse ZD-WZ-2027-0001 --doc 不予批准1号 --keys keys
cmd-case-not-accept = 不予受理
    .example = qledger case not-accept ZD-WZ-2027-0001 --doc 不予受理1号 --keys keys
cmd-case-withdraw = 撤回
    .example = qledger case withdraw ZD-WZ-2027-0001 --doc 撤回1号 --keys keys
cmd-draft = 由 JSON 内容起草任何一种记录
    .example =
        qledger draft cap.set --template > cap.json
        qledger draft cap.set --body cap.json --out cap.draft
cmd-sign = 显示草稿内容并签署
    .example =
        qledger sign cap.draft --key issue.pem
        qledger sign cap.draft --export cap.bin
        openssl pkeyutl -sign -rawin -inkey issue.pem -in cap.bin -out cap.sig
        qledger sign cap.draft --attach cap.sig --public issue.pub.pem
cmd-submit = 提交签署好的记录，一行一件
    .example =
        qledger submit cap.draft
        cat *.draft | qledger submit -
cmd-balance = 查余额：按区域、账户、指标或批次
    .example =
        qledger balance 650100/RESERVE
        qledger balance --region 650100 --below --indicator NOX --at 120
cmd-trace = 追溯批次或项目：来源与去向
    .example = qledger trace 650109-2027-L0002
cmd-refusals = 查在案的驳回
    .example = qledger refusals --code INSUFFICIENT_LOT
cmd-log = 逐条查看日志
    .example =
        qledger log --last 50
        qledger log 17
cmd-receipt = 写出一条记录或驳回的入账凭证
    .example = qledger receipt 17 --out 17.receipt
cmd-verify = 离线核验入账凭证
    .example = qledger verify 17.receipt --id 5f0c… --operator operator.pub.pem
cmd-audit = 仅凭日志重新推导一切
    .example = qledger --ledger zd audit
cmd-play = 演示情景文件并核对预期
    .example = qledger play samples/relocation.yaml --keep played
cmd-demo = 演示准东案例：一次迁入，以及被拦下的重复使用
    .example = qledger demo --keep played
cmd-case-list = 列出办件
    .example = qledger case list --waits-for 650100-EEB
cmd-case-show = 办件清单
    .example =
        qledger case show ZD-WZ-2027-0001
        qledger case show WZ-1 --letter carry_consent -o consent.txt
cmd-todo = 等着某机关办的事
    .example = qledger todo --as 652300-EEB --seat review
cmd-plan = 电话试算：一件事办下来会怎样
    .example = qledger plan relocation 91650109MA77AB0192 --to ZD-WZ SO2=160 NOX=330
cmd-plan-relocation = 企业迁入试算：能带来多少、缺多少、须谁签
    .example = qledger plan relocation 91650109MA77AB0192 --from 650109 --to ZD-WZ SO2=160 CO2=268000
cmd-plan-introduction = 引进项目试算：由哪些批次落实、须谁签
    .example =
        qledger plan introduction ZD-BZ-2027-P0001 NOX=640
        qledger plan introduction --site ZD-BZ --industry 2523 NOX=640 VOCS=210
cmd-find = 按名称、代码、编号或文号查找
    .example =
        qledger find 0007
        qledger find 米东
        qledger find 昌环受〔2027〕3号
