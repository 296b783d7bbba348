//! The total-indicator review form (总量指标审核表) of a case.

use std::collections::BTreeMap;

use super::{Block, Paper, Press, Table, figures, texts};
use crate::cli::shown::period;
use crate::cli::text::msg;
use crate::domain::amount::{Amount, Balance};
use crate::domain::case::{Case, Content};
use crate::domain::ids::{AccountId, CaseNo, Holder, IndicatorCode, PartyId};
use crate::domain::indicator::Cover;
use crate::domain::period::Period;
use crate::domain::posting::Place;
use crate::domain::region::Quantity;
use crate::domain::rules::cases::plan::required_of;
use crate::domain::rules::setup::policy;
use crate::domain::state::{Stop, keys};
use crate::domain::text::DocumentKind;
use crate::explain::words;
use crate::service::ServiceError;
use crate::service::query::{CaseView, Drawn};

/// The form.
pub fn review(press: &Press<'_>, no: &CaseNo) -> Result<Paper, ServiceError> {
    let view = press.view.case_view(no)?;
    let case: Case = press.view.draft().must(&keys::case(no))?;
    Ok(Paper {
        region: Some(case.site.clone()),
        letterhead: press.bureau(&case.site)?,
        title: press.say(&msg!("paper-review")),
        about: press.say(&msg!("paper-case", case = no)),
        blocks: vec![
            Block::Fields(fields(press, &case, &view)?),
            Block::Table(table(press, &case, &view)?),
            Block::Seals(press.seals(&view)?),
        ],
        notes: press.notes(),
        landscape: true,
    })
}

fn fields(
    press: &Press<'_>,
    case: &Case,
    view: &CaseView,
) -> Result<Vec<(String, String)>, ServiceError> {
    let project = match case.project() {
        Some(no) => Some(press.view.project(no)?),
        None => None,
    };
    let builder: Option<PartyId> = match (&project, &view.brief.firm) {
        (Some(project), _) => Some(project.builder.clone()),
        (None, firm) => firm.clone(),
    };
    let (mut builder_name, mut credit_code) = (String::new(), String::new());
    if let Some(builder) = &builder {
        builder_name = press.party(builder)?;
        let party = press.view.draft().get(&keys::party(builder))?;
        let code = party.and_then(|party| party.credit_code);
        credit_code = code.map(|code| code.to_string()).unwrap_or_default();
    }
    let eia = view
        .checklist
        .iter()
        .find(|step| step.documents.contains(&DocumentKind::EiaApproval));
    let (mut eia_body, mut eia_number) = (String::new(), String::new());
    if let Some(step) = eia {
        eia_body = press.parties(&step.parties)?;
        let documents = step.done.iter().flat_map(|done| &done.documents);
        let approval = documents.filter(|document| document.kind == DocumentKind::EiaApproval);
        eia_number = approval
            .map(|document| document.number.to_string())
            .collect::<Vec<_>>()
            .join(" ");
    }
    let of = |text: Option<String>| text.unwrap_or_default();
    let project = project.as_ref();
    let field = |message, value| (press.say(&message), value);
    Ok(vec![
        field(
            msg!("paper-project-name"),
            of(project.map(|p| p.name.to_string())),
        ),
        field(
            msg!("paper-project-code"),
            of(project.map(|p| {
                p.code
                    .as_ref()
                    .map_or_else(|| p.project.to_string(), ToString::to_string)
            })),
        ),
        field(msg!("label-builder"), builder_name),
        field(msg!("label-credit-code"), credit_code),
        field(msg!("label-site"), press.region(&case.site)?),
        field(
            msg!("label-industry"),
            of(project.map(|p| p.industry.to_string())),
        ),
        field(
            msg!("label-nature"),
            of(project.map(|p| press.word(words::nature(p.nature)))),
        ),
        field(msg!("paper-process"), String::new()),
        field(msg!("paper-fuel"), String::new()),
        field(msg!("paper-treatment"), String::new()),
        field(msg!("paper-eia-body"), eia_body),
        field(msg!("paper-eia-number"), eia_number),
        field(
            msg!("paper-accepted-on"),
            of(case.accepted.map(|accepted| accepted.date.to_string())),
        ),
        field(msg!("paper-stage"), String::new()),
        field(msg!("paper-energy-number"), String::new()),
        field(
            msg!("paper-kind-of-case"),
            press.word(words::case_kind(view.brief.kind)),
        ),
    ])
}

/// The account whose rights the case rests on: the firm's at the origin, or the builder's own.
fn own_account(case: &Case, view: &CaseView) -> Option<AccountId> {
    match &case.content {
        Content::Relocation(content) => Some(content.origin.clone()),
        Content::Introduction(_) | Content::Demonstration(_) => {
            let builder = view.brief.firm.clone()?;
            Some(AccountId::new(
                case.site.clone(),
                Holder::Party(builder),
                None,
            ))
        }
    }
}

