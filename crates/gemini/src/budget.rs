//! Tokens and money that may be spent.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::advice::Usage;
use crate::config::ClientConfig;
use crate::dates::pacific_day;
use crate::price::Price;

/// Counts tokens and money of a minute and of a day, and refuses requests that could exceed them. A day is the service's: it
/// begins at midnight in Los Angeles.
///
/// Counts live as long as the client: one process, not an account.
#[derive(Debug)]
pub(crate) struct Budget {
    tokens_per_minute: u64,
    tokens_per_day: u64,
    usd_per_day: Option<f64>,
    price: Price,
    spent: Mutex<Spent>,
}

#[derive(Debug, Default)]
struct Spent {
    minute: u64,
    tokens_of_minute: u64,
    day: i64,
    tokens_of_day: u64,
    usd_of_day: f64,
}

/// Tokens that a request may need, set aside until it is known what it needed.
///
/// Dropped without a result they stay spent: a request that was given up may still be billed.
#[derive(Debug)]
#[must_use]
pub(crate) struct Reservation<'a> {
    budget: &'a Budget,
    prompt_tokens: u64,
    answer_tokens: u64,
    minute: u64,
    day: i64,
}

impl Budget {
    pub(crate) fn new(config: &ClientConfig) -> Self {
        let mut price = config.price.unwrap_or_else(|| Price::of(&config.model));
        if let (None, Some(model)) = (config.price, &config.alternate_model) {
            let other = Price::of(model);
            price = Price { prompt: price.prompt.max(other.prompt), answer: price.answer.max(other.answer) };
        }
        Self {
            tokens_per_minute: config.tokens_per_minute,
            tokens_per_day: config.tokens_per_day,
            usd_per_day: config.usd_per_day,
            price,
            spent: Mutex::default(),
        }
    }

    /// Sets tokens aside; `None` if that would exceed a limit. `now` is the wall clock.
    pub(crate) fn reserve(&self, now: Duration, prompt_tokens: u64, answer_tokens: u64) -> Option<Reservation<'_>> {
        let mut spent = self.spent(now);
        let tokens = prompt_tokens + answer_tokens;
        let usd = self.price.usd(prompt_tokens, answer_tokens);
        let is_within = spent.tokens_of_minute + tokens <= self.tokens_per_minute
            && spent.tokens_of_day + tokens <= self.tokens_per_day
            && self.usd_per_day.is_none_or(|limit| spent.usd_of_day + usd <= limit);
        if !is_within {
            return None;
        }
        spent.tokens_of_minute += tokens;
        spent.tokens_of_day += tokens;
        spent.usd_of_day += usd;
        Some(Reservation { budget: self, prompt_tokens, answer_tokens, minute: spent.minute, day: spent.day })
    }

    fn spent(&self, now: Duration) -> std::sync::MutexGuard<'_, Spent> {
        let mut spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        let (minute, day) = (now.as_secs() / 60, pacific_day(now));
        // `>`, not `!=`: were the clock to go backwards, nothing would be forgotten.
        if minute > spent.minute {
            (spent.minute, spent.tokens_of_minute) = (minute, 0);
        }
        if day > spent.day {
            (spent.day, spent.tokens_of_day, spent.usd_of_day) = (day, 0, 0.0);
        }
        spent
    }
}

impl Reservation<'_> {
    /// Replaces what was set aside by what was used.
    pub(crate) fn settle(self, now: Duration, usage: Usage) {
        let answer_tokens = usage.answer_tokens + usage.thought_tokens;
        let (reserved, used) = (self.prompt_tokens + self.answer_tokens, usage.total_tokens());
        let price = self.budget.price;
        let mut spent = self.budget.spent(now);
        let corrected = |count: u64| count.saturating_sub(reserved) + used;
        if spent.minute == self.minute {
            spent.tokens_of_minute = corrected(spent.tokens_of_minute);
        }
        if spent.day == self.day {
            spent.tokens_of_day = corrected(spent.tokens_of_day);
            let usd = price.usd(usage.prompt_tokens, answer_tokens) - price.usd(self.prompt_tokens, self.answer_tokens);
            spent.usd_of_day = (spent.usd_of_day + usd).max(0.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-01-15, noon UTC.
    const NOW: Duration = Duration::from_hours(491_244);

    fn budget() -> Budget {
        Budget::new(&ClientConfig::default().tokens_per_minute(1000).tokens_per_day(1500))
    }

    fn used(prompt_tokens: u64) -> Usage {
        Usage { n_requests: 1, prompt_tokens, ..Usage::default() }
    }

    #[test]
    fn reservation_beyond_a_limit_is_refused_and_costs_nothing() {
        let budget = budget();
        assert!(budget.reserve(NOW, 600, 401).is_none());
        budget.reserve(NOW, 600, 400).expect("exactly the limit").settle(NOW, used(1000));
        assert!(budget.reserve(NOW, 1, 0).is_none());
    }

    #[test]
    fn settling_gives_back_what_was_not_used() {
        let budget = budget();
        budget.reserve(NOW, 500, 500).expect("within").settle(NOW, used(100));
        assert!(budget.reserve(NOW, 900, 0).is_some() && budget.reserve(NOW, 1, 0).is_none());
    }

    #[test]
    fn minute_starts_anew_and_the_day_does_not() {
        let budget = budget();
        budget.reserve(NOW, 1000, 0).expect("within").settle(NOW, used(1000));
        let next = NOW + Duration::from_mins(1);
        assert!(budget.reserve(next, 501, 0).is_none(), "1,500 tokens a day");
        assert!(budget.reserve(next, 500, 0).is_some());
        assert!(budget.reserve(NOW + Duration::from_hours(24), 1000, 0).is_some());
    }

    #[test]
    fn day_turns_at_midnight_in_los_angeles_as_the_quota_does() {
        // 2026-01-15, 23:30 UTC: 15:30 there.
        let evening = Duration::from_mins(29_475_330);
        let budget = Budget::new(&ClientConfig::default().tokens_per_day(1000));
        budget.reserve(evening, 1000, 0).expect("within").settle(evening, used(1000));
        assert!(budget.reserve(evening + Duration::from_hours(1), 1, 0).is_none(), "a new day in UTC only");
        assert!(budget.reserve(evening + Duration::from_mins(8 * 60 + 29), 1, 0).is_none(), "a minute to midnight");
        assert!(budget.reserve(evening + Duration::from_mins(8 * 60 + 30), 1000, 0).is_some());
    }

    #[test]
    fn money_is_limited_by_the_price() {
        let price = Price { prompt: 1.0, answer: 10.0 };
        let budget = Budget::new(&ClientConfig::default().price(price).usd_per_day(0.01));
        assert!(budget.reserve(NOW, 1, 1000).is_none());
        budget.reserve(NOW, 0, 1000).expect("one cent").settle(NOW, used(5000));
        assert!(budget.reserve(NOW, 5000, 0).is_some() && budget.reserve(NOW, 1, 0).is_none());
    }
}
