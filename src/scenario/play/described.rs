//! What a figure is of, in words.

use crate::domain::ids::Holder;
use crate::domain::period::Period;
use crate::scenario::model::{AccountRef, FigureOf, ProjectKind, Ref, Slotted, SumKind, TotalKind};
use crate::scenario::texts::Value;

/// A value that differs between the languages.
pub fn both(zh: impl Into<String>, en: impl Into<String>) -> Value {
    Value::Both(zh.into(), en.into())
}

fn account(account: &AccountRef) -> String {
    let holder = match &account.holder {
        Holder::Party(party) => party.as_str(),
        Holder::Reserve => "RESERVE",
    };
    match &account.project {
        None => format!("{}/{holder}", account.region),
        Some(project) => format!("{}/{holder}/{}", account.region, spelled(project)),
    }
}

fn spelled<T: std::fmt::Display>(reference: &Ref<T>) -> String {
    match reference {
        Ref::Given(number) => number.to_string(),
        Ref::Named(name) => format!("${name}"),
    }
}

fn slot(slot: Slotted) -> (&'static str, &'static str) {
    match slot {
        Slotted::Available => ("可用", "available"),
        Slotted::Reserved => ("预留", "reserved"),
        Slotted::Barred => ("不可用于替代", "barred"),
    }
}

/// What a figure is of, in words.
pub fn described(of: &FigureOf, since: Option<&str>) -> Value {
    let period = |period: &Period| {
        period
            .year()
            .map_or_else(String::new, |year| format!(" {year}"))
    };
    let (zh, en) = match of {
        FigureOf::Balance(kind, place, of) => {
            let (zh, en) = slot(*kind);
            let place = account(place);
            match of {
                Some((code, of)) => {
                    let of = period(of);
                    (
                        format!("{place} {zh} {code}{of}"),
                        format!("{place} {en} {code}{of}"),
                    )
                }
                None => (
                    format!("{place} {zh}各指标"),
                    format!("{place} {en}, all indicators"),
                ),
            }
        }
        FigureOf::Lot(lot, kind, place) => {
            let ((zh, en), lot, place) = (slot(*kind), spelled(lot), account(place));
            (
                format!("批次 {lot} 在 {place} {zh}"),
                format!("lot {lot} in {place} {en}"),
            )
        }
        FigureOf::LotElsewhere(lot, kind, _) => {
            let ((zh, en), lot) = (slot(*kind), spelled(lot));
            (
                format!("批次 {lot} 在其他账户 {zh}"),
                format!("lot {lot} elsewhere {en}"),
            )
        }
        FigureOf::Total(kind, region, code, of) => {
            let (zh, en) = match kind {
                TotalKind::Used => ("使用量", "use"),
                TotalKind::Cap => ("总量", "cap"),
                TotalKind::Over => ("超量", "over"),
            };
            let of = period(of);
            (
                format!("{region} {zh} {code}{of}"),
                format!("{region} {en} {code}{of}"),
            )
        }
        FigureOf::Sum(kind, code) => {
            let (zh, en) = match kind {
                SumKind::Issued => ("累计下达", "issued in all"),
                SumKind::Opening => ("期初合计", "opening in all"),
                SumKind::Held => ("各账户合计", "held in all"),
                SumKind::Retired => ("替代核销合计", "retired in all"),
                SumKind::Invalidated => ("作废合计", "invalidated in all"),
                SumKind::TakenBack => ("核减合计", "taken back in all"),
            };
            (format!("{zh} {code}"), format!("{en} {code}"))
        }
        FigureOf::Project(kind, project, code) => {
            let (zh, en) = match kind {
                ProjectKind::Credited => ("到账", "credited"),
                ProjectKind::Retired => ("替代核销", "retired"),
            };
            let project = spelled(project);
            (
                format!("项目 {project} {zh} {code}"),
                format!("project {project} {en} {code}"),
            )
        }
    };
    match since {
        None => both(zh, en),
        Some(mark) => both(
            format!("{zh} 较 {mark} 的变化"),
            format!("{en}, change since {mark}"),
        ),
    }
}
