//! Random runs: what is answered is what is on record.

use super::*;

/// What a random run does: issue, take back, set the cap; some of it refused.
#[derive(Debug, Clone)]
enum Deed {
    Issue(u32),
    TakeBack(u32),
    Cap(u32),
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let deed = prop_oneof![
        (1..400_000_u32).prop_map(Deed::Issue),
        (1..120_000_u32).prop_map(Deed::TakeBack),
        (0..1_500_000_u32).prop_map(Deed::Cap),
    ];
    proptest::collection::vec(deed, 1..12)
}

/// Thousandths as an amount in its one spelling.
fn amount(thousandths: u32) -> String {
    let text = format!("{}.{:03}", thousandths / 1000, thousandths % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn act_of(office: &Office, deed: &Deed) -> Act {
    match deed {
        Deed::Issue(of_it) => office.issue(FIRM, "SO2", &amount(*of_it)).into(),
        Deed::TakeBack(of_it) => QuotaTakeBack {
            account: of(FIRM),
            lot: of("650109-2027-L0001"),
            amount: of(&amount(*of_it)),
            document: office.letter(),
        }
        .into(),
        Deed::Cap(at) => {
            let kind = qledger::domain::region::CapKind::Ceiling;
            office
                .cap(("650100", "SO2", "standing"), kind, Some(&amount(*at)))
                .into()
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn any_run_replays_to_the_same_state_however_it_was_grouped(
        deeds in deeds(),
        group in 1..7_usize,
    ) {
        let mut office = filled();
        for seat in Seat::ALL {
            office.ensure_seat(&of("650000-EEB"), seat, 1);
        }
        let envelopes: Vec<_> = deeds
            .iter()
            .map(|deed| {
                let act = act_of(&office, deed);
                office.envelope(act)
            })
            .collect();
        for envelopes in envelopes.chunks(group) {
            office.ledger.submit(envelopes).unwrap();
            office.pass();
        }
        let report = office.ledger.audit(&mut Silent).unwrap().unwrap();
        prop_assert_eq!(report.state_digest, office.ledger.state_digest());
        prop_assert_eq!(report.leaves, office.ledger.size());
        let sums = report.sums[&of("SO2")];
        prop_assert_eq!(sums.issued, sums.held.plus(sums.taken_back));
    }
}
