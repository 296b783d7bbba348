//! Words among the values of a refusal: tokens on record, told in the reader's language.
//!
//! A refusal records `what: region` or `period: standing`, for its leaf must not depend on who reads
//! it. Its Chinese text says 区域 and 长期有效 instead, its English one `not accepted` for
//! `not_accepted`. Names, numbers and ids stay as they are, and so does every token that has no word
//! here.

use crate::domain::text::Lang;

/// The value of `name` as a text in `lang` says it.
pub(super) fn said(lang: Lang, name: &str, value: &str) -> String {
    let told: Vec<String> = counted(value)
        .into_iter()
        .map(|(token, times)| {
            let word = match lang {
                Lang::Zh => chinese(name, token),
                Lang::En => english(name, token),
            };
            repeated(lang, word, times)
        })
        .collect();
    // A list of words takes the Chinese comma; what has none is left exactly as it was.
    if lang == Lang::Zh && !value.split(", ").eq(told.iter().map(String::as_str)) {
        told.join("、")
    } else {
        told.join(", ")
    }
}

/// The items of a list in their order, equal neighbours once with their number: one posting that
/// draws the same amount of a lot twice (for the project, and to be retired) is told once.
fn counted(value: &str) -> Vec<(&str, usize)> {
    let mut items: Vec<(&str, usize)> = Vec::new();
    for token in value.split(", ") {
        match items.last_mut() {
            Some((last, times)) if *last == token => *times += 1,
            Some(_) | None => items.push((token, 1)),
        }
    }
    items
}

fn repeated(lang: Lang, word: String, times: usize) -> String {
    match (lang, times) {
        (_, 1) => word,
        (Lang::Zh, _) => format!("{word}（{times} 笔）"),
        (Lang::En, _) => format!("{word} ({times} postings)"),
    }
}

/// Records are written with underscores; a sentence is not. Ids of steps stay as they are typed.
fn english(name: &str, token: &str) -> String {
    let is_word = match name {
        "what" => thing(token).is_some(),
        "kind" => document(token).is_some(),
        "phase" | "state" => state(token).is_some(),
        _ => false,
    };
    match (name, token) {
        _ if is_word => token.replace('_', " "),
        ("right", "year" | "YYYY") => "a year".to_owned(),
        ("used_by" | "reserved_by", "-") => "nothing".to_owned(),
        ("lots", "-") => "no lot".to_owned(),
        _ => token.to_owned(),
    }
}

fn chinese(name: &str, token: &str) -> String {
    if let Some((party, seat)) = token.rsplit_once(':')
        && let Some(seat) = seat_word(seat)
    {
        return format!("{party}:{seat}");
    }
    let found = match name {
        "what" => thing(token),
        "period" => (token == "standing").then_some("长期有效"),
        "right" => right_period(token),
        "used_by" | "reserved_by" => (token == "-").then_some("无"),
        "lots" => (token == "-").then_some("没有批次"),
        "kind" => document(token),
        "phase" | "state" => state(token),
        "level" => level(token),
        "seat" => seat_word(token),
        "step" | "waits_for" => {
            return step(token).map_or_else(|| token.to_owned(), |word| format!("{word} {token}"));
        }
        _ => None,
    };
    let found = found.or_else(|| (token == "none").then_some("无"));
    found.map_or_else(|| token.to_owned(), str::to_owned)
}

fn right_period(token: &str) -> Option<&'static str> {
    Some(match token {
        "standing" => "长期有效",
        "year" | "YYYY" => "年度",
        _ => return None,
    })
}

fn seat_word(token: &str) -> Option<&'static str> {
    Some(match token {
        "handle" => "经办",
        "review" => "审核",
        "issue" => "签发",
        _ => return None,
    })
}

fn thing(token: &str) -> Option<&'static str> {
    Some(match token {
        "account" => "账户",
        "base_year" => "基准年",
        "bureau" => "主管单位",
        "bureau for region" => "主管区域的单位",
        "cap" => "总量",
        "case" => "办件",
        "completion" => "完成日期",
        "cut_over" => "截止日期",
        "documents" => "文件",
        "documents of all completions" => "申请和补正的全部文件",
        "documents of all steps" => "各步骤的全部文件",
        "emissions" => "排放量",
        "enterprise of case" => "办件所涉企业",
        "genesis" => "创世记录",
        "government for region" | "government of region" => "区域的政府",
        "hold" => "限制",
        "industries" => "行业",
        "issuance" => "核发明细",
        "issued and opened in all" => "下达与期初合计",
        "items" => "规则条目",
        "key" => "密钥",
        "limits" => "许可限值",
        "lot" => "批次",
        "missing" => "所缺文件",
        "none in force" => "无有效许可证",
        "not_trusted_since" => "不可信起始日",
        "opening" => "期初明细",
        "opening row of lot" => "期初明细所成批次",
        "park committee for region" => "区域的园区管委会",
        "party" => "单位",
        "party for step" => "步骤的签署单位",
        "permit" => "许可证",
        "person" => "人员",
        "project" => "项目",
        "reduction" => "减排量",
        "region" => "区域",
        "relations" => "区域关系",
        "required" => "所需指标",
        "reserve for region" => "区域的储备账户",
        "second root beside" => "另一根单位",
        "sources" => "来源批次",
        "years" => "年度",
        "a unit's own right is no source; verify its reduction or closure first" => {
            "企业自有指标不是来源，须先核定其减排或关停"
        }
        "what is left of it is in use at a site" => "余量已在项目上使用",
        _ => return None,
    })
}

