//! The first entry: who the roots are, whose key signs checkpoints, which rules begin.
//!
//! Its head names no ledger, for the ledger's id is the hash of the leaf it becomes. Every key in
//! it is new and proves possession: the root keys sign in the order they stand, each as (its
//! party, issue), and last the operator's key as (keeper, issue, `new`), which no enrolled key can
//! be mistaken for. With two roots of two keys each and the keeper `650000-EEB` the head's signers
//! are
//!
//! ```text
//! 650000-EEB:issue, 650000-EEB:issue, XPCC-EEB:issue, XPCC-EEB:issue, 650000-EEB:issue:new
//! ```

use super::{field, row_twice, twice};
use crate::domain::entry::{Genesis, Head, RequiredSigner};
use crate::domain::ids::LedgerId;
use crate::domain::moment::Day;
use crate::domain::party::{Key, Party, PartyKind, Person, Root, RootKey, Seat};
use crate::domain::refusal::{Code, Refusal};
use crate::domain::region::{Level, Region};
use crate::domain::rules::{Context, RULES_KNOWN, head, places};
use crate::domain::state::{Damage, Draft, Ledger, RootRow, Stop, due_month, keys};
use crate::envelope::PublicKey;

/// No ledger has fewer: what passes between two governments needs a root for each.
const ROOTS_MIN: usize = 2;

/// Who signs a genesis, in order.
pub fn signers(genesis: &Genesis) -> Vec<RequiredSigner> {
    let mut signers = Vec::new();
    for root in &genesis.roots {
        signers.extend(vec![
            RequiredSigner::of(&root.party, Seat::Issue);
            root.keys.len()
        ]);
    }
    let keeper = genesis.keeper.clone();
    signers.push(RequiredSigner {
        party: keeper,
        seat: Seat::Issue,
        new: true,
    });
    signers
}

/// Every key of a genesis, in the order they sign.
fn public_keys(genesis: &Genesis) -> Vec<PublicKey> {
    let keys = genesis
        .roots
        .iter()
        .flat_map(|root| &root.keys)
        .map(|key| key.public_key);
    keys.chain([genesis.operator]).collect()
}

/// Begins the ledger `id` on an empty state.
pub fn begin(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    genesis: &Genesis,
    id: LedgerId,
) -> Result<(), Stop> {
    check_form(context.head, genesis)?;
    if let Some(other) = context.head.ledger {
        let refusal = Refusal::new(Code::OtherLedger).with("ledger", other);
        return Err(refusal.with("this", id).into());
    }
    check_signers(context, genesis)?;
    head::check_time(context)?;
    let ledger = Ledger {
        id,
        names: genesis.names.clone(),
        practice: genesis.practice,
        keeper: genesis.keeper.clone(),
        operator: genesis.operator.into(),
        origin: genesis.origin.to_string(),
        rules: genesis.rules,
        roots: genesis.roots.iter().map(root_row).collect(),
        leaves_next: 1,
        admitted_last: context.now,
        due_month: due_month(context.now),
    };
    draft.put(&keys::ledger(), &ledger)?;
    for root in &genesis.roots {
        enrol_root(draft, root)?;
        for key in &root.keys {
            enrol_root_key(draft, root, key, context.today())?;
        }
    }
    Ok(())
}

fn check_form(head: &Head, genesis: &Genesis) -> Result<(), Refusal> {
    let missing = |name: &str| Err(field("genesis", name));
    // A key name of a signed note holds neither white space nor a plus sign.
    let origin = genesis.origin.as_str();
    if origin.contains(|c: char| c.is_whitespace() || c == '+') {
        let what = format!("origin `{origin}` holds white space or a plus sign");
        return Err(Refusal::new(Code::Unreadable).with("what", what));
    }
    let roots = &genesis.roots;
    let persons: Vec<_> = roots
        .iter()
        .flat_map(|r| &r.keys)
        .map(|k| &k.person)
        .collect();
    let regions: Vec<_> = roots.iter().map(|root| &root.region).collect();
    let parties: Vec<_> = roots.iter().map(|root| &root.party).collect();
    if let Some(region) = twice(&regions) {
        return Err(row_twice(region));
    }
    if let Some(party) = twice(&parties) {
        return Err(row_twice(party));
    }
    if let Some(person) = twice(&persons) {
        return Err(row_twice(person));
    }
    if let Some(key) = twice(&public_keys(genesis)) {
        return Err(row_twice(key));
    }
    if roots.len() < ROOTS_MIN {
        return missing("roots");
    }
    for root in roots {
        if root.threshold == 0 || usize::from(root.threshold) > root.keys.len() {
            return missing("threshold");
        }
    }
    if head.speaks_on.is_some() {
        return missing("speaks_on");
    }
    if head.basis.is_some() {
        return missing("basis");
    }
    if genesis.rules == 0 || genesis.rules > RULES_KNOWN {
        let refusal = Refusal::new(Code::RulesUnknown).with("rules", genesis.rules);
        return Err(refusal.with("known", RULES_KNOWN).with("current", 0));
    }
    Ok(())
}

fn check_signers(context: &Context<'_>, genesis: &Genesis) -> Result<(), Refusal> {
    let needed = signers(genesis);
    let given = &context.head.signers;
    if *given != needed {
        return Err(Refusal::new(Code::SignersDiffer)
            .with("given", head::spelled(given))
            .with("needed", head::spelled(&needed)));
    }
    head::check_signature_count(needed.len(), context.signers.len())?;
    let expected = public_keys(genesis);
    for (place, (key, signature)) in expected.iter().zip(context.signers).enumerate() {
        if key != signature.public_key() {
            return Err(Refusal::new(Code::KeyNotForSeat)
                .with("place", place + 1)
                .with("given", signature.key_id())
                .with("needed", &needed[place]));
        }
    }
    Ok(())
}

fn root_row(root: &Root) -> RootRow {
    RootRow {
        region: root.region.clone(),
        party: root.party.clone(),
        threshold: root.threshold,
    }
}

fn enrol_root(draft: &mut Draft<'_>, root: &Root) -> Result<(), Damage> {
    let region = Region {
        region: root.region.clone(),
        names: root.region_names.clone(),
        level: Level::Province,
        division: None,
        relations: Vec::new(),
    };
    places::put_region(draft, &region)?;
    let party = Party {
        party: root.party.clone(),
        kind: PartyKind::Bureau,
        names: root.party_names.clone(),
        region: root.region.clone(),
        upper: None,
        credit_code: None,
    };
    super::party::put(draft, &party)
}

fn enrol_root_key(
    draft: &mut Draft<'_>,
    root: &Root,
    root_key: &RootKey,
    today: Day,
) -> Result<(), Damage> {
    let person = Person {
        person: root_key.person.clone(),
        party: root.party.clone(),
    };
    draft.put(&keys::person(&person.person), &person)?;
    let key = Key {
        key_id: root_key.public_key.key_id(),
        public_key: root_key.public_key.into(),
        party: root.party.clone(),
        person: person.person,
        seat: Seat::Issue,
        from: today,
        until: None,
        enrolled: 0,
        revoked: None,
    };
    super::key::put(draft, &key)
}

#[cfg(test)]
mod tests;
