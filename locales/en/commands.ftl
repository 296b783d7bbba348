cmd = an embedded, append-only, signed ledger for carbon and pollutant quotas
    .example = qledger --ledger zd init --practice
cmd-init = begin a new ledger
    .example =
        qledger --ledger zd init --practice
        qledger --ledger zd init --genesis genesis.json --draft genesis.draft
cmd-key = keys
    .example = qledger key new --party 650100-EEB --seat review --person P-0017
cmd-key-new = make a key pair, and enrol it where asked
    .example =
        qledger key new --party 650100-EEB --seat review --person P-0017
        qledger key new --party 650100-EEB --seat handle --seat review --seat issue --enrol
cmd-key-show = show what a key file says
    .example = qledger key show 650100-EEB.review.P-0017.pub.pem
cmd-key-enrol = enrol a key; the new key signs too
    .example = qledger key enrol 650100-EEB.review.P-0017.pem --sign issue.pem
cmd-key-amend = change a key's last day
    .example = qledger key amend P-0017 --until 2027-12-31 --sign issue.pem
cmd-key-revoke = revoke a key
    .example = qledger key revoke P-0017 --reason lost --sign upper-issue.pem
cmd-key-list = list keys
    .example = qledger key list --party 650100-EEB
cmd-person = persons, by pseudonym
    .example = qledger person enrol P-0017 --party 650100-EEB --sign issue.pem
cmd-person-enrol = enrol a person under a pseudonym
    .example = qledger person enrol P-0017 --party 650100-EEB --sign issue.pem
cmd-region = regions
    .example = qledger region list
cmd-region-enrol = enrol a region, or amend it
    .example = qledger region enrol ZD-WZ --name-zh 乌准园区 --name-en "Wuzhun park" --level park --place ZD --answers-to 650100 --doc 新环函〔2027〕3号 --sign issue.pem
cmd-region-list = list regions and their relations
    .example = qledger region list
cmd-party = bodies and firms
    .example = qledger party list --region 650100
cmd-party-enrol = enrol a party, or amend it
    .example = qledger party enrol 91650109MA77AB0192 --name-zh 米东化工 --name-en "Midong Chemical" --region 650109 --doc 营业执照 --sign issue.pem
cmd-party-list = list parties
    .example = qledger party list --region 650100
cmd-account = accounts and reserves
    .example = qledger account list --region 650109
cmd-account-open = open an account
    .example = qledger account open 650109/91650109MA77AB0192 --doc 申请1号 --sign issue.pem
cmd-account-list = list accounts
    .example = qledger account list --region 650109
cmd-policy = policy: indicators, procedures, factors, lists, calendars
    .example = qledger policy adopt indicators --basis 环办环评〔2020〕36号 --doc 新环发〔2027〕1号 --sign root1.pem --sign root2.pem
cmd-policy-adopt = adopt a policy file, or a standard policy by name
    .example = qledger policy adopt procedures --basis 准东协调机制 --doc 新环发〔2027〕1号 --sign root1.pem --sign root2.pem
cmd-policy-factor = adopt a factor; the document is its attainment record
    .example = qledger policy factor 2.0 --flow introduction --indicator NOX --region ZD-BZ --scope 652300 --basis 环办环评〔2020〕36号 --doc 昌环函〔2027〕8号 --keys keys
cmd-policy-ratio = adopt the carbon replacement ratio
    .example = qledger policy ratio 1.2 --region ZD --scope 652300 --basis 国发〔2026〕22号 --doc 昌环函〔2027〕9号 --keys keys
cmd-policy-list = list what was adopted
    .example = qledger policy list factor
cmd-cap = caps of regions
    .example = qledger cap list --region 650100
cmd-cap-set = set caps
    .example = qledger cap set 650100 SO2=5000 NOX=8000 --doc 新环发〔2027〕2号 --keys keys
cmd-cap-list = list caps and what is used of them
    .example = qledger cap list --region 650100
cmd-quota = issuing quota, and taking it back
    .example = qledger quota issue 650100/RESERVE SO2=20 --doc 乌环发〔2027〕5号 --keys keys
