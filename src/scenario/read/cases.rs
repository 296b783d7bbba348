//! Acts on cases.

use sha2::{Digest, Sha256};

use super::Reader;
use super::acts::{Read, deed};
use super::set_up::titled;
use super::values::value;
use crate::domain::case::{
    Content, Demonstration, Introduction, LineShare, MovedLine, Relocation, Stage,
};
use crate::domain::entry::{CaseAct, CaseEnd, CaseOpen, CaseResubmit, CaseReturn, EndKind};
use crate::domain::ids::{CaseNo, LotNo, PartyId, ProcedureId, ProjectNo, RegionId, StepId};
use crate::domain::procedure::{CaseKind, Procedure, Step};
use crate::domain::region::Quantity;
use crate::domain::text::{Document, DocumentKind, FileHash};
use crate::scenario::error::{Numbered, ScenarioError, Thing};
use crate::scenario::fields::{Fields, items_or_one, pairs, parsed, text};
use crate::scenario::model::{AccountRef, Ref, World};
use crate::scenario::node::Node;
use crate::scenario::texts::{Say, Value};

/// What a case asks for, before numbers are known.
enum Asked {
    Relocation {
        firm: PartyId,
        origin: AccountRef,
        site: RegionId,
        project: Option<Ref<ProjectNo>>,
        required: Vec<Quantity>,
        lines: Vec<MovedLine>,
    },
    Introduction {
        project: Ref<ProjectNo>,
        supplier: PartyId,
        required: Vec<Quantity>,
        stages: Vec<Stage>,
    },
    Demonstration {
        project: Ref<ProjectNo>,
        led_by: PartyId,
    },
}

impl Asked {
    fn get(&self, world: &World<'_>) -> Result<Content, Say> {
        Ok(match self {
            Asked::Relocation {
                firm,
                origin,
                site,
                project,
                required,
                lines,
            } => {
                let project = project
                    .as_ref()
                    .map(|no| no.get(world.numbers))
                    .transpose()?;
                Content::Relocation(Relocation {
                    firm: firm.clone(),
                    origin: origin.get(world.numbers)?,
                    site: site.clone(),
                    project,
                    required: required.clone(),
                    lines: lines.clone(),
                })
            }
            Asked::Introduction {
                project,
                supplier,
                required,
                stages,
            } => Content::Introduction(Introduction {
                project: project.get(world.numbers)?,
                supplier: supplier.clone(),
                required: required.clone(),
                stages: stages.clone(),
            }),
            Asked::Demonstration { project, led_by } => Content::Demonstration(Demonstration {
                project: project.get(world.numbers)?,
                led_by: led_by.clone(),
            }),
        })
    }
}

