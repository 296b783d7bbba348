//! Stages of a project as people type them: `NOX=400,CO2PROJ=2400000` for each.

use crate::cli::text::msg;
use crate::cli::values::{self, BadValue};
use crate::domain::amount::Balance;
use crate::domain::case::Stage;
use crate::domain::region::Quantity;
use crate::domain::rules::STAGES_MAX;

/// Reads what one stage needs: amounts with commas, Chinese ones too, between them.
pub fn stage(text: &str) -> Result<Stage, BadValue> {
    let parts = text.split([',', '，', '、']).map(str::trim);
    let required: Vec<Quantity> = parts
        .filter(|part| !part.is_empty())
        .map(values::quantity)
        .collect::<Result<_, _>>()?;
    if required.is_empty() {
        return Err(BadValue(msg!("value-stage", text = text)));
    }
    Ok(Stage { required })
}

/// Reads the number of a stage: `1`, `第1期`.
pub fn number(text: &str) -> Result<u16, BadValue> {
    let digits = text.trim().trim_start_matches('第').trim_end_matches('期');
    match digits.trim().parse::<u16>() {
        Ok(number) if (1..=STAGES_MAX).contains(&usize::from(number)) => Ok(number),
        Ok(_) | Err(_) => Err(BadValue(msg!(
            "value-stage-number",
            text = text,
            max = STAGES_MAX
        ))),
    }
}

/// What is needed in all: as it was given, else the sum of the stages.
pub fn together(given: Vec<Quantity>, stages: &[Stage]) -> Vec<Quantity> {
    if !given.is_empty() {
        return given;
    }
    let mut all: Vec<Quantity> = Vec::new();
    for quantity in stages.iter().flat_map(|stage| &stage.required) {
        match all.iter_mut().find(|q| q.indicator == quantity.indicator) {
            Some(sum) => {
                let both = Balance::from(sum.amount).plus(quantity.amount.into());
                sum.amount = both.amount().unwrap_or(sum.amount);
            }
            None => all.push(quantity.clone()),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::{stage, together};

    #[test]
    fn stages_are_read_with_commas_of_either_kind_and_add_up() {
        let stages = ["NOX=400,CO2PROJ=10.5", "NOX=240，CO2PROJ=2", "NOX=0.001"]
            .map(|text| stage(text).unwrap());
        let all = together(Vec::new(), &stages);
        let told: Vec<_> = all
            .iter()
            .map(|q| format!("{}={}", q.indicator, q.amount))
            .collect();
        assert_eq!(told, ["NOX=640.001", "CO2PROJ=12.5"]);
    }

    #[test]
    fn a_stage_is_numbered_from_one() {
        for (text, read) in [("1", Some(1)), ("第2期", Some(2)), (" 12 ", Some(12))] {
            assert_eq!(super::number(text).ok(), read, "{text:?}");
        }
        for text in ["0", "13", "二", "-1", "1.5", ""] {
            assert!(super::number(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_stage_of_nothing_is_no_stage() {
        for text in ["", " ", ",", "NOX", "NOX=", "NOX=-1", "NOX=0"] {
            assert!(stage(text).is_err(), "{text:?}");
        }
    }
}