cmd-quota-issue = issue quota under the caps
    .example = qledger quota issue 650100/RESERVE SO2=20 --doc 乌环发〔2027〕5号 --keys keys
cmd-quota-take-back = take back issued quota
    .example = qledger quota take-back 650100-2027-L0001 5 --doc 乌环发〔2027〕6号 --keys keys
cmd-opening = opening balances
    .example = qledger opening import opening.xlsx --doc 期初清单1号 --keys keys
cmd-opening-record = record opening balances
    .example =
        qledger opening record 650109 --account 650109/91650109MA77AB0192 SO2=198.350 NOX=412.600 --since 2016-07-01 --doc 期初清单1号 --keys keys
        qledger opening import opening.xlsx --doc 期初清单1号 --keys keys
cmd-permit = discharge permits
    .example = qledger permit list --holder 91650109MA77AB0192
cmd-permit-record = record a permit from before
    .example = qledger permit record 91650109MA77AB0192001P SO2=198.350 --holder 91650109MA77AB0192 --region 650109 --from 2024-01-01 --doc 许可证 --doc-date 2027-01-05 --keys keys
cmd-permit-issue = issue a permit
    .example = qledger permit issue 91650109MA77AB0192002P SO2=160 --holder 91650109MA77AB0192 --region ZD-WZ --doc 昌环许〔2027〕7号 --keys keys
cmd-permit-lower = lower the limits of a permit
    .example = qledger permit lower 91650109MA77AB0192001P NOX=182.600 --doc 变更1号 --keys keys
cmd-permit-cancel = cancel a permit
    .example = qledger permit cancel 91650109MA77AB0192001P --doc 注销1号 --keys keys
cmd-permit-list = list permits
    .example = qledger permit list --holder 91650109MA77AB0192
cmd-emission = base-year emissions
    .example = qledger emission verify 650109/91650109MA77AB0192 --year 2025 SO2=198.350 --doc 核查1号 --keys keys
cmd-emission-verify = record verified base-year emissions
    .example = qledger emission verify 650109/91650109MA77AB0192 --year 2025 SO2=198.350 --doc 核查1号 --keys keys
cmd-base = the base that passes with a move
    .example = qledger base decide ZD-WZ-2027-0001 --year 2025 --co2 298400 --gdp 4.2 --doc 新环函〔2027〕20号 --keys keys
cmd-base-decide = record the decision what base passes
    .example = qledger base decide ZD-WZ-2027-0001 --year 2025 --co2 298400 --gdp 4.2 --doc 新环函〔2027〕20号 --keys keys
cmd-reduction = reductions
    .example = qledger reduction list --region XPCC-06
cmd-reduction-record = record a completed reduction
    .example = qledger reduction record --permit 91659004MA78BT0226001P --facility DA001 --name 2号锅炉 --indicator NOX --measure treatment --before 300 --after 31.6 --completed-on 2026-12-01 --doc 竣工1号 --keys keys
cmd-reduction-verify = verify a reduction; it becomes a lot
    .example = qledger reduction verify XPCC-06-2027-R0001 --doc 核查2号 --keys keys
cmd-reduction-list = list reductions
    .example = qledger reduction list --region XPCC-06
cmd-project = projects
    .example = qledger project list --region ZD-BZ
cmd-project-register = register a project
    .example = qledger project register --name 煤化工迁建项目 --builder 91650109MA77AB0192 --region ZD-WZ --industry 2523 --nature moved --doc 申请2号 --keys keys
cmd-project-list = list projects
    .example = qledger project list --region ZD-BZ
cmd-hold = holds on regions, accounts, lots and cases
    .example = qledger hold list
cmd-hold-place = place a hold
    .example = qledger hold place --region ZD --indicator SO2 --by 650000-EEB --doc 限批1号 --sign issue.pem
cmd-hold-lift = lift a hold; only who placed it can
    .example = qledger hold lift 650000-2027-H0001 --doc 解除1号 --sign issue.pem