fn table(press: &Press<'_>, case: &Case, view: &CaseView) -> Result<Table, ServiceError> {
    let mut table = Table::new(
        press.say(&msg!("paper-indicators")),
        vec![
            texts(press, &msg!("label-indicator")),
            texts(press, &msg!("paper-unit")),
            texts(press, &msg!("label-period")),
            figures(press, &msg!("paper-base-emission")),
            figures(press, &msg!("paper-emission")),
            texts(press, &msg!("paper-basis")),
            figures(press, &msg!("paper-existing")),
            texts(press, &msg!("paper-facilities")),
            figures(press, &msg!("paper-offset")),
            figures(press, &msg!("paper-net")),
            figures(press, &msg!("paper-factor")),
            figures(press, &msg!("paper-required")),
            figures(press, &msg!("paper-reserved")),
            figures(press, &msg!("paper-credited")),
            figures(press, &msg!("paper-retired")),
            texts(press, &msg!("paper-lots")),
        ],
    );
    let own = own_account(case, view);
    for Quantity { indicator, amount } in required_of(case) {
        let drew = view
            .drew
            .iter()
            .filter(|drawn| drawn.indicator == *indicator);
        let mut periods: BTreeMap<Option<Period>, Vec<&Drawn>> = BTreeMap::new();
        for drawn in drew {
            let of = press.view.lot(&drawn.lot)?.period;
            periods.entry(Some(of)).or_default().push(drawn);
        }
        if periods.is_empty() {
            periods.insert(None, Vec::new());
        }
        for (of, drew) in &periods {
            let need = (indicator, *amount);
            table
                .rows
                .push(row(press, case, own.as_ref(), need, (*of, drew))?);
        }
    }
    Ok(table)
}

/// An indicator in a period: what is needed of it, and what was drawn.
fn row(
    press: &Press<'_>,
    case: &Case,
    own: Option<&AccountId>,
    (code, amount): (&IndicatorCode, Amount),
    (of, drew): (Option<Period>, &[&Drawn]),
) -> Result<Vec<String>, ServiceError> {
    let (name, unit) = press.indicator(code)?;
    let (factor, basis) = factor(press, case, code)?;
    let decimals = policy_decimals(press, code)?;
    let required = factor.map(|factor| amount.times_rounded_up(factor, decimals));
    let base = match own {
        Some(own) => press.view.draft().get(&keys::base_emission(own, code))?,
        None => None,
    };
    let sum = |wanted: &dyn Fn(&Drawn) -> bool| {
        let of = drew.iter().filter(|drawn| wanted(drawn));
        of.fold(Balance::ZERO, |sum, drawn| sum.plus(drawn.amount.into()))
    };
    let at_site = |drawn: &Drawn| {
        let account = drawn.to.account();
        drawn.posted && account.is_some_and(|account| *account.region() == case.site)
    };
    let is_own = |drawn: &Drawn| drawn.from.account() == own;
    let is_posted = drew.iter().any(|drawn| drawn.posted);
    // Until it is posted, what the firm holds goes first, up to what is needed.
    let (offset, met) = if is_posted {
        (sum(&|drawn| is_own(drawn) && at_site(drawn)), sum(&at_site))
    } else {
        (sum(&is_own).min(amount.into()), amount.into())
    };
    let mut lots: Vec<String> = drew.iter().map(|drawn| drawn.lot.to_string()).collect();
    lots.dedup();
    let or_empty = |text: Option<String>| text.unwrap_or_default();
    let shown = |balance| press.balance(code, balance);
    Ok(vec![
        name,
        unit,
        or_empty(of.map(|of| period(of).in_lang(press.lang))),
        or_empty(base.map(|base| shown(base.emission))),
        press.amount(code, amount),
        or_empty(basis),
        shown(sum(&is_own)),
        // The project's own facilities and outlets are not on the ledger.
        String::new(),
        shown(offset),
        shown(met.minus_or_zero(offset)),
        or_empty(factor.map(|factor| factor.to_string())),
        or_empty(required.map(shown)),
        shown(sum(&|drawn| !drawn.posted)),
        shown(sum(&at_site)),
        shown(sum(&|drawn| drawn.to == Place::Retired)),
        lots.join(" "),
    ])
}

fn policy_decimals(press: &Press<'_>, code: &IndicatorCode) -> Result<u32, ServiceError> {
    Ok(policy::indicator(press.view.draft(), code)?.decimals.into())
}

/// How often a tonne must be covered, and on which record, where that is decided.
fn factor(
    press: &Press<'_>,
    case: &Case,
    code: &IndicatorCode,
) -> Result<(Option<Balance>, Option<String>), ServiceError> {
    let (draft, judged_by) = (press.view.draft(), case.judged_by());
    let found = match policy::indicator(draft, code)?.cover {
        Cover::Plain => Ok((Some(Amount::ONE.balance()), None)),
        Cover::CarbonRatio => {
            policy::carbon_ratio(draft, &case.site, judged_by).map(|ratio| (ratio, None))
        }
        Cover::Factor => policy::factor(draft, case.content.kind(), code, &case.site, judged_by)
            .map(|found| match found {
                Some(found) => (
                    Some(found.factor),
                    Some(found.attainment.number.to_string()),
                ),
                None => (None, None),
            }),
    };
    match found {
        Ok(found) => Ok(found),
        Err(Stop::Refused(_)) => Ok((None, None)),
        Err(Stop::Unreadable(damage)) => Err(damage.into()),
    }
}
