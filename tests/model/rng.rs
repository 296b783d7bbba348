//! A seeded source of choices: the same seed, the same history.

/// The generator `SplitMix64`.
#[derive(Debug, Clone)]
pub struct Rng(u64);

impl Rng {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from `from` on and below `to`.
    pub fn range(&mut self, from: u64, to: u64) -> u64 {
        from + self.next() % (to - from)
    }

    /// True so many times in a hundred.
    pub fn percent(&mut self, percent: u64) -> bool {
        self.next() % 100 < percent
    }

    /// One of them, if there are any.
    pub fn pick<T>(&mut self, of: impl IntoIterator<Item = T>) -> Option<T> {
        let mut all: Vec<T> = of.into_iter().collect();
        if all.is_empty() {
            return None;
        }
        let at = usize::try_from(self.next() % all.len() as u64).unwrap();
        Some(all.swap_remove(at))
    }

    /// One of a table of weights and things.
    pub fn weighted<T: Copy>(&mut self, table: &[(u64, T)]) -> T {
        let all: u64 = table.iter().map(|(weight, _)| weight).sum();
        let mut at = self.next() % all;
        for (weight, thing) in table {
            if at < *weight {
                return *thing;
            }
            at -= weight;
        }
        unreachable!("the weights sum up")
    }
}