cmd-hold-list = list holds
    .example = qledger hold list --all
cmd-case = cases
    .example = qledger case act ZD-WZ-2027-0001 accept --doc 昌环受〔2027〕3号 --keys keys
cmd-case-open = open a case
    .example = qledger case open relocation --firm 91650109MA77AB0192 --origin 650109 --site ZD-WZ --need SO2=160 --doc 申请3号 --keys keys
cmd-case-open-relocation = a firm moves and brings its quota along
    .example = qledger case open relocation --firm 91650109MA77AB0192 --origin 650109 --site ZD-WZ --need SO2=160 --need CO2=268000 --doc 申请3号 --keys keys
cmd-case-open-introduction = the introducing party supplies a new project
    .example = qledger case open introduction --project ZD-BZ-2027-P0001 --need NOX=640 --doc 申请4号 --keys keys
cmd-case-open-demonstration = the demonstration of a two-high project
    .example = qledger case open demonstration --project ZD-BZ-2027-P0001 --doc 申请5号 --keys keys
cmd-case-act = do a step of a case
    .example =
        qledger case act ZD-WZ-2027-0001 reserve --doc 新环函〔2027〕9号 --doc-file 9号.pdf --keys keys
        qledger case act ZD-WZ-2027-0001 carry_consent --issuer 650100-GOV --doc 乌政函〔2027〕4号 --doc-file 4号.pdf --keys keys
cmd-case-return = return a case for completion
    .example = qledger case return ZD-WZ-2027-0001 --to accept --missing opinion --doc 补正1号 --keys keys
cmd-case-resubmit = resubmit a returned case
    .example = qledger case resubmit ZD-WZ-2027-0001 --doc 补正材料1号 --keys keys
cmd-case-refuse = refuse a case
    .example = qledger case refuse ZD-WZ-2027-0001 --doc 不予批准1号 --keys keys
cmd-case-not-accept = do not accept a case
    .example = qledger case not-accept ZD-WZ-2027-0001 --doc 不予受理1号 --keys keys
cmd-case-withdraw = withdraw a case
    .example = qledger case withdraw ZD-WZ-2027-0001 --doc 撤回1号 --keys keys
cmd-draft = draft an entry of any kind from a JSON body
    .example =
        qledger draft cap.set --template > cap.json
        qledger draft cap.set --body cap.json --out cap.draft
cmd-sign = show what a draft says, and sign it
    .example =
        qledger sign cap.draft --key issue.pem
        qledger sign cap.draft --export cap.bin
        openssl pkeyutl -sign -rawin -inkey issue.pem -in cap.bin -out cap.sig
        qledger sign cap.draft --attach cap.sig --public issue.pub.pem
cmd-submit = submit signed entries, a line each
    .example =
        qledger submit cap.draft
        cat *.draft | qledger submit -
cmd-balance = what is held, by region, account, indicator or lot
    .example =
        qledger balance 650100/RESERVE
        qledger balance --region 650100 --below --indicator NOX --at 120
cmd-trace = a lot or a project back to its sources and onward to its uses
    .example = qledger trace 650109-2027-L0002
cmd-refusals = what was refused and is on record
    .example = qledger refusals --code INSUFFICIENT_LOT
cmd-log = the log, entry by entry
    .example =
        qledger log --last 50
        qledger log 17
cmd-receipt = write the receipt of an entry or a refusal
    .example = qledger receipt 17 --out 17.receipt
cmd-verify = check a receipt offline
    .example = qledger verify 17.receipt --id 5f0c… --operator operator.pub.pem
cmd-audit = re-derive everything from the log alone
    .example = qledger --ledger zd audit
cmd-play = play a scenario file and check what it expects
    .example = qledger play samples/relocation.yaml --keep played
cmd-demo = play the Zhundong case: a move, and the double use it blocks
    .example = qledger demo --keep played
cmd-case-list = list cases
    .example = qledger case list --waits-for 650100-EEB
cmd-case-show = a case as a checklist
    .example = qledger case show ZD-WZ-2027-0001
