//! Equal requests at the same time become one.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync;

type Slot<T> = Arc<sync::Mutex<Option<T>>>;

/// Lets equal requests that are made at the same time share one piece of work, failures included.
///
/// The first caller works, the others wait for the lock of its slot. If it gives up, or panics, the slot is still
/// empty and the next waiter works.
#[derive(Debug)]
pub(crate) struct SingleFlight<K, T> {
    slots: Mutex<HashMap<K, Slot<T>>>,
}

impl<K, T> Default for SingleFlight<K, T> {
    fn default() -> Self {
        Self { slots: Mutex::default() }
    }
}

impl<K: Copy + Eq + Hash, T: Clone> SingleFlight<K, T> {
    /// The result of `work`, and whether it was this caller's.
    pub(crate) async fn run(&self, key: K, work: impl Future<Output = T>) -> (T, bool) {
        let slot = {
            let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(slots.entry(key).or_default())
        };
        let seat = Seat { single_flight: self, key, slot: Arc::clone(&slot) };
        let mut value = slot.lock().await;
        if let Some(value) = &*value {
            return (value.clone(), false);
        }
        let result = work.await;
        *value = Some(result.clone());
        // Later callers start anew: results are not kept beyond the flight.
        seat.close(|_| true);
        (result, true)
    }
}

/// A caller's place in a flight; the last to leave removes the slot.
struct Seat<'a, K: Copy + Eq + Hash, T> {
    single_flight: &'a SingleFlight<K, T>,
    key: K,
    slot: Slot<T>,
}

impl<K: Copy + Eq + Hash, T> Seat<'_, K, T> {
    fn close(&self, condition: impl FnOnce(&Slot<T>) -> bool) {
        let mut slots = self.single_flight.slots.lock().unwrap_or_else(PoisonError::into_inner);
        if slots.get(&self.key).is_some_and(|slot| Arc::ptr_eq(slot, &self.slot) && condition(slot)) {
            slots.remove(&self.key);
        }
    }
}

impl<K: Copy + Eq + Hash, T> Drop for Seat<'_, K, T> {
    fn drop(&mut self) {
        // The map, this seat, and the handle that `run` still holds while it is dropped: nobody else is waiting.
        self.close(|slot| Arc::strong_count(slot) <= 3);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::task::Poll;

    use super::*;

    fn run<T>(future: impl Future<Output = T>) -> T {
        tokio::runtime::Builder::new_current_thread().build().expect("no resources needed").block_on(future)
    }

    async fn pause() {
        let mut is_first = true;
        std::future::poll_fn(|context| {
            context.waker().wake_by_ref();
            if std::mem::take(&mut is_first) { Poll::Pending } else { Poll::Ready(()) }
        })
        .await;
    }

    #[test]
    fn callers_at_the_same_time_share_one_piece_of_work() {
        let (single_flight, n_runs) = (Arc::new(SingleFlight::<u8, u32>::default()), Arc::new(AtomicU32::new(0)));
        run(async {
            let spawn = |_| {
                let (single_flight, n_runs) = (Arc::clone(&single_flight), Arc::clone(&n_runs));
                tokio::spawn(async move {
                    let work = async {
                        pause().await;
                        n_runs.fetch_add(1, Ordering::Relaxed)
                    };
                    single_flight.run(1, work).await
                })
            };
            let callers: Vec<_> = (0..100).map(spawn).collect();
            let mut n_leaders = 0;
            for caller in callers {
                let (value, is_own) = caller.await.expect("no panic");
                assert_eq!(value, 0);
                n_leaders += u32::from(is_own);
            }
            assert_eq!(n_leaders, 1);
            assert_eq!(single_flight.run(1, async { 7 }).await, (7, true), "nothing is kept");
        });
        assert!(single_flight.slots.lock().expect("no panic").is_empty());
    }

    #[test]
    fn waiter_takes_over_when_the_leader_gives_up() {
        let single_flight = Arc::new(SingleFlight::<u8, u32>::default());
        run(async {
            let others = Arc::clone(&single_flight);
            let leader = tokio::spawn(async move { others.run(1, std::future::pending()).await });
            pause().await;
            let others = Arc::clone(&single_flight);
            let waiter = tokio::spawn(async move { others.run(1, async { 5 }).await });
            pause().await;
            leader.abort();
            assert_eq!(waiter.await.expect("no panic"), (5, true));
            let others = Arc::clone(&single_flight);
            let lonely = tokio::spawn(async move { others.run(2, std::future::pending()).await });
            pause().await;
            lonely.abort();
            assert!(lonely.await.is_err());
        });
        assert!(single_flight.slots.lock().expect("no panic").is_empty(), "no slot is left behind");
    }
}