fn document(token: &str) -> Option<&'static str> {
    Some(match token {
        "letter" => "公函",
        "application" => "申请",
        "acceptance_notice" => "受理通知",
        "carry_consent" => "自带指标同意函",
        "opinion" => "意见",
        "eia_approval" => "环评批复",
        "closure_record" => "关停核验记录",
        "permit_decision" => "许可证文书",
        "source_plan" => "替代来源方案",
        "shortage_statement" => "本地不足说明",
        "coordination_minute" => "协调机制纪要",
        "undertaking" => "承诺书",
        "demonstration" => "论证材料",
        "verification_report" => "核查报告",
        "cap_decision" => "总量下达文件",
        _ => return None,
    })
}

fn state(token: &str) -> Option<&'static str> {
    Some(match token {
        "open" => "办理中",
        "returned" => "退回补正",
        "not_accepted" => "不予受理",
        "refused" => "不予批准",
        "withdrawn" => "已撤回",
        "lapsed" => "已失效",
        "effective" => "已生效",
        "expired" => "已到期",
        "cancelled" => "已注销",
        _ => return None,
    })
}

fn level(token: &str) -> Option<&'static str> {
    Some(match token {
        "province" => "省级",
        "prefecture" => "地州市、师",
        "county" => "县级",
        "zone" => "开发区",
        "park" => "园区",
        _ => return None,
    })
}

/// The names of the default procedures' steps; a bureau's own steps go by their ids.
fn step(token: &str) -> Option<&'static str> {
    Some(match token {
        "accept" => "受理",
        "origin_confirm" => "迁出地确认",
        "carry_consent" => "自带指标同意",
        "host_opinion" => "迁入地意见",
        "upper_confirm" => "上级确认",
        "reserve" => "预留",
        "eia" => "环评批复",
        "origin_closure" => "原址关停核验",
        "old_permit" => "原许可证注销",
        "new_permit" => "新许可证核发",
        "effective" => "生效入账",
        "demand" => "需求核算",
        "source_plan" => "替代来源方案",
        "confirm_builder" => "建设单位确认",
        "confirm_giver" => "出让单位确认",
        "confirm_government" => "引进方承诺",
        "first_opinion" => "初审",
        "review" => "审核",
        "sources_achieved" => "来源落实",
        "permit" => "许可证核发",
        "screen" => "筛查",
        "organise" => "引进方组织",
        "dossier" => "论证材料",
        "expert_review" => "专家评审",
        "joint_review" => "联合审查",
        "upper_opinion" => "上级意见",
        "passed" => "论证通过",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::procedure::Procedure;

    #[test]
    fn words_are_told_and_ids_stay_as_they_are() {
        let cases = [
            ("what", "region", "区域"),
            ("id", "region", "region"),
            ("period", "standing", "长期有效"),
            ("period", "2027", "2027"),
            (
                "waits_for",
                "carry_consent, reserve",
                "自带指标同意 carry_consent、预留 reserve",
            ),
            ("step", "our_own", "our_own"),
            ("kind", "carry_consent", "自带指标同意函"),
            (
                "needed",
                "650100-EEB:review, 650100-EEB:issue",
                "650100-EEB:审核、650100-EEB:签发",
            ),
            ("used_by", "#162 330, #200 41.3", "#162 330, #200 41.3"),
            ("used_by", "#200 41.3, #200 41.3", "#200 41.3（2 笔）"),
            ("reserved_by", "-", "无"),
            ("lots", "-", "没有批次"),
            ("right", "standing, YYYY", "长期有效、年度"),
            ("right", "year", "年度"),
            ("what", "opening row of lot", "期初明细所成批次"),
        ];
        for (name, value, told) in cases {
            assert_eq!(said(Lang::Zh, name, value), told);
        }
    }

    #[test]
    fn english_has_no_token_of_the_record_either() {
        let cases = [
            ("phase", "not_accepted", "not accepted"),
            ("kind", "carry_consent", "carry consent"),
            ("kind", "cap.sett", "cap.sett"),
            ("step", "carry_consent", "carry_consent"),
            ("what", "base_year", "base year"),
            ("right", "year", "a year"),
            ("reserved_by", "-", "nothing"),
            ("lots", "-", "no lot"),
            ("used_by", "#200 41.3, #200 41.3", "#200 41.3 (2 postings)"),
            ("needed", "650100-EEB:review", "650100-EEB:review"),
        ];
        for (name, value, told) in cases {
            assert_eq!(said(Lang::En, name, value), told);
        }
    }

    #[test]
    fn every_step_of_the_default_procedures_has_its_name() {
        #[derive(serde::Deserialize)]
        struct Item {
            procedure: Option<Procedure>,
        }
        let text = include_str!("../../../samples/policy/procedures.json");
        let items: Vec<serde_json::Value> = serde_json::from_str(text).unwrap();
        assert!(!items.is_empty());
        for item in items {
            let found: Procedure = serde_json::from_value::<Item>(item.clone())
                .ok()
                .and_then(|item| item.procedure)
                .unwrap_or_else(|| serde_json::from_value(item).unwrap());
            for step_of in found.steps {
                let said = step(step_of.id.as_str()).unwrap_or_default();
                assert!(
                    !said.is_empty() && step_of.names.zh.as_str().starts_with(said),
                    "{}",
                    step_of.id
                );
            }
        }
    }
}
