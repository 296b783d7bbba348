//! Stages of a project as people type them: `NOX=400,CO2PROJ=2400000` for each.

use crate::cli::text::msg;
use crate::cli::values::{self, BadValue};
use crate::domain::amount::Balance;
use crate::domain::case::Stage;
use crate::domain::region::Quantity;

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
    fn a_stage_of_nothing_is_no_stage() {
        for text in ["", " ", ",", "NOX", "NOX=", "NOX=-1", "NOX=0"] {
            assert!(stage(text).is_err(), "{text:?}");
        }
    }
}
