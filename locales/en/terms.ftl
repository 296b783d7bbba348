# Words of closed sets.
term-yes = yes
term-no = no
term-all = all
term-nothing = -
term-new = new
term-changed = changed
term-new-key = the new key, proving possession
term-by-document = by document
term-reserve = reserve
term-scope-all = everywhere
term-admitted = admitted
term-refused = refused
term-refused-before = refused before
term-repeated = admitted before
term-invalid = invalid

term-seat-handle = handle
term-seat-review = review
term-seat-issue = issue

term-party-bureau = ecology and environment bureau
term-party-government = government
term-party-park-committee = park committee
term-party-enterprise = enterprise
term-party-reform = development and reform
term-party-statistics = statistics
term-party-reserve-body = reserve or exchange body
term-party-verifier = verifier
term-party-inspector = inspector
term-party-court = court

term-level-province = province
term-level-prefecture = prefecture
term-level-county = county
term-level-zone = zone
term-level-park = park

term-relation-cap-parent = cap parent
term-relation-place = place
term-relation-answers-to = answers to

term-cap-ceiling = ceiling
term-cap-target = reduction target
term-cap-none = none

term-case-relocation = relocation
term-case-introduction = introduction
term-case-demonstration = demonstration

term-signatory-park-committee = the park committee
term-signatory-enterprise = the firm or builder
term-signatory-origin-authority = the bureau of the origin
term-signatory-origin-government = the government of the origin
term-signatory-host-authority = the bureau of the site
term-signatory-common-upper = the common upper body
term-signatory-introducer = the introducing party
term-signatory-introducer-authority = the bureau of the introducing party
term-signatory-giver = the giver

term-effect-none = moves nothing
term-effect-reserve = reserves
term-effect-post = posts

term-establishes-nothing = nothing further
term-establishes-acceptance = acceptance
term-establishes-carry-consent = carry consent
term-establishes-source-plan = source plan
term-establishes-source-confirmed = source confirmed
term-establishes-upper-confirmation = upper confirmation
term-establishes-closure = closure at the origin
term-establishes-old-permit-ended = old permit ended
term-establishes-new-permit-issued = new permit issued
term-establishes-sources-achieved = sources achieved
term-establishes-demonstration-passed = demonstration passed

term-document-letter = letter
term-document-application = application
term-document-acceptance-notice = acceptance notice
term-document-carry-consent = carry consent
term-document-opinion = opinion
term-document-eia-approval = EIA approval
term-document-closure-record = closure record
term-document-permit-decision = permit decision
term-document-source-plan = source plan
term-document-shortage-statement = shortage statement
term-document-coordination-minute = coordination minute
term-document-undertaking = undertaking
term-document-demonstration = demonstration
term-document-verification-report = verification report
term-document-cap-decision = cap decision

term-measure-closure = closure
term-measure-feed = change of feed or fuel
term-measure-process = change of process
term-measure-treatment = end treatment

term-nature-new = new
term-nature-moved = moved
term-nature-rebuilt = rebuilt
term-nature-expanded = expanded
term-nature-renewed = renewed

term-span-standing = standing
term-span-yearly = by year
term-caprule-ceiling = under caps
term-caprule-none = not under caps
term-cover-factor = covered by the factor
term-cover-carbon-ratio = covered by the carbon ratio
term-cover-plain = covered once
term-base-limited = sources count up to their base year
term-base-free = sources have no base-year limit

term-end-not-accepted = not accepted
term-end-refused = refused
term-end-withdrawn = withdrawn

term-revoked-left = left
term-revoked-replaced = replaced
term-revoked-lost = lost
term-revoked-compromised = compromised

term-place-available = available
term-place-barred = no replacement source
term-place-reserved = reserved
term-place-reserved-barred = reserved, no replacement source
term-place-retired = retired
term-place-taken-back = taken back
term-place-reduced = turned into a reduction

term-permit-in-force = in force
term-permit-expired = expired
term-permit-cancelled = cancelled

term-key-valid = valid
term-key-not-yet = not yet valid
term-key-expired = expired
term-key-revoked = revoked
term-key-public = public half
term-key-encrypted = private half, encrypted
term-key-plain = private half, not encrypted

term-hold-active = in force
term-hold-over = over

term-policy-indicator = indicator
term-policy-procedure = procedure
term-policy-factor = factor
term-policy-carbon-ratio = carbon ratio
term-policy-two-high-list = two-high list
term-policy-park-industries = park industries
term-policy-calendar = calendar
term-policy-limits = limits

# Kinds of entries.
term-kind-genesis = genesis
term-kind-region-enrol = region enrolled or amended
term-kind-party-enrol = party enrolled or amended
term-kind-person-enrol = person enrolled
term-kind-key-enrol = key enrolled
term-kind-key-amend = last day of a key changed
term-kind-key-revoke = key revoked
term-kind-account-open = account opened
term-kind-policy-adopt = policy adopted
term-kind-cap-set = cap set
term-kind-upgrade = number of the rules raised
term-kind-opening-record = opening balances recorded
term-kind-quota-issue = quota issued
term-kind-quota-take-back = quota taken back
term-kind-permit-record = permit recorded or issued
term-kind-permit-lower = limits of a permit lowered
term-kind-permit-cancel = permit cancelled
term-kind-emission-verify = base-year emissions verified
term-kind-base-decide = base decided
term-kind-reduction-record = reduction recorded
term-kind-reduction-verify = reduction verified
term-kind-project-register = project registered
term-kind-hold-place = hold placed
term-kind-hold-lift = hold lifted
term-kind-case-open = case opened
term-kind-case-act = step of a case
term-kind-case-return = case returned for completion
term-kind-case-resubmit = case resubmitted
term-kind-case-end = case ended without effect
