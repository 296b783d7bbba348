//! The commands, one file each. A command of its own is added here in three places: the module, the
//! variant, and the line that runs it; its texts go to the catalogue.

mod account;
mod audit;
mod balance;
mod base;
mod cap;
mod case;
mod check;
mod completions;
mod correction;
mod demo;
mod draft;
mod emission;
mod evidence;
mod find;
mod finding;
mod form;
mod hold;
mod holder;
mod init;
mod key;
mod log;
mod man;
mod opening;
mod pack;
mod party;
mod permit;
mod person;
mod picture;
mod plan;
mod play;
mod policy;
mod project;
mod quota;
mod receipt;
mod reduction;
mod refusals;
mod region;
mod sign;
mod submit;
mod template;
mod todo;
mod trace;
mod update;
mod verify;

use clap::Subcommand;

pub use case::{phase_id, short_name};
pub use finding::told as finding_told;
pub use trace::place as place_words;

use super::error::{Exit, Failure};
use super::session::Session;

/// What is to be done.
#[derive(Debug, Subcommand)]
pub enum Command {
    Init(init::Init),
    #[command(subcommand)]
    Key(key::Command),
    #[command(subcommand)]
    Person(person::Command),
    #[command(subcommand)]
    Region(region::Command),
    #[command(subcommand)]
    Party(party::Command),
    #[command(subcommand)]
    Account(account::Command),
    #[command(subcommand)]
    Policy(policy::Command),
    #[command(subcommand)]
    Cap(cap::Command),
    #[command(subcommand)]
    Quota(quota::Command),
    #[command(subcommand)]
    Opening(opening::Command),
    #[command(subcommand)]
    Permit(permit::Command),
    #[command(subcommand)]
    Emission(emission::Command),
    #[command(subcommand)]
    Base(base::Command),
    #[command(subcommand)]
    Reduction(reduction::Command),
    #[command(subcommand)]
    Project(project::Command),
    #[command(subcommand)]
    Hold(hold::Command),
    #[command(subcommand)]
    Holder(holder::Command),
    #[command(subcommand)]
    Finding(finding::Command),
    #[command(subcommand)]
    Case(case::Command),
    #[command(subcommand)]
    Plan(plan::Command),
    #[command(subcommand)]
    Correction(correction::Command),
    Todo(todo::Todo),
    Find(find::Find),
    Draft(draft::Draft),
    Sign(sign::Sign),
    Submit(submit::Submit),
    #[command(subcommand)]
    Pack(pack::Command),
    Update(update::Update),
    Template(template::Template),
    Balance(balance::Balance),
    Trace(trace::Trace),
    #[command(subcommand)]
    Picture(picture::Command),
    #[command(subcommand)]
    Form(form::Command),
    Refusals(refusals::Refusals),
    Log(log::Log),
    Receipt(receipt::Receipt),
    Verify(verify::Verify),
    Audit(audit::Audit),
    Check(check::Check),
    Evidence(evidence::Evidence),
    Play(play::Play),
    Demo(demo::Demo),
    Completions(completions::Completions),
    Man(man::Man),
}

/// Runs a command.
pub fn run(command: Command, session: &mut Session<'_>) -> Result<Exit, Failure> {
    match command {
        Command::Init(args) => init::run(args, session),
        Command::Key(command) => key::run(command, session),
        Command::Person(command) => person::run(command, session),
        Command::Region(command) => region::run(command, session),
        Command::Party(command) => party::run(command, session),
        Command::Account(command) => account::run(command, session),
        Command::Policy(command) => policy::run(command, session),
        Command::Cap(command) => cap::run(command, session),
        Command::Quota(command) => quota::run(command, session),
        Command::Opening(command) => opening::run(command, session),
        Command::Permit(command) => permit::run(command, session),
        Command::Emission(command) => emission::run(command, session),
        Command::Base(command) => base::run(command, session),
        Command::Reduction(command) => reduction::run(command, session),
        Command::Project(command) => project::run(command, session),
        Command::Hold(command) => hold::run(command, session),
        Command::Holder(command) => holder::run(command, session),
        Command::Finding(command) => finding::run(command, session),
        Command::Case(command) => case::run(command, session),
        Command::Plan(command) => plan::run(command, session),
        Command::Correction(command) => correction::run(command, session),
        Command::Find(args) => find::run(&args, session),
        Command::Todo(args) => todo::run(args, session),
        Command::Draft(args) => draft::run(args, session),
        Command::Sign(args) => sign::run(args, session),
        Command::Submit(args) => submit::run(&args, session),
        Command::Pack(command) => pack::run(command, session),
        Command::Update(args) => update::run(&args, session),
        Command::Template(args) => template::run(args, session),
        Command::Balance(args) => balance::run(&args, session),
        Command::Trace(args) => trace::run(&args, session),
        Command::Picture(command) => picture::run(command, session),
        Command::Form(command) => form::run(command, session),
        Command::Refusals(args) => refusals::run(args, session),
        Command::Log(args) => log::run(&args, session),
        Command::Receipt(args) => receipt::run(&args, session),
        Command::Verify(args) => verify::run(&args, session),
        Command::Audit(args) => audit::run(&args, session),
        Command::Check(args) => check::run(&args, session),
        Command::Evidence(args) => evidence::run(&args, session),
        Command::Play(args) => play::run(&args, session),
        Command::Demo(args) => demo::run(&args, session),
        Command::Completions(args) => completions::run(&args, session),
        Command::Man(args) => man::run(&args, session),
    }
}
