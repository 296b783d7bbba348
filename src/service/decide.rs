//! One group decided: from submissions to answers, leaves and rows, with nothing written.

use super::replayer::row_changes;
use super::state::{GroupRoots, StoreState};
use super::{Answer, ServiceError, SubmissionError};
use crate::codec::leaf::Leaf;
use crate::codec::submission::{SignedEntry, Submission, Unreadable};
use crate::domain::moment::Moment;
use crate::domain::refusal::{Code, Refusal};
use crate::domain::rules::{Judgement, judge};
use crate::domain::state::{Damage, Draft, Effects};
use crate::envelope::{EnvelopeError, PAYLOAD_TYPE};
use crate::log::tree::leaf_hash;
use crate::replay::{Ground, Keyring, is_enrolled};
use crate::store::RowChange;

/// A submission as far as it can be checked without the state of the moment.
pub(super) enum Prepared {
    /// Nothing more to find out about it.
    Answered(Answer),
    /// Its signatures hold.
    Signed(Box<SignedEntry>),
}

/// Reads and verifies submissions, spread over the state's workers, in their order.
pub(super) fn prepare(
    state: &StoreState,
    keyring: &mut Keyring,
    envelopes: &[Vec<u8>],
) -> Result<Vec<Prepared>, ServiceError> {
    let workers = state.workers();
    let read = workers.map(envelopes.iter().collect(), |bytes| Submission::parse(bytes));
    let keys = keyring
        .keys_for(state, read.iter().flatten())
        .map_err(|damage| state.explain(damage))?;
    Ok(workers.map(read, |read| match read {
        Err(unreadable) => Prepared::Answered(unreadable_answer(unreadable)),
        Ok(submission) => match submission.verify(|id| Ok::<_, Damage>(keys.get(id).copied())) {
            Ok(signed) => Prepared::Signed(Box::new(signed)),
            Err(error) => Prepared::Answered(Answer::Invalid(error.into())),
        },
    }))
}

/// What is said of bytes that are no submission: a refusal where they are an envelope that lacks
/// only the right form.
fn unreadable_answer(unreadable: Unreadable) -> Answer {
    let refused = |refusal| Answer::Refused {
        refusal,
        index: None,
    };
    match unreadable {
        Unreadable::Payload(refusal) => refused(refusal),
        Unreadable::Envelope(EnvelopeError::PayloadTypeOther { found }) => {
            let refusal = Refusal::new(Code::PayloadTypeUnknown).with("found", found);
            refused(refusal.with("right", PAYLOAD_TYPE))
        }
        Unreadable::Envelope(error) => Answer::Invalid(error.into()),
    }
}

/// A group as it would be appended.
pub(super) struct Decided {
    /// An answer for each submission, to be given once the group is durable.
    pub answers: Vec<Answer>,
    /// The leaves.
    pub leaves: Vec<Vec<u8>>,
    /// The rows after the last of them.
    pub rows: Vec<RowChange>,
}

/// Decides submissions one after the other, each on the state that those in front of it leave.
pub(super) fn decide(
    state: &StoreState,
    size: u64,
    prepared: &[Prepared],
    now: Moment,
) -> Result<Decided, ServiceError> {
    let roots = GroupRoots::new(state, size);
    let ground = Ground::new(state, &roots, size);
    let mut draft = Draft::on(&ground);
    let mut answers = Vec::with_capacity(prepared.len());
    let mut leaves = Vec::with_capacity(prepared.len());
    for submission in prepared {
        let signed = match submission {
            Prepared::Answered(answer) => {
                answers.push(answer.clone());
                continue;
            }
            Prepared::Signed(signed) => signed,
        };
        let (answer, added) =
            decide_one(&draft, signed, now).map_err(|error| explained(state, error))?;
        answers.push(answer);
        if let Some((leaf, effects)) = added {
            draft.absorb(effects);
            roots.push(leaf_hash(&leaf));
            leaves.push(leaf);
            ground.grown_to(size + leaves.len() as u64);
        }
    }
    Ok(Decided {
        answers,
        leaves,
        rows: row_changes(draft.into_effects()),
    })
}

fn explained(state: &StoreState, error: ServiceError) -> ServiceError {
    match error {
        ServiceError::Damage(damage) => state.explain(damage),
        other => other,
    }
}

/// A leaf and what changes by it.
pub(super) type Added = (Vec<u8>, Effects);

/// The answer to one submission; and where it goes on record its leaf and what changes.
pub(super) fn decide_one(
    draft: &Draft<'_>,
    signed: &SignedEntry,
    now: Moment,
) -> Result<(Answer, Option<Added>), ServiceError> {
    for key in signed.signers_enrolled() {
        if !is_enrolled(draft, &key)? {
            return Ok((Answer::Invalid(SubmissionError::KeyUnknown(key)), None));
        }
    }
    let entry = signed.entry();
    let judgement = judge(draft, entry, signed.envelope_hash(), now)?;
    Ok(match judgement {
        Judgement::Admitted {
            index,
            effects,
            assigned,
        } => {
            let leaf = Leaf {
                admitted: now,
                refusal: None,
                envelope: signed.stored().to_vec(),
            };
            let answer = Answer::Admitted {
                index,
                entry_hash: entry.entry_hash(),
                admitted: now,
                kind: entry.content().act.kind(),
                assigned,
            };
            (answer, Some((leaf.to_bytes()?, effects)))
        }
        Judgement::Refused {
            refusal,
            recorded: None,
        } => (
            Answer::Refused {
                refusal,
                index: None,
            },
            None,
        ),
        Judgement::Refused {
            refusal,
            recorded: Some((index, effects)),
        } => {
            let envelope = signed.stored().to_vec();
            let leaf = Leaf {
                admitted: now,
                refusal: Some(refusal.recorded()),
                envelope,
            };
            let answer = Answer::Refused {
                refusal,
                index: Some(index),
            };
            (answer, Some((leaf.to_bytes()?, effects)))
        }
        Judgement::Repeated { admission } => {
            let (index, entry_hash) = (admission.index, admission.entry_hash);
            (Answer::Repeated { index, entry_hash }, None)
        }
        Judgement::RefusedBefore { row } => {
            let number = row.refusal.number;
            let refusal = Refusal::from_recorded(row.refusal)
                .ok_or_else(|| Damage::of("refusals", format!("no refusal has number {number}")))?;
            (
                Answer::RefusedBefore {
                    index: row.index,
                    refusal,
                },
                None,
            )
        }
    })
}
