//! The table of refusals. Numbers are permanent: a code that is no longer given keeps its line.

use super::codes::refusals;
use crate::domain::text::Lang;

refusals! {
    // 1xx: form.
    101 NotCanonical "NOT_CANONICAL" transient: false
        zh: "载荷不是其自身的规范形式：{what}"
        en: "the payload is not its own canonical form: {what}"
        cure_zh: "用 draft 重新生成，签名后不要改动字节"
        cure_en: "make it anew with draft, and change no byte after signing";
    102 VersionUnknown "VERSION_UNKNOWN" transient: false
        zh: "格式版本 {version} 未知；本程序认识版本 {known}"
        en: "format version {version} is unknown; this build knows version {known}"
        cure_zh: "升级程序，或按已知版本重新生成"
        cure_en: "use a newer build, or make it anew in the known version";
    103 KindUnknown "KIND_UNKNOWN" transient: false
        zh: "没有 {kind} 这一种记录"
        en: "there is no kind of entry {kind}"
        cure_zh: "用本程序生成草稿"
        cure_en: "make the draft with this program";
    104 Unreadable "UNREADABLE" transient: false
        zh: "载荷无法读取：{what}"
        en: "the payload cannot be read: {what}"
        cure_zh: "更正所指之处后重新生成"
        cure_en: "correct the place named and make it anew";
    105 PayloadTypeUnknown "PAYLOAD_TYPE_UNKNOWN" transient: false
        zh: "载荷类型 {found} 不是 {right}"
        en: "the payload type {found} is not {right}"
        cure_zh: "用本程序生成草稿"
        cure_en: "make the draft with this program";
    106 TooManyRows "TOO_MANY_ROWS" transient: false
        zh: "{what} 有 {count} 行，上限为 {max} 行"
        en: "{what} has {count} rows; the limit is {max}"
        cure_zh: "拆成几笔提交"
        cure_en: "split it into several entries";
    107 Nothing "NOTHING" transient: false
        zh: "{what} 是空的"
        en: "{what} is empty"
        cure_zh: "至少写一行"
        cure_en: "give at least one row";
    108 RowTwice "ROW_TWICE" transient: false
        zh: "{what} 出现了两次"
        en: "{what} stands twice"
        cure_zh: "合并或删去重复的一行"
        cure_en: "merge the rows or drop one";
    109 FieldMissing "FIELD_MISSING" transient: false
        zh: "{kind} 缺少 {field}，或不应有 {field}"
        en: "{kind} lacks {field}, or must not have it"
        cure_zh: "按该种记录的要求补上或删去 {field}"
        cure_en: "add or drop {field} as this kind of entry asks";
    110 RulesUnknown "RULES_UNKNOWN" transient: false
        zh: "规则编号 {rules} 未知；本程序认识到 {known}，台账现行 {current}"
        en: "rules number {rules} is unknown; this build knows up to {known}, the ledger is at {current}"
        cure_zh: "先升级所有程序"
        cure_en: "upgrade every build first";
    // 2xx: identity.
    201 OtherLedger "OTHER_LEDGER" transient: false
        zh: "记录写给台账 {ledger}，本台账是 {this}"
        en: "the entry is for ledger {ledger}; this one is {this}"
        cure_zh: "提交到所写的台账，或为本台账重新生成"
        cure_en: "submit it to the ledger it names, or make it anew for this one";
    202 BasisNotInLog "BASIS_NOT_IN_LOG" transient: false
        zh: "起草所依据的存证点（大小 {size}，根 {root}）不在本日志中：可能有分叉"
        en: "the checkpoint it was drafted on (size {size}, root {root}) is not in this log: evidence of a fork"
        cure_zh: "保留该存证点并报告；核对台账来源后重新起草"
        cure_en: "keep that checkpoint and report it; make sure which ledger is genuine, then draft anew";
    203 EntryIdReused "ENTRY_ID_REUSED" transient: false
        zh: "编号 {id} 已用于第 {index} 条，内容不同"
        en: "entry id {id} already stands for entry {index}, with other content"
        cure_zh: "用新的编号重新生成"
        cure_en: "make it anew under an id of its own";
    204 GenesisAgain "GENESIS_AGAIN" transient: false
        zh: "创世记录只能是第 0 条"
        en: "a genesis can only be entry 0"
        cure_zh: "新台账用 init 建立"
        cure_en: "begin a new ledger with init";
    205 UnknownId "UNKNOWN_ID" transient: false
        zh: "本台账没有 {what} {id}"
        en: "there is no {what} {id} on this ledger"
        cure_zh: "核对写法，或先登记 {id}"
        cure_en: "check the spelling, or enrol {id} first";
    206 AlreadyThere "ALREADY_THERE" transient: false
        zh: "{what} {id} 已在台账上"
        en: "{what} {id} is already on the ledger"
        cure_zh: "若是同一事项，无须再记；若是另一项，另用编号或证明文件"
        cure_en: "if it is the same, nothing is left to do; if not, give it an id or evidence of its own";
    207 NotTheSame "NOT_THE_SAME" transient: false
        zh: "{what} {id} 的 {field} 不能改变：台账上是 {old}，写的是 {new}"
        en: "{field} of {what} {id} cannot change: the ledger says {old}, the entry {new}"
        cure_zh: "保持原值，或另行登记"
        cure_en: "keep the value, or enrol another";
    208 RegionLoop "REGION_LOOP" transient: false
        zh: "{region} 归入 {target} 会成环"
        en: "{region} under {target} would make a loop"
        cure_zh: "选一个不在其下的区域"
        cure_en: "choose a region that does not lie below it";
    209 LevelAbovePlace "LEVEL_ABOVE_PLACE" transient: false
        zh: "{region} 的级别 {level} 高于所在地 {place} 的级别 {place_level}"
        en: "{region} is a {level} and cannot lie in {place}, a {place_level}"
        cure_zh: "更正级别，或选上一级的所在地"
        cure_en: "correct the level, or choose a place that stands higher";
    210 RegionTooDeep "REGION_TOO_DEEP" transient: false
        zh: "{region} 连同其上级共 {count} 层，上限为 {max} 层"
        en: "{region} and the regions above it would be {count}; the limit is {max}"
        cure_zh: "减少中间层级"
        cure_en: "leave out levels in between";
    // 3xx: keys and seats.
    301 NotAuthorised "NOT_AUTHORISED" transient: false
        zh: "{party} 无权作此记录；应由 {needed} 作出"
        en: "{party} may not record this; {needed} may"
        cure_zh: "请 {needed} 办理"
        cure_en: "have {needed} do it";
    302 SignersDiffer "SIGNERS_DIFFER" transient: false
        zh: "所列签署人为 {given}；此记录需要 {needed}"
        en: "the signers named are {given}; this entry needs {needed}"
        cure_zh: "按所需岗位重新起草并签署"
        cure_en: "draft it anew and have those seats sign";
    303 SignatureCount "SIGNATURE_COUNT" transient: false
        zh: "有 {given} 个签名，需要 {needed} 个"
        en: "{given} signatures are there; {needed} are needed"
        cure_zh: "由所列岗位各签一次，不多不少"
        cure_en: "have each seat named sign once, none besides";
    304 KeyNotForSeat "KEY_NOT_FOR_SEAT" transient: false
        zh: "第 {place} 个签名的密钥属于 {given}，此处需要 {needed}"
        en: "signature {place} is by a key of {given}; {needed} is needed there"
        cure_zh: "由 {needed} 的密钥签署，顺序与所列一致"
        cure_en: "sign with a key of {needed}, in the order named";
    305 KeyNotYetValid "KEY_NOT_YET_VALID" transient: false
        zh: "密钥 {key}（{person}）自 {from} 起方可签署"
        en: "key {key} ({person}) may sign from {from} on"
        cure_zh: "到期再签，或由他人签署"
        cure_en: "sign on or after that day, or let another sign";
    306 KeyExpired "KEY_EXPIRED" transient: false
        zh: "密钥 {key}（{person}）的最后一日是 {until}"
        en: "the last day of key {key} ({person}) was {until}"
        cure_zh: "延长密钥期限，或由他人签署"
        cure_en: "amend the key's last day, or let another sign";
    307 KeyRevoked "KEY_REVOKED" transient: false
        zh: "密钥 {key}（{person}）已由第 {index} 条撤销"
        en: "key {key} ({person}) was revoked by entry {index}"
        cure_zh: "用新登记的密钥重新签署"
        cure_en: "sign anew with a key enrolled since";
    308 OnePersonTwoSeats "ONE_PERSON_TWO_SEATS" transient: false
        zh: "{person} 占了两个签署位置；每个位置须为不同的人"
        en: "{person} signs in two places; each needs a different person"
        cure_zh: "由另一人签署其中一处"
        cure_en: "have another person sign one of them";
    309 ApproverIsBeneficiary "APPROVER_IS_BENEFICIARY" transient: false
        zh: "{party} 是 {case} 的申请或受益方，不能办理步骤 {step}"
        en: "{party} opened or benefits from {case} and cannot act on step {step}"
        cure_zh: "由上级或另一机关办理"
        cure_en: "let the upper body or another body act";
    310 NotByDocument "NOT_BY_DOCUMENT" transient: false
        zh: "步骤 {step} 不能由 {recorder} 凭文代录"
        en: "step {step} cannot be recorded by document by {recorder}"
        cure_zh: "由应签署的机关用密钥办理，或由程序所定机关代录"
        cure_en: "let the body that must sign use its key, or the body the procedure names record it";
    311 SignerNotTrusted "SIGNER_NOT_TRUSTED" transient: false
        zh: "{case} 的步骤 {step} 由密钥 {key} 签署，该密钥自 {since} 起不受信任"
        en: "step {step} of {case} was signed by key {key}, which is not trusted since {since}"
        cure_zh: "退回该步骤，重新办理"
        cure_en: "return the case to that step and do it again";
    312 LastIssueKey "LAST_ISSUE_KEY" transient: false
        zh: "{party} 只剩 {count} 个可签发的人，少于根机关所需的 {needed} 人"
        en: "{party} would have {count} persons left to issue, fewer than the {needed} its root needs"
        cure_zh: "先登记接替的密钥"
        cure_en: "enrol the successor's key first";
    313 SignsByKey "SIGNS_BY_KEY" transient: false
        zh: "{party} 有办理步骤 {step} 的密钥，须自行签署，不能由他人凭文代录"
        en: "{party} has keys for step {step} and signs itself; nobody records its letter"
        cure_zh: "由 {party} 用密钥办理"
        cure_en: "let {party} sign with its keys";
    // 4xx: time.
    401 MadeInFuture "MADE_IN_FUTURE" transient: true
        zh: "记录写于 {made}，晚于台账时间 {now} 五分钟以上"
        en: "the entry was made at {made}, more than five minutes after the ledger's time {now}"
        cure_zh: "校准两台机器的时钟后再提交"
        cure_en: "set both machines' clocks, then submit again";
    402 Expired "EXPIRED" transient: false
        zh: "草稿于 {expires} 失效，现在是 {now}"
        en: "the draft expired at {expires}; it is {now}"
        cure_zh: "重新起草并签署"
        cure_en: "draft and sign it anew";
    403 ExpiryTooLong "EXPIRY_TOO_LONG" transient: false
        zh: "自 {made} 至 {expires} 不在 0 至 {days} 天之间"
        en: "from {made} to {expires} is not between 0 and {days} days"
        cure_zh: "把有效期限定在 {days} 天以内"
        cure_en: "let it expire within {days} days";
    404 DocumentInFuture "DOCUMENT_IN_FUTURE" transient: false
        zh: "文件 {number} 的日期 {date} 晚于今天 {today}"
        en: "document {number} is dated {date}, after today, {today}"
        cure_zh: "更正日期"
        cure_en: "correct the date";
    405 DocumentTooOld "DOCUMENT_TOO_OLD" transient: false
        zh: "文件 {number} 的日期 {date} 早于 {limit}，超过所许的 {days} 个工作日"
        en: "document {number} is dated {date}, before {limit}: more than the {days} working days allowed"
        cure_zh: "附上期限内的新文件"
        cure_en: "bring a document within the limit";
    406 DatesReversed "DATES_REVERSED" transient: false
        zh: "{what} 从 {from} 到 {until}：起止颠倒或已过"
        en: "{what} runs from {from} to {until}: reversed or past"
        cure_zh: "更正起止日期"
        cure_en: "correct the dates";
    407 DateInFuture "DATE_IN_FUTURE" transient: false
        zh: "{what} 的日期 {date} 晚于今天 {today}"
        en: "{what} is dated {date}, after today, {today}"
        cure_zh: "到期再记，或更正日期"
        cure_en: "record it once that day has come, or correct the date";
    // 5xx: case state and order.
    501 StepUnknown "STEP_UNKNOWN" transient: false
        zh: "{case} 的程序没有步骤 {step}"
        en: "the procedure of {case} has no step {step}"
        cure_zh: "用 case show 查看步骤"
        cure_en: "see its steps with case show";
    502 CaseOver "CASE_OVER" transient: false
        zh: "{case} 已经结束：{phase}"
        en: "{case} is over: {phase}"
        cure_zh: "另开一件"
        cure_en: "open a new case";
    503 CaseReturned "CASE_RETURNED" transient: false
        zh: "{case} 已退回补正，尚未重新提交"
        en: "{case} was returned for completion and not resubmitted yet"
        cure_zh: "由申请方补正后重新提交"
        cure_en: "let who opened it complete and resubmit it";
    504 CaseNotReturned "CASE_NOT_RETURNED" transient: false
        zh: "{case} 没有被退回，无须重新提交"
        en: "{case} was not returned, so there is nothing to resubmit"
        cure_zh: "用 case show 查看下一步"
        cure_en: "see what comes next with case show";
    505 CaseMovedOn "CASE_MOVED_ON" transient: false
        zh: "签署所针对的 {case} 内容 {given} 已不是现行内容 {current}"
        en: "the signature speaks on content {given} of {case}, which is now {current}"
        cure_zh: "查看修改后的内容，重新起草并签署"
        cure_en: "read the amended content, draft and sign anew";
    506 StepDone "STEP_DONE" transient: false
        zh: "{case} 的步骤 {step} 已由第 {index} 条办结"
        en: "step {step} of {case} was done by entry {index}"
        cure_zh: "用 case show 查看下一步"
        cure_en: "see what comes next with case show";
    507 StepNotOpen "STEP_NOT_OPEN" transient: false
        zh: "{case} 的步骤 {step} 还要等：{waits_for}"
        en: "step {step} of {case} still waits for: {waits_for}"
        cure_zh: "先办理 {waits_for}"
        cure_en: "do {waits_for} first";
    508 MissingSignature "MISSING_SIGNATURE" transient: false
        zh: "{case} 缺少 {party} 在步骤 {step} 的签署"
        en: "{case} lacks the signature of {party} on step {step}"
        cure_zh: "请 {party} 办理步骤 {step}；它若还在等别的步骤，先办那一步（见 case show）"
        cure_en: "have {party} act on step {step}; if that waits for another step, do that one first (see case show)";
    509 OriginNotClosed "ORIGIN_NOT_CLOSED" transient: false
        zh: "{case}：原址关停尚未核验（步骤 {step}）"
        en: "{case}: the closure at the origin is not verified (step {step})"
        cure_zh: "由迁出地生态环境部门核验关停"
        cure_en: "let the origin's bureau verify the closure";
    510 FiguresMovedOn "FIGURES_MOVED_ON" transient: false
        zh: "草稿中的数字已过时：{what}"
        en: "the figures in the draft have moved on: {what}"
        cure_zh: "按今天的数字重新起草，无须重新输入"
        cure_en: "draft anew with today's figures; nothing has to be typed again";
    511 ProjectCovered "PROJECT_COVERED" transient: false
        zh: "项目 {project} 已由 {case} 落实指标"
        en: "project {project} is already covered by {case}"
        cure_zh: "核对项目；扩建须另行登记项目"
        cure_en: "check the project; register an expansion as a project of its own";
    512 NotAcceptedLate "NOT_ACCEPTED_LATE" transient: false
        zh: "{case} 已受理，不能再作不予受理"
        en: "{case} was accepted and can no longer be found not acceptable"
        cure_zh: "改用不予批准"
        cure_en: "refuse it instead";
    513 BaseNotAsked "BASE_NOT_ASKED" transient: false
        zh: "{case} 不迁移按年记账的碳排放预算，没有基数可划转"
        en: "{case} moves no yearly carbon budget, so there is no base to decide on"
        cure_zh: "核对办件编号"
        cure_en: "check the case number";
    520 NothingPosted "NOTHING_POSTED" transient: false
        zh: "{entry} 没有可以冲销或更正的入账"
        en: "{entry} posted nothing that could be reversed or corrected"
        cure_zh: "指明期初、下达、核减、作废、减排量核定或办件生效的那一笔"
        cure_en: "name the opening, issuance, take-back, invalidation, verification or case that posted";
    521 AlreadyReversed "ALREADY_REVERSED" transient: false
        zh: "第 {entry} 笔已由第 {by} 笔冲销"
        en: "entry {entry} was reversed by entry {by}"
        cure_zh: "冲销只有一次；需要时另行入账"
        cure_en: "a posting is reversed once; post what is right by an entry of its own";
    522 IsUndoing "IS_UNDOING" transient: false
        zh: "第 {entry} 笔本身是对第 {of} 笔的冲销或更正"
        en: "entry {entry} is itself a reversal or correction of entry {of}"
        cure_zh: "再次更正原来的第 {of} 笔"
        cure_en: "correct the original, entry {of}, again";
    523 ReversalWindowPassed "REVERSAL_WINDOW_PASSED" transient: false
        zh: "第 {entry} 笔只能在 {until} 前（含当日）冲销"
        en: "entry {entry} could be reversed up to and on {until}"
        cure_zh: "改用更正，由上一级共同签署"
        cure_en: "correct it instead, with the body above signing too";
    524 ShortfallCured "SHORTFALL_CURED" transient: false
        zh: "缺口 {shortfall} 已由第 {by} 笔补足"
        en: "shortfall {shortfall} was made good by entry {by}"
        cure_zh: "无须再办"
        cure_en: "nothing is left to do";
    525 AlreadyCorrected "ALREADY_CORRECTED" transient: false
        zh: "第 {entry} 笔已由第 {by} 笔更正，不能再整笔冲销"
        en: "entry {entry} was corrected by entry {by} and cannot be reversed as a whole any more"
        cure_zh: "再次更正，写明正确数量"
        cure_en: "correct it again and say what is right";
    526 NothingChanges "NOTHING_CHANGES" transient: false
        zh: "{what} 已经是 {recorded}，没有变动"
        en: "{what} is {recorded} already: nothing changes"
        cure_zh: "核对后写明不同的值"
        cure_en: "check it and give another value";
    530 LineTaken "LINE_TAKEN" transient: false
        zh: "{account} 的生产线 {line} 已由办件 {case} 迁出或预留"
        en: "line {line} of {account} moves or has moved with case {case}"
        cure_zh: "核对生产线；一条生产线只能迁一次"
        cure_en: "check the line: a line moves once";
    531 PartyClosed "PARTY_CLOSED" transient: false
        zh: "{party} 已于 {date}（{document}）终止，承继者：{successors}"
        en: "{party} ended on {date} ({document}); successors: {successors}"
        cure_zh: "由承继者办理：{successors}"
        cure_en: "act for a successor: {successors}";
    532 CaseStillOpen "CASE_STILL_OPEN" transient: false
        zh: "{party} 的办件 {case} 尚未办结"
        en: "case {case} of {party} is still open"
        cure_zh: "先撤回或办结该办件"
        cure_en: "withdraw or end the case first";
    533 NotAssigned "NOT_ASSIGNED" transient: false
        zh: "{party} 的 {what} {id} 没有写给唯一一个承继者，或不属于它"
        en: "{what} {id} of {party} does not go to exactly one successor, or is none of its own"
        cure_zh: "把 {id} 写给一个承继者"
        cure_en: "give {id} to one successor";
    550 FindingNotRectified "FINDING_NOT_RECTIFIED" transient: false
        zh: "{finding} 尚无 {responsible} 的整改记录，不能按整改到位销号"
        en: "nothing is on record that {responsible} put right about {finding}; it cannot be closed as rectified"
        cure_zh: "由 {responsible} 报送整改情况；查无问题的按查否销号"
        cure_en: "have {responsible} record what it did; where nothing was wrong, close it as unfounded";
    551 FindingClosed "FINDING_CLOSED" transient: false
        zh: "{finding} 已由第 {index} 条销号"
        en: "{finding} was closed by entry {index}"
        cure_zh: "有新问题另立一条"
        cure_en: "open a new finding where there is something new";
    552 FindingOfItself "FINDING_OF_ITSELF" transient: false
        zh: "{party} 是整改责任单位，不能自立自销"
        en: "{party} is who must put it right; it neither opens nor closes the finding"
        cure_zh: "由发现单位或其上级办理"
        cure_en: "leave that to who found it, or the body above";
    // 6xx: policy and documents.
    601 MissingDocument "MISSING_DOCUMENT" transient: false
        zh: "步骤 {step} 缺少文件：{kind}"
        en: "step {step} lacks a document: {kind}"
        cure_zh: "附上 {kind} 的文号、日期和文件"
        cure_en: "add the {kind}, with its number, date and file";
    602 NoProcedure "NO_PROCEDURE" transient: false
        zh: "{region} 在 {date} 没有可用的程序 {procedure}"
        en: "no procedure {procedure} is in force for {region} on {date}"
        cure_zh: "先采纳该程序"
        cure_en: "adopt the procedure first";
    603 FactorUndetermined "FACTOR_UNDETERMINED" transient: false
        zh: "{region} 的 {indicator} 在受理时（{date}）没有依据达标记录确定的替代系数"
        en: "no factor for {indicator} in {region} rested on a recorded attainment at the acceptance ({date})"
        cure_zh: "由主管部门采纳附有达标记录的系数（policy factor）；受理之后采纳的不溯及本件，须撤回后重新申请"
        cure_en: "have the authority adopt a factor with its attainment record (policy factor); one adopted after the acceptance does not reach this case: withdraw it and apply again";
    604 IndicatorUnknown "INDICATOR_UNKNOWN" transient: false
        zh: "没有采纳指标 {indicator}"
        en: "no indicator {indicator} has been adopted"
        cure_zh: "核对代码，或先采纳该指标"
        cure_en: "check the code, or adopt the indicator first";
    605 PeriodNotOfIndicator "PERIOD_NOT_OF_INDICATOR" transient: false
        zh: "{indicator} 的期间不能是 {period}，应为 {right}"
        en: "the period of {indicator} cannot be {period}; it must be {right}"
        cure_zh: "改用 {right}：年度加 --year 写明，长期有效不写 --year"
        cure_en: "use {right}: --year names a year; without --year it is standing";
    606 TooManyDecimals "TOO_MANY_DECIMALS" transient: false
        zh: "{indicator} 的数量 {amount} 超过 {decimals} 位小数"
        en: "the amount {amount} of {indicator} has more than {decimals} decimals"
        cure_zh: "按 {decimals} 位小数写明准确数量；系统不替人舍入"
        cure_en: "state the exact amount with {decimals} decimals; nothing is rounded for you";
    607 ProcedureUnsound "PROCEDURE_UNSOUND" transient: false
        zh: "程序 {procedure} 不成立：{what}"
        en: "procedure {procedure} does not hold together: {what}"
        cure_zh: "更正所指之处后重新采纳"
        cure_en: "correct the place named and adopt it again";
    608 DemonstrationMissing "DEMONSTRATION_MISSING" transient: false
        zh: "两高项目 {project} 没有由 {introducer} 组织、在 {date} 有效的论证：{found}"
        en: "two-high project {project} has no demonstration led by {introducer} that counts on {date}: {found}"
        cure_zh: "由 {introducer} 组织论证并通过"
        cure_en: "have {introducer} lead the demonstration to its end";
    609 BaseUndecided "BASE_UNDECIDED" transient: false
        zh: "{case}：碳排放基数划转尚无决定"
        en: "{case}: no decision on the carbon base is on record"
        cure_zh: "由共同上级记录基数划转决定"
        cure_en: "have the common upper body record the base decision";
    610 IndustryNotListed "INDUSTRY_NOT_LISTED" transient: false
        zh: "行业 {industry} 不在 {region} 的产业目录内"
        en: "industry {industry} is not on the list of {region}"
        cure_zh: "核对行业代码，或先修改目录"
        cure_en: "check the industry code, or amend the list first";
    611 CarbonReplacementMissing "CARBON_REPLACEMENT_MISSING" transient: false
        zh: "两高项目 {project} 没有列出碳排放置换量"
        en: "two-high project {project} names no carbon replacement"
        cure_zh: "在申请中加上项目碳排放置换量"
        cure_en: "add the project's carbon replacement to the application";
    612 PermitNotInForce "PERMIT_NOT_IN_FORCE" transient: false
        zh: "许可证 {permit} 不在有效状态：{state}"
        en: "permit {permit} is not in force: {state}"
        cure_zh: "核对许可证编号"
        cure_en: "check the permit's number";
    613 PermitNotEnded "PERMIT_NOT_ENDED" transient: false
        zh: "{firm} 在 {region} 的许可证 {permit} 仍然有效"
        en: "permit {permit} of {firm} in {region} is still in force"
        cure_zh: "先注销许可证，再办理此步骤"
        cure_en: "cancel the permit first, then do this step";
    614 PermitMissing "PERMIT_MISSING" transient: false
        zh: "{firm} 在 {region} 没有与所需相符的有效许可证：{what}"
        en: "{firm} has no permit in force in {region} that fits what it needs: {what}"
        cure_zh: "先核发许可证，再办理此步骤"
        cure_en: "issue the permit first, then do this step";
    615 PermitTooLong "PERMIT_TOO_LONG" transient: false
        zh: "许可证从 {from} 到 {until} 超过五年；最晚到 {max}"
        en: "a permit from {from} to {until} is longer than five years, which end on {max}"
        cure_zh: "最后一日不晚于 {max}"
        cure_en: "let it end by {max}";
    616 LimitNotLower "LIMIT_NOT_LOWER" transient: false
        zh: "许可证 {permit} 的 {indicator} 现为 {old}，不能降为 {new}"
        en: "permit {permit} has {old} of {indicator}, which cannot be lowered to {new}"
        cure_zh: "写低于现行的限值"
        cure_en: "name a limit below the present one";
    617 RatioBelowOne "RATIO_BELOW_ONE" transient: false
        zh: "{what} 为 {ratio}，低于 1"
        en: "{what} is {ratio}, below 1"
        cure_zh: "写不低于 1 的数"
        cure_en: "name a value of at least 1";
    618 ScopeTooWide "SCOPE_TOO_WIDE" transient: false
        zh: "{what} 不在 {scope} 的范围之内"
        en: "{what} does not lie within {scope}"
        cure_zh: "由其所在区域或上级机关办理"
        cure_en: "let its own region's body, or one above it, record it";
    620 CorrectionRaises "CORRECTION_RAISES" transient: false
        zh: "{lot}（{indicator}）记为 {recorded}，更正不能增加 {more} 到 {right}"
        en: "{lot} ({indicator}) was recorded as {recorded}; a correction cannot raise it by {more} to {right}"
        cure_zh: "少记的 {more} 凭其依据另记一笔"
        cure_en: "record the missing {more} by an entry of its own, on its own evidence";
    621 NotCorrectable "NOT_CORRECTABLE" transient: false
        zh: "第 {entry} 笔的 {what} 不能这样更正或冲销"
        en: "{what} of entry {entry} cannot be corrected or reversed so"
        cure_zh: "能整笔冲销的，在期限内冲销后重新入账；分期办理或未生效的办件不能冲销"
        cure_en: "where the whole posting can be reversed within its window, do so and post it anew; a case in stages, or one not in effect, cannot";
    622 BaseYearNotSet "BASE_YEAR_NOT_SET" transient: false
        zh: "规划期 {period} 的基准年尚未确定，不能产生新的指标批次"
        en: "the base year of plan period {period} is not set, so no new lot can be made"
        cure_zh: "先采纳写明基准年的规划期"
        cure_en: "adopt the plan period with its base year first";
    623 PlanPeriodUnsound "PLAN_PERIOD_UNSOUND" transient: false
        zh: "规划期 {period} 不成立：{what}"
        en: "plan period {period} does not hold together: {what}"
        cure_zh: "更正所指之处后重新采纳"
        cure_en: "correct the place named and adopt it again";
    630 PermitAboveRest "PERMIT_ABOVE_REST" transient: false
        zh: "许可证 {permit} 仍许可 {indicator} {allowed}，生产线迁出后只留下 {rest}"
        en: "permit {permit} still allows {allowed} of {indicator}; {rest} stays once the lines have gone"
        cure_zh: "先将迁出地许可证变更为不超过 {rest}"
        cure_en: "first lower the permit at the origin to at most {rest}";
    631 AgreementFileMissing "AGREEMENT_FILE_MISSING" transient: false
        zh: "{party} 凭文件同意（没有签发密钥，或由法院裁定），而文件 {document} 没有留存哈希"
        en: "{party} agrees by the document (it has no key to issue, or a court ruled), and the file of {document} is not on record"
        cure_zh: "用 --doc-file 给出文件"
        cure_en: "give its file with --doc-file";
    // 7xx: holds.
    701 RegionOnHold "REGION_ON_HOLD" transient: false
        zh: "{region} 的 {indicator} 处于区域限批（{hold}，{by}）"
        en: "{indicator} in {region} is on hold ({hold}, by {by})"
        cure_zh: "待 {by} 解除"
        cure_en: "wait until {by} lifts it";
    702 AccountOnHold "ACCOUNT_ON_HOLD" transient: false
        zh: "账户 {account} 被暂停（{hold}，{by}）"
        en: "account {account} is on hold ({hold}, by {by})"
        cure_zh: "待 {by} 解除"
        cure_en: "wait until {by} lifts it";
    703 LotOnHold "LOT_ON_HOLD" transient: false
        zh: "批次 {lot} 被暂停（{hold}，{by}）"
        en: "lot {lot} is on hold ({hold}, by {by})"
        cure_zh: "待 {by} 解除，或换用其他批次"
        cure_en: "wait until {by} lifts it, or draw other lots";
    704 CaseOnHold "CASE_ON_HOLD" transient: false
        zh: "{case} 被暂停（{hold}，{by}）"
        en: "{case} is on hold ({hold}, by {by})"
        cure_zh: "待 {by} 解除"
        cure_en: "wait until {by} lifts it";
    705 HoldNotActive "HOLD_NOT_ACTIVE" transient: false
        zh: "{hold} 已经解除或到期"
        en: "{hold} was lifted or has ended"
        cure_zh: "无须再解除"
        cure_en: "there is nothing left to lift";
    710 HoldOfFinding "HOLD_OF_FINDING" transient: false
        zh: "{hold} 随问题线索 {finding} 而设，销号时自动解除"
        en: "{hold} belongs to finding {finding} and ends when that is closed"
        cure_zh: "办理销号（finding close）"
        cure_en: "close the finding (finding close)";
    // 8xx: source quality.
    801 WrongSupplier "WRONG_SUPPLIER" transient: false
        zh: "{found} 不能为 {site} 供给指标；应由 {needed} 供给"
        en: "{found} cannot supply {site}; {needed} must"
        cure_zh: "由 {needed} 及其下属区域的批次供给"
        cure_en: "draw lots at or below {needed}";
    802 SourceOutOfScope "SOURCE_OUT_OF_SCOPE" transient: false
        zh: "批次 {lot} 在 {region}，不在 {prefecture} 之内，也没有不足说明加上级确认，或协调机制纪要"
        en: "lot {lot} lies in {region}, outside {prefecture}, without a shortage statement confirmed above or a minute of the coordination mechanism"
        cure_zh: "附上不足说明并由上级确认，或附上协调机制纪要"
        cure_en: "add the shortage statement and the upper confirmation, or the minute";
    803 SourceAlreadyClaimed "SOURCE_ALREADY_CLAIMED" transient: false
        zh: "许可证 {permit} 的 {facility} 的 {indicator} 已由 {reduction} 以同一措施申报"
        en: "{indicator} of {facility} under permit {permit} is already claimed, by the same measure, in {reduction}"
        cure_zh: "核对设施；同一设施同一措施只能申报一次"
        cure_en: "check the facility: one measure at one facility counts once";
    804 SourceNotHeld "SOURCE_NOT_HELD" transient: false
        zh: "{account} 只持有 {indicator} {held}，不足 {needed}"
        en: "{account} holds {held} of {indicator}, less than {needed}"
        cure_zh: "先登记期初或核定的指标；减排不能凭空产生"
        cure_en: "record its opening balance or issuance first; a reduction creates nothing";
    805 SourceExceedsBase "SOURCE_EXCEEDS_BASE" transient: false
        zh: "{indicator} 超出基准年排放所许：可作来源 {eligible}，需要 {needed}，缺 {short}（不可用于替代 {barred}）"
        en: "{indicator} exceeds what the base year allows: {eligible} may serve as a source, {needed} needed, short by {short} ({barred} not usable for replacement)"
        cure_zh: "改用其他来源补足 {short}"
        cure_en: "cover {short} from other sources";
    806 SourceBaseUnknown "SOURCE_BASE_UNKNOWN" transient: false
        zh: "{source} 的 {indicator} 没有核定的基准年排放"
        en: "no verified base-year emission of {indicator} is on record for {source}"
        cure_zh: "先记录核定的基准年排放"
        cure_en: "record the verified base-year emission first";
    807 SourceNotAchieved "SOURCE_NOT_ACHIEVED" transient: false
        zh: "减排 {reduction} 尚未落实：{giver} 的许可证仍许可 {indicator} {allowed}，而其自有 {own}"
        en: "reduction {reduction} is not achieved: the permits of {giver} still allow {allowed} of {indicator}, its own holding is {own}"
        cure_zh: "先将 {giver} 的许可证降至 {own}"
        cure_en: "first lower the permits of {giver} to {own}";
    808 SourceWrongLot "SOURCE_WRONG_LOT" transient: false
        zh: "批次 {lot} 不能作来源：{what}"
        en: "lot {lot} cannot serve as a source: {what}"
        cure_zh: "换用其他批次"
        cure_en: "draw another lot";
    809 NotIssued "NOT_ISSUED" transient: false
        zh: "批次 {lot} 不是核定下达的，不能核减"
        en: "lot {lot} was not issued, so it cannot be taken back"
        cure_zh: "只核减下达的批次"
        cure_en: "take back issued lots only";
    810 NothingReduced "NOTHING_REDUCED" transient: false
        zh: "{facility} 的 {indicator} 此前排放 {before}，此后 {after}，没有减少"
        en: "{facility} emitted {before} of {indicator} before and {after} after: nothing was reduced"
        cure_zh: "核对前后排放量"
        cure_en: "check both emissions";
    820 LotOfOldPeriod "LOT_OF_OLD_PERIOD" transient: false
        zh: "批次 {lot}（自 {since}）属于规划期 {period} 以前，未列入可继续使用的批次"
        en: "lot {lot} (since {since}) is from before plan period {period} and not listed to go on"
        cure_zh: "由两个顶层部门再次采纳规划期 {period}，把 {lot} 列入"
        cure_en: "have both roots adopt plan period {period} again with {lot} on its list";
    // 9xx: quantity.
    901 LotAlreadyUsed "LOT_ALREADY_USED" transient: false
        zh: "批次 {lot} 已全部用完，需要 {needed}；用于：{used_by}"
        en: "lot {lot} is used up, {needed} needed; used by {used_by}"
        cure_zh: "换用其他来源"
        cure_en: "use another source";
    902 InsufficientLot "INSUFFICIENT_LOT" transient: false
        zh: "{indicator} 需要 {needed}，{lots} 可用 {available}，缺 {short}；已用于：{used_by}；预留于：{reserved_by}"
        en: "{needed} of {indicator} needed, {lots} has {available} available: short by {short}; used by {used_by}; reserved by {reserved_by}"
        cure_zh: "补足 {short}，或减少需要量"
        cure_en: "find {short} more, or need less";
    903 InsufficientBalance "INSUFFICIENT_BALANCE" transient: false
        zh: "{account} 可用 {indicator} {available}，需要 {needed}，缺 {short}"
        en: "{account} has {available} of {indicator} available, {needed} needed: short by {short}"
        cure_zh: "数量不超过 {available}，或先补足 {short}"
        cure_en: "ask for at most {available}, or find {short} more first";
    904 NothingHeld "NOTHING_HELD" transient: false
        zh: "{account} 没有可以迁移的 {indicator}"
        en: "{account} holds nothing of {indicator} that could move"
        cure_zh: "核对迁出账户，或先登记期初"
        cure_en: "check the origin account, or record its opening balance first";
    905 QuantityTooLarge "QUANTITY_TOO_LARGE" transient: false
        zh: "{indicator} 的{what}将达 {amount}，上限为 {max}"
        en: "{what} of {indicator} would come to {amount}; the limit is {max}"
        cure_zh: "核对数量和单位"
        cure_en: "check the amount and its unit";
    910 ShortfallOpen "SHORTFALL_OPEN" transient: false
        zh: "{region} 尚欠 {indicator} {open}（缺口 {shortfall}，应在 {due} 前补足），补足前不能预留"
        en: "{region} still owes {open} of {indicator} (shortfall {shortfall}, due {due}) and reserves none until it is made good"
        cure_zh: "先补足缺口 {shortfall}"
        cure_en: "make shortfall {shortfall} good first";
    911 PostedQuantityUsed "POSTED_QUANTITY_USED" transient: false
        zh: "第 {entry} 笔记入 {account} 的 {lot} 共 {posted}，现可用 {available}，缺 {short}，不能整笔冲销"
        en: "entry {entry} posted {posted} of {lot} to {account}, of which {available} is free: short by {short}, so the whole cannot be reversed"
        cure_zh: "改用更正：有多少先记多少，其余记为缺口"
        cure_en: "correct it instead: what is there is posted, the rest is owed";
    920 StagesDiffer "STAGES_DIFFER" transient: false
        zh: "{indicator} 各期合计 {stages}，全部需要 {needed}"
        en: "the stages need {stages} of {indicator} together, the project {needed}"
        cure_zh: "使各期之和等于 {needed}"
        cure_en: "let the stages add up to {needed}";
    921 SharesDiffer "SHARES_DIFFER" transient: false
        zh: "{account} 持有 {indicator} {held}，各承继者合计 {shares}"
        en: "{account} holds {held} of {indicator}, the successors' parts come to {shares}"
        cure_zh: "使各部分之和等于 {held}"
        cure_en: "let the parts add up to {held}";
    922 ShareBelowReserved "SHARE_BELOW_RESERVED" transient: false
        zh: "{party} 从 {account} 只得 {indicator} {share}，而随其办件 {case} 的预留为 {reserved}"
        en: "{party} gets {share} of {indicator} from {account}, and its case {case} reserves {reserved}"
        cure_zh: "该部分不少于其办件的预留"
        cure_en: "give it at least what its cases reserve";
    // 10xx: caps.
    1001 NoCeiling "NO_CEILING" transient: false
        zh: "{region} 及其上级没有 {indicator} {period} 的总量上限，不能下达"
        en: "neither {region} nor a region above it has a ceiling for {indicator} {period}, so nothing can be issued"
        cure_zh: "先由上级下达总量"
        cure_en: "have the upper body set the cap first";
    1002 CapExceeded "CAP_EXCEEDED" transient: false
        zh: "{region} 的 {indicator}（{period}）总量 {cap}，现用 {used}，还可加 {room}；再加 {added} 将超出 {over}"
        en: "{region} has a cap of {cap} for {indicator} ({period}) and uses {used}, which leaves {room}; {added} more would put it {over} over"
        cure_zh: "最多再加 {room}，或由上级调整总量"
        cure_en: "add at most {room}, or have the upper body amend the cap";
}