impl Reader {
    /// `open: relocation` with `by` and what the case asks for.
    pub(super) fn open(
        &mut self,
        fields: &mut Fields<'_>,
        subject: &Node,
    ) -> Result<Read, ScenarioError> {
        let found = text(subject)?;
        let procedure = self
            .procedures
            .iter()
            .find(|known| known.procedure.as_str() == found);
        let Some(procedure) = procedure else {
            let known = self.procedures.iter().map(|known| &known.procedure);
            return Err(subject.fault(Thing::Procedure.unknown(found, known)));
        };
        let (kind, names) = (procedure.kind, procedure.names.clone());
        let procedure: ProcedureId = procedure.procedure.clone();
        let by = self.party(fields.need("by")?)?;
        let asked = self.asked(fields, kind)?;
        let documents = self.documents(fields, &[DocumentKind::Application])?;
        let title = Value::Both(format!("申请：{}", names.zh), format!("open: {}", names.en));
        let opened = procedure.clone();
        let make = move |world: &World<'_>| {
            let (procedure, by, documents) = (procedure.clone(), by.clone(), documents.clone());
            Ok(CaseOpen {
                procedure,
                by,
                content: asked.get(world)?,
                documents,
            }
            .into())
        };
        let read = Read::numbering(title, deed("case.open", make), Numbered::Case);
        Ok(Read {
            procedure: Some(opened),
            ..read
        })
    }

    fn asked(&self, fields: &mut Fields<'_>, kind: CaseKind) -> Result<Asked, ScenarioError> {
        let project = |node: &Node| self.reference(node, Numbered::Project);
        Ok(match kind {
            CaseKind::Relocation => Asked::Relocation {
                firm: self.party(fields.need("firm")?)?,
                origin: self.account(fields.need("origin")?)?,
                site: fields.read("site")?,
                project: fields.take("project").map(project).transpose()?,
                required: Self::quantities(fields.need("required")?)?,
                lines: Self::lines(fields.take("lines"))?,
            },
            CaseKind::Introduction => Asked::Introduction {
                project: project(fields.need("project")?)?,
                supplier: self.party(fields.need("supplier")?)?,
                required: Self::quantities(fields.need("required")?)?,
                stages: Self::stages(fields.take("stages"))?,
            },
            CaseKind::Demonstration => Asked::Demonstration {
                project: project(fields.need("project")?)?,
                led_by: self.party(fields.need("led_by")?)?,
            },
        })
    }

    /// `lines`: by their codes, each with `name`, `amounts` and its `base`, by indicator.
    fn lines(node: Option<&Node>) -> Result<Vec<MovedLine>, ScenarioError> {
        let Some(node) = node else {
            return Ok(Vec::new());
        };
        let read = |(code, body): &(Node, Node)| {
            let mut fields = Fields::of(body)?;
            let name = fields.read("name")?;
            let amounts = Self::quantities(fields.need("amounts")?)?;
            let bases = fields.take("base").map(Self::quantities).transpose()?;
            let bases = bases.unwrap_or_default();
            fields.done()?;
            let share = |Quantity { indicator, amount }| {
                let base = bases.iter().find(|base| base.indicator == indicator);
                LineShare {
                    base: base.map(|base| base.amount.into()),
                    indicator,
                    amount,
                }
            };
            Ok(MovedLine {
                line: parsed(code)?,
                name,
                shares: amounts.into_iter().map(share).collect(),
            })
        };
        pairs(node)?.iter().map(read).collect()
    }

    /// `stages`: what each stage needs, in their order.
    fn stages(node: Option<&Node>) -> Result<Vec<Stage>, ScenarioError> {
        let stages = node.map_or(&[][..], items_or_one).iter();
        let read = |stage: &Node| {
            Ok(Stage {
                required: Self::quantities(stage)?,
            })
        };
        stages.map(read).collect()
    }

    /// `step: carry_consent` of `case: $case`, with `documents`, `by_document`, `sources`, `until`.
    pub(super) fn step(
        &mut self,
        fields: &mut Fields<'_>,
        subject: &Node,
    ) -> Result<Read, ScenarioError> {
        let case_node = fields.need("case")?;
        let case: Ref<CaseNo> = self.reference(case_node, Numbered::Case)?;
        let found = self.step_known(subject, case_node)?;
        let title = found.map_or_else(
            || titled("步骤", "step", subject.scalar().unwrap_or("")),
            |step| Value::from(&step.names),
        );
        let kinds = found.map(|step| step.documents.clone()).unwrap_or_default();
        let step: StepId = parsed(subject)?;
        let mut documents = self.documents(fields, &kinds)?;
        let issuers = self.issuers(fields.take("by_document"), &mut documents)?;
        let sources = self.lots(fields.take("sources"))?;
        let until = fields.maybe("until")?;
        let make = move |world: &World<'_>| {
            let sources = sources.iter().map(|lot| lot.get(world.numbers));
            let act = CaseAct {
                case: case.get(world.numbers)?,
                step: step.clone(),
                documents: documents.clone(),
                issuers: issuers.clone(),
                sources: sources.collect::<Result<_, _>>()?,
                until,
                lines: Vec::new(),
                balances: Vec::new(),
            };
            Ok(act.into())
        };
        Ok(Read::of(title, deed("case.act", make)))
    }

    /// `by_document`: one party whose letters all documents are, or one for each document. A letter
    /// whose file is not given gets the SHA-256 of its number, so that a scenario needs no files.
    fn issuers(
        &self,
        node: Option<&Node>,
        documents: &mut [Document],
    ) -> Result<Vec<PartyId>, ScenarioError> {
        let Some(node) = node else {
            return Ok(Vec::new());
        };
        for document in documents.iter_mut() {
            let of_number =
                || FileHash::from_bytes(Sha256::digest(document.number.as_str()).into());
            document.sha256 = Some(document.sha256.unwrap_or_else(of_number));
        }
        if node.scalar().is_some() {
            return Ok(vec![self.party(node)?; documents.len()]);
        }
        let issuers = items_or_one(node).iter();
        issuers.map(|issuer| self.party(issuer)).collect()
    }

    fn lots(&self, node: Option<&Node>) -> Result<Vec<Ref<LotNo>>, ScenarioError> {
        let lots = node.map_or(&[][..], items_or_one);
        lots.iter()
            .map(|lot| self.reference(lot, Numbered::Lot))
            .collect()
    }

    /// The step, where it is one of the procedure of the case, or of any for a case written out.
    pub(super) fn step_known(
        &self,
        node: &Node,
        case: &Node,
    ) -> Result<Option<&Step>, ScenarioError> {
        let own = self.procedure_of(case);
        let among: Vec<&Procedure> = match own {
            Some(procedure) => vec![procedure],
            None => self.procedures.iter().collect(),
        };
        let steps = || among.iter().flat_map(|procedure| &procedure.steps);
        let found = text(node)?;
        match steps().find(|step| step.id.as_str() == found) {
            None => Err(node.fault(Thing::Step.unknown(found, steps().map(|step| &step.id)))),
            step => Ok(step.filter(|_| own.is_some())),
        }
    }

    /// `return: $case` by `by` to step `to`, with what is `missing`.
    pub(super) fn return_for_completion(
        &mut self,
        fields: &mut Fields<'_>,
        subject: &Node,
    ) -> Result<Read, ScenarioError> {
        let case: Ref<CaseNo> = self.reference(subject, Numbered::Case)?;
        let by = self.party(fields.need("by")?)?;
        let to_node = fields.need("to")?;
        self.step_known(to_node, subject)?;
        let to: StepId = parsed(to_node)?;
        let missing = items_or_one(fields.need("missing")?);
        let missing: Vec<DocumentKind> = missing.iter().map(value).collect::<Result<_, _>>()?;
        let document = self.document(fields, DocumentKind::Letter, false)?;
        let title = titled("退回补正至", "return for completion to", &to);
        let make = move |world: &World<'_>| {
            let act = CaseReturn {
                case: case.get(world.numbers)?,
                by: by.clone(),
                to: to.clone(),
                missing: missing.clone(),
                document: document.clone(),
            };
            Ok(act.into())
        };
        Ok(Read::of(title, deed("case.return", make)))
    }

    /// `resubmit: $case`, amended where `required` and the rest are given again.
    pub(super) fn resubmit(
        &mut self,
        fields: &mut Fields<'_>,
        subject: &Node,
    ) -> Result<Read, ScenarioError> {
        let case: Ref<CaseNo> = self.reference(subject, Numbered::Case)?;
        let kind = self.procedure_of(subject).map(|procedure| procedure.kind);
        let amends = ["required", "led_by"]
            .iter()
            .any(|name| subject_has(fields, name));
        let asked = match kind.filter(|_| amends) {
            Some(kind) => Some(self.asked(fields, kind)?),
            None => None,
        };
        let documents = self.documents(fields, &[DocumentKind::Letter])?;
        let title = titled("补正后重新提交", "resubmit", text(subject)?);
        let make = move |world: &World<'_>| {
            let content = asked.as_ref().map(|asked| asked.get(world)).transpose()?;
            let case = case.get(world.numbers)?;
            Ok(CaseResubmit {
                case,
                content,
                documents: documents.clone(),
            }
            .into())
        };
        Ok(Read::of(title, deed("case.resubmit", make)))
    }

    /// `refuse: $case`, `not_accept: $case`, `withdraw: $case`, each by `by`.
    pub(super) fn end(
        &mut self,
        fields: &mut Fields<'_>,
        subject: &Node,
        kind: EndKind,
    ) -> Result<Read, ScenarioError> {
        let case: Ref<CaseNo> = self.reference(subject, Numbered::Case)?;
        let by = self.party(fields.need("by")?)?;
        let document = self.document(fields, DocumentKind::Letter, false)?;
        let (zh, en) = match kind {
            EndKind::NotAccepted => ("不予受理", "not accepted:"),
            EndKind::Refused => ("不予批准", "refused:"),
            EndKind::Withdrawn => ("撤回", "withdraw"),
        };
        let title = titled(zh, en, text(subject)?);
        let make = move |world: &World<'_>| {
            let case = case.get(world.numbers)?;
            Ok(CaseEnd {
                case,
                by: by.clone(),
                kind,
                document: document.clone(),
            }
            .into())
        };
        Ok(Read::of(title, deed("case.end", make)))
    }
}

fn subject_has(fields: &Fields<'_>, name: &str) -> bool {
    fields.node().get(name).is_some()
}
