//! `init --practice`: a ledger to practise on, with both roots and a key for each of their seats.

use std::path::Path;

use super::real::{announce, begin_with};
use crate::cli::args::Writing;
use crate::cli::commands::key::{enrol_file, make};
use crate::cli::error::{Exit, Failure};
use crate::cli::key_file::Owner;
use crate::cli::session::{OPERATOR_FILE, Session};
use crate::cli::text::msg;
use crate::cli::values::id;
use crate::domain::entry::Genesis;
use crate::domain::party::{Root, RootKey, Seat};
use crate::domain::rules::RULES_KNOWN;
use crate::domain::text::Names;
use crate::envelope::{PublicKey, SigningKey};
use crate::service::Ledger;

/// Region and party of the two roots, with their names.
const ROOTS: [[&str; 6]; 2] = [
    [
        "650000",
        "新疆维吾尔自治区",
        "Xinjiang Uygur Autonomous Region",
        "650000-EEB",
        "自治区生态环境厅",
        "Ecology and Environment Bureau of Xinjiang",
    ],
    [
        "XPCC",
        "新疆生产建设兵团",
        "Xinjiang Production and Construction Corps",
        "XPCC-EEB",
        "兵团生态环境局",
        "Ecology and Environment Bureau of XPCC",
    ],
];

/// Makes the keys, the ledger, and enrols the seats that are not in the genesis.
pub fn begin(session: &mut Session<'_>, encrypt: bool) -> Result<Exit, Failure> {
    let folder = Session::keys_beside(&session.place()?.folder);
    if folder.exists() {
        return Err(
            Failure::usage(msg!("error-file-exists", file = folder.display()))
                .hint(msg!("hint-other-folder")),
        );
    }
    make_folder(&folder)?;
    let operator = make(session, &folder.join(OPERATOR_FILE), None, !encrypt)?;
    let mut root_keys = Vec::new();
    for root in &ROOTS {
        let owner = owner_of(root, Seat::Issue)?;
        let path = folder.join(format!("{}.pem", owner.file_stem()));
        root_keys.push(make(session, &path, Some(&owner), !encrypt)?);
    }
    let genesis = genesis(operator.public_key(), &root_keys)?;
    let mut ledger = begin_with(session, genesis, &root_keys, operator)?;
    announce(session, &ledger)?;
    enrol_seats(session, &mut ledger, &folder, encrypt)?;
    session
        .out
        .line(&msg!("init-keys", folder = folder.display()))?;
    session.out.line(&msg!("init-next"))?;
    Ok(Exit::Done)
}

/// A folder that only its owner looks into.
pub fn make_folder(folder: &Path) -> Result<(), Failure> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .create(folder)
        .map_err(|error| Failure::write(folder, &error))
}

fn owner_of(root: &[&str; 6], seat: Seat) -> Result<Owner, Failure> {
    let [region, _, _, party, _, _] = root;
    let number = match seat {
        Seat::Handle => 1,
        Seat::Review => 2,
        Seat::Issue => 3,
    };
    Ok(Owner {
        party: id(party)?,
        seat,
        person: id(&format!("P-{region}-{number}"))?,
    })
}

fn genesis(operator: PublicKey, root_keys: &[SigningKey]) -> Result<Genesis, Failure> {
    let names = |zh: &str, en: &str| -> Result<Names, Failure> {
        Ok(Names {
            zh: id(zh)?,
            en: id(en)?,
        })
    };
    let mut roots = Vec::new();
    for (root, key) in ROOTS.iter().zip(root_keys) {
        let [region, region_zh, region_en, party, party_zh, party_en] = root;
        roots.push(Root {
            region: id(region)?,
            region_names: names(region_zh, region_en)?,
            party: id(party)?,
            party_names: names(party_zh, party_en)?,
            threshold: 1,
            keys: vec![RootKey {
                person: owner_of(root, Seat::Issue)?.person,
                public_key: key.public_key(),
            }],
        });
    }
    Ok(Genesis {
        names: names("演练台账", "practice ledger")?,
        origin: id("qledger.example/practice")?,
        practice: true,
        rules: RULES_KNOWN,
        keeper: id(ROOTS[0][3])?,
        operator,
        roots,
    })
}

/// Handle and review of both roots, whose issue keys the genesis has.
fn enrol_seats(
    session: &mut Session<'_>,
    ledger: &mut Ledger,
    folder: &Path,
    encrypt: bool,
) -> Result<(), Failure> {
    let writing = Writing {
        keys: Some(folder.to_owned()),
        yes: true,
        ..Writing::default()
    };
    for root in &ROOTS {
        for seat in [Seat::Handle, Seat::Review] {
            let owner = owner_of(root, seat)?;
            let path = folder.join(format!("{}.pem", owner.file_stem()));
            make(session, &path, Some(&owner), !encrypt)?;
            let file = session.key_file(&path)?;
            let exit = session.quietly(|session| enrol_file(session, ledger, file, &writing))?;
            if exit != Exit::Done {
                return Err(Failure::refused(msg!(
                    "init-key-refused",
                    file = path.display()
                )));
            }
        }
    }
    Ok(())
}
