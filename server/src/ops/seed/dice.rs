//! Chance that comes out the same for the same number, whatever the machine.

use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};

/// A throw of dice after the other. One for each order, so that more orders do not change the first.
pub struct Dice(Xoshiro256PlusPlus);

impl Dice {
    /// The dice number `nth` of a marketplace.
    pub fn new(random_seed: u64, nth: u64) -> Self {
        Self(Xoshiro256PlusPlus::seed_from_u64(
            random_seed.wrapping_mul(0x9e37_79b9).wrapping_add(nth),
        ))
    }

    /// From `low` to `high`, both possible.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        if low >= high { low } else { self.0.random_range(low..=high) }
    }

    /// Below `count`, which must not be 0.
    pub fn below(&mut self, count: usize) -> usize {
        self.0.random_range(0..count)
    }

    /// True `percent` times of a hundred.
    pub fn chance(&mut self, percent: u32) -> bool {
        self.0.random_range(0..100) < percent
    }

    /// One of them; they must not be empty.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// One of them, each as likely as its weight says.
    pub fn weighted<T: Copy>(&mut self, from: &[(T, u32)]) -> T {
        let total: u32 = from.iter().map(|(_, weight)| weight).sum();
        let mut at = self.0.random_range(0..total);
        for (value, weight) in from {
            if at < *weight {
                return *value;
            }
            at -= weight;
        }
        from[0].0
    }

    /// The numbers below `count` in an order of their own.
    pub fn shuffled(&mut self, count: usize) -> Vec<usize> {
        let mut deck: Vec<usize> = (0..count).collect();
        for at in (1..count).rev() {
            deck.swap(at, self.below(at + 1));
        }
        deck
    }

    /// From 0 to 1.
    pub fn fraction(&mut self) -> f64 {
        self.0.random_range(0.0..1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Dice;

    #[test]
    fn the_same_number_gives_the_same_throws() {
        let throws = |nth| {
            let mut dice = Dice::new(7, nth);
            (0..20).map(|_| dice.between(0, 1000)).collect::<Vec<_>>()
        };
        assert_eq!(throws(1), throws(1));
        assert_ne!(throws(1), throws(2));
    }
}
