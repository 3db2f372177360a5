//! Lengths of a person's segments.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;
use words::Sex;

/// Lengths of a person's segments in metres.
///
/// Shares of height: shank 0.246, thigh 0.245, upper arm 0.186, forearm 0.146, ankle height 0.039, hip to shoulder
/// 0.288; each person's differ with an sd of 3 %. Shoulder and hip widths are those between
/// MediaPipe's landmarks, narrower than the biacromial and wider than the distance of the hip joints' centres. Left and right are equal.
///
/// # Source
///
/// Drillis & Contini (1966), as in Winter, Biomechanics and Motor Control (2009), fig. 4.1; widths, face, hands and
/// feet: the filmed squat of MediaPipe Pose and the model's own canonical figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Body {
    /// Sex.
    pub sex: Sex,
    /// Standing height.
    pub height_m: f64,
    /// Hip to knee.
    pub thigh: f64,
    /// Knee to ankle.
    pub shank: f64,
    /// Shoulder to elbow.
    pub upper_arm: f64,
    /// Elbow to wrist.
    pub forearm: f64,
    /// Middle of the hips to the middle of the spine.
    pub lumbar: f64,
    /// Middle of the spine to the middle of the shoulders.
    pub thorax: f64,
    /// Between the shoulders.
    pub shoulder_width: f64,
    /// Between the hips.
    pub hip_width: f64,
    /// Ankle above the sole.
    pub ankle_height: f64,
    /// Ankle to the tip of the foot, along the sole.
    pub ankle_to_toe: f64,
    /// Ankle to the back of the heel, along the sole.
    pub ankle_to_heel: f64,
}

impl Body {
    /// A person of average proportions.
    pub fn average(sex: Sex, height_m: f64) -> Self {
        let (shoulders, hips) = match sex {
            Sex::Female => (0.208, 0.148),
            Sex::Male => (0.225, 0.138),
        };
        Self {
            sex,
            height_m,
            thigh: 0.245 * height_m,
            shank: 0.246 * height_m,
            upper_arm: 0.186 * height_m,
            forearm: 0.146 * height_m,
            lumbar: 0.120 * height_m,
            thorax: 0.168 * height_m,
            shoulder_width: shoulders * height_m,
            hip_width: hips * height_m,
            ankle_height: 0.039 * height_m,
            ankle_to_toe: 0.096 * height_m,
            ankle_to_heel: 0.036 * height_m,
        }
    }

    /// Draws sex, height (162 ± 6.5 or 176 ± 7 cm) and proportions.
    pub(super) fn draw(rng: &mut ChaCha8Rng) -> Self {
        let sex = if rng.random_bool(0.5) { Sex::Female } else { Sex::Male };
        // Within 2.5 sd: giants and dwarfs would only test the camera.
        let mut normal = || rng.sample::<f64, _>(StandardNormal).clamp(-2.5, 2.5);
        let height_m = match sex {
            Sex::Female => 1.62 + 0.065 * normal(),
            Sex::Male => 1.76 + 0.07 * normal(),
        };
        let average = Self::average(sex, height_m);
        let mut vary = |length: f64| length * (1.0 + 0.03 * normal());
        Self {
            thigh: vary(average.thigh),
            shank: vary(average.shank),
            upper_arm: vary(average.upper_arm),
            forearm: vary(average.forearm),
            lumbar: vary(average.lumbar),
            thorax: vary(average.thorax),
            shoulder_width: vary(average.shoulder_width),
            hip_width: vary(average.hip_width),
            ..average
        }
    }

    /// Hip to shoulder with a straight spine.
    pub fn trunk(&self) -> f64 {
        self.lumbar + self.thorax
    }

    /// Hip to ankle when the knee is flexed by this angle (0 is straight).
    pub(super) fn leg_reach(&self, knee_flexion_deg: f64) -> f64 {
        reach(self.thigh, self.shank, knee_flexion_deg)
    }

    /// Shoulder to wrist when the elbow is flexed by this angle (0 is straight).
    pub(super) fn arm_reach(&self, elbow_flexion_deg: f64) -> f64 {
        reach(self.upper_arm, self.forearm, elbow_flexion_deg)
    }
}

fn reach(upper: f64, lower: f64, flexion_deg: f64) -> f64 {
    let cos = libm::cos(flexion_deg.to_radians());
    (upper * upper + lower * lower + 2.0 * upper * lower * cos).sqrt()
}
