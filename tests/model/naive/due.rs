//! What happens by itself.

use super::{Model, Phase};
use qledger::domain::lot::PermitState;
use qledger::domain::moment::Moment;

impl Model {
    /// Lets everything happen that is due by `now`. Nothing of it depends on the order.
    pub fn fall_due(&mut self, now: Moment) {
        for permit in self.permits.values_mut() {
            if permit.state == PermitState::InForce && permit.until.end() <= now {
                permit.state = PermitState::Expired;
            }
        }
        for hold in self.holds.values_mut() {
            if hold.until.is_some_and(|until| until.end() <= now) {
                hold.active = false;
            }
        }
        for (number, case) in &mut self.cases {
            if case.phase == Phase::Open && case.lapses <= now {
                case.phase = Phase::Over("lapsed");
                case.reserved = false;
                self.book.release(number);
            }
        }
    }
}
