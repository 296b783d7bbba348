//! Threads, behind a seam: work that is pure is spread over cores, its results keep their order.

use std::num::NonZeroUsize;
use std::thread;

/// So few jobs are done by the caller: starting a thread costs as much as verifying a signature.
const JOBS_PER_THREAD_MIN: usize = 4;

/// How many threads share work. With one, everything happens on the caller's, so that simulated
/// runs are the same every time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Workers(NonZeroUsize);

impl Workers {
    /// The caller's thread alone.
    pub const ONE: Self = Self(NonZeroUsize::MIN);

    /// As many as the machine runs at once.
    pub fn of_machine() -> Self {
        Self(thread::available_parallelism().unwrap_or(NonZeroUsize::MIN))
    }

    /// What `work` makes of each job, in the order of the jobs.
    pub fn map<T: Send, U: Send>(self, jobs: Vec<T>, work: impl Fn(T) -> U + Sync) -> Vec<U> {
        let threads = self.0.get().min(jobs.len() / JOBS_PER_THREAD_MIN).max(1);
        if threads == 1 {
            return jobs.into_iter().map(work).collect();
        }
        let share = jobs.len().div_ceil(threads);
        let mut shares: Vec<Vec<T>> = Vec::with_capacity(threads);
        let mut rest = jobs.into_iter();
        for _ in 0..threads {
            shares.push(rest.by_ref().take(share).collect());
        }
        let own = shares.pop().unwrap_or_default();
        let work = &work;
        thread::scope(|scope| {
            let of_share = |jobs: Vec<T>| jobs.into_iter().map(work).collect::<Vec<U>>();
            let others: Vec<_> = shares
                .into_iter()
                .map(|jobs| scope.spawn(move || of_share(jobs)))
                .collect();
            let last = of_share(own);
            let mut results = Vec::with_capacity(share * threads);
            for other in others {
                match other.join() {
                    Ok(part) => results.extend(part),
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            }
            results.extend(last);
            results
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_keep_the_order_of_the_jobs_however_many_threads_there_are() {
        for threads in 1..=5 {
            let workers = Workers(NonZeroUsize::new(threads).unwrap());
            for jobs in [0, 1, 3, 4, 7, 8, 9, 100] {
                let results = workers.map((0..jobs).collect(), |job: u32| job * 2);
                assert_eq!(results, (0..jobs).map(|job| job * 2).collect::<Vec<_>>());
            }
        }
    }
}
