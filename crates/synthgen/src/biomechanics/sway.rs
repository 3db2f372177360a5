//! Unsteadiness: slow disturbances of a pose.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;

/// What unsteadiness disturbs.
#[derive(Clone, Copy, Debug)]
pub(super) enum Channel {
    Knee,
    Lean,
    Sideways,
    ForeAft,
    Roll,
    Yaw,
    LeftHand,
    RightHand,
    Wobble,
}

const N_CHANNELS: usize = 9;
const N_WAVES: usize = 3;

/// Smooth unsteadiness: for each channel a sum of three waves of 0.3–1.8 Hz with sd 1.
#[derive(Clone, Debug)]
pub(super) struct Sway {
    waves: [[Wave; N_WAVES]; N_CHANNELS],
    amount: f64,
}

#[derive(Clone, Copy, Debug)]
struct Wave {
    amplitude: f64,
    frequency_hz: f64,
    phase: f64,
}

impl Sway {
    pub(super) fn draw(amount: f64, rng: &mut ChaCha8Rng) -> Self {
        let mut wave = || Wave {
            // Three independent waves whose variances add up to 1 on average.
            amplitude: rng.sample::<f64, _>(StandardNormal).clamp(-2.0, 2.0) * (2.0_f64 / 3.0).sqrt(),
            frequency_hz: rng.random_range(0.3..1.8),
            phase: rng.random_range(0.0..std::f64::consts::TAU),
        };
        Self { waves: std::array::from_fn(|_| std::array::from_fn(|_| wave())), amount }
    }

    /// None at all.
    pub(super) fn still() -> Self {
        let wave = Wave { amplitude: 0.0, frequency_hz: 0.0, phase: 0.0 };
        Self { waves: [[wave; N_WAVES]; N_CHANNELS], amount: 0.0 }
    }

    pub(super) fn at(&self, channel: Channel, time_s: f64) -> f64 {
        let waves = &self.waves[channel as usize];
        let sum: f64 = waves
            .iter()
            .map(|w| w.amplitude * libm::sin(std::f64::consts::TAU * w.frequency_hz * time_s + w.phase))
            .sum();
        self.amount * sum
    }
}
