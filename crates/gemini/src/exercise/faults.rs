//! What is said about each fault that a recording shows.

use words::{Exercise, Fault};

/// What is said about a fault: how it is seen, what it looks like when it is absent, and what helps.
#[derive(Debug)]
pub(super) struct FaultText {
    pub(super) fault: Fault,
    /// Words by which a person may name it.
    keywords: &'static [&'static str],
    pub(super) seen: &'static str,
    /// What its value is.
    pub(super) measure: &'static str,
    pub(super) absent: &'static str,
    pub(super) fix: &'static str,
    pub(super) cue: &'static str,
}

const fn fault(
    fault: Fault,
    keywords: &'static [&'static str],
    seen: &'static str,
    measure: &'static str,
    absent: &'static str,
    fix: &'static str,
    cue: &'static str,
) -> FaultText {
    FaultText { fault, keywords, seen, measure, absent, fix, cue }
}

/// The fault of a name such as `squat_knee_valgus`.
pub(super) fn named(name: &str) -> Option<&'static FaultText> {
    let name = name.trim().to_lowercase().replace([' ', '-'], "_");
    FAULTS.iter().find(|text| text.fault.name() == name)
}

/// The fault of words such as "knees cave in", among those of a lift: the same words ask for something else in another.
pub(super) fn find(lift: &Basics, text: &str) -> Option<&'static FaultText> {
    let words = crate::text::words(&text.replace('_', " "));
    let fits = |text: &&FaultText| text.keywords.iter().any(|keyword| words.contains(&format!(" {keyword}")));
    named(text).or_else(|| FAULTS.iter().filter(|text| text.fault.exercise() == lift.exercise).find(fits))
}

const FAULTS: [FaultText; Fault::N] = [
    fault(
        Fault::SquatShallow,
        &["shallow", "not deep", "depth"],
        "you stopped the squat early",
        "knee angle at the bottom",
        "You reached good depth.",
        "Squat to a box or bench at the height you want to reach and lower it a little every week; a small wedge under the heels helps if the ankles are stiff.",
        "Sit down between your hips.",
    ),
    fault(
        Fault::SquatKneeValgus,
        &["knee valgus", "valgus", "knees cave", "knee cave", "knees in"],
        "your knees tilted inwards at the bottom",
        "inward tilt of the shins",
        "Your knees tracked over your feet.",
        "Warm up with slow squats with a light band around the knees, pressing out against it, and take the load down until the knees follow the toes in every repetition.",
        "Spread the floor with your feet.",
    ),
    fault(
        Fault::SquatForwardLean,
        &["forward lean", "leaning forward", "excessive lean", "trunk lean"],
        "your trunk tipped far forward",
        "forward tilt of the trunk",
        "Your trunk kept its angle.",
        "Do goblet squats with a pause at the bottom: the weight in front keeps the chest up while your legs learn to do the lifting.",
        "Lead the way up with your chest.",
    ),
    fault(
        Fault::SquatHeelRise,
        &["heel rise", "heels up", "heels lift", "heels off"],
        "your heels came off the floor",
        "rise of the heels",
        "Your heels stayed down.",
        "Mobilise the ankles before squatting, with the knee pressed forward over the toes and the heel down, and squat in flat, firm shoes.",
        "Press the whole foot into the floor.",
    ),
    fault(
        Fault::SquatLateralShift,
        &["lateral shift", "hip shift", "weight shift", "shifting to one side"],
        "your hips shifted to one side",
        "shift of the hips",
        "Your hips stayed centred.",
        "Film yourself from the front with a light load and slow down the way up; split squats on each side, the weaker leg first, even out the difference.",
        "Push evenly through both feet.",
    ),
    fault(
        Fault::DeadliftRoundedBack,
        &["rounded back", "round back", "back rounding", "spinal flexion", "rounded spine", "lumbar flexion"],
        "your back rounded under load",
        "rounding of the back",
        "Your back kept its shape.",
        "Lower the load until the back keeps its shape from the floor to the top, and practise hip hinges with a stick along head, upper back and hips.",
        "Squeeze oranges in your armpits.",
    ),
    fault(
        Fault::DeadliftHipsFirst,
        &["hips first", "hips rise", "hips shoot"],
        "your hips rose before the bar did",
        "lead of the hips over the shoulders",
        "Hips and shoulders rose together.",
        "Take the slack out of the bar before you pull, then push the floor away with your legs; paused pulls just above the floor teach the timing.",
        "Push the floor away.",
    ),
    fault(
        Fault::DeadliftBarDrift,
        &["bar drift", "bar path", "bar away"],
        "the bar drifted away from your legs",
        "bar in front of the ankles",
        "The bar stayed close to your legs.",
        "Start with the bar over the middle of the foot and drag it up the legs; straight-arm pulldowns wake up the muscles that keep it there.",
        "Drag the bar up your legs.",
    ),
    fault(
        Fault::DeadliftHyperextension,
        &["hyperextension", "leaning back at the top", "overextension"],
        "you leaned back at the top",
        "backward tilt at the top",
        "You finished the lift upright.",
        "End the lift by squeezing the glutes with the ribs down; standing tall is the finish, leaning back only loads the lower back.",
        "Stand tall, ribs down.",
    ),
    fault(
        Fault::DeadliftHipsLow,
        &["hips low", "hips too low", "squatting the deadlift", "squatting deadlift"],
        "you started with low hips, as in a squat",
        "trunk over the horizontal at the start",
        "Your hips started at the right height.",
        "Stand with the bar over the middle of the foot, push the hips back until the shins touch it, and pull the slack out of the bar before it leaves the floor: the hips then find their height.",
        "Hips high, chest over the bar.",
    ),
    fault(
        Fault::BenchElbowFlare,
        &["elbow flare", "elbows flare", "flared elbows"],
        "your elbows flared out to the sides",
        "angle of upper arms and trunk",
        "Your elbows stayed under the bar.",
        "Bring the elbows somewhat closer to the body on the way down and touch the lower chest; bench presses with a pause on the chest make it stick.",
        "Bend the bar.",
    ),
    fault(
        Fault::BenchUnevenPress,
        &["uneven press", "uneven bar", "uneven"],
        "one hand rose ahead of the other",
        "difference in height",
        "Both hands moved together.",
        "Check that your hands are at the same distance from the middle, and press dumbbells for a while: each side has to do its own share.",
        "Press both hands at once.",
    ),
    fault(
        Fault::BenchShortRange,
        &["short range", "partial range", "limited range", "range of motion"],
        "the bar stopped short of your chest",
        "bar above the shoulders at its lowest",
        "You used the full range.",
        "Lower the load and let the bar touch the chest under control in every repetition; more load counts only over the whole way.",
        "Touch, then press.",
    ),
    fault(
        Fault::BenchHipsOff,
        &["hips off", "hips lift", "butt off"],
        "your hips left the bench",
        "rise of the hips",
        "Your hips stayed on the bench.",
        "Set your feet so that you can push them into the floor without lifting the hips, and lower the load if they still come up.",
        "Glue your hips to the bench.",
    ),
    fault(
        Fault::PressBackLean,
        &["back lean", "leaning back", "arched back", "lumbar arch"],
        "you leaned back under the bar",
        "backward tilt of the trunk",
        "Your trunk stayed upright.",
        "Squeeze the glutes and pull the ribs down before each press; half-kneeling presses show at once when you lean.",
        "Ribs down, glutes tight.",
    ),
    fault(
        Fault::PressNoLockout,
        &["no lockout", "lockout", "elbows bent"],
        "your elbows stayed bent at the top",
        "bend of the elbows at the top",
        "You locked out every press.",
        "Finish each press with straight arms and a short pause at the top, with a load that lets you do so to the last repetition.",
        "Reach for the ceiling.",
    ),
    fault(
        Fault::PressForwardBar,
        &["forward bar", "bar forward", "bar in front"],
        "the bar ended up in front of you",
        "bar in front of the shoulders",
        "The bar finished over your shoulders.",
        "Move your head out of the way, press straight up, then bring the head through, so that the bar ends over the shoulders and the middle of the foot.",
        "Head through at the top.",
    ),
    fault(
        Fault::PressAsymmetry,
        &["asymmetry", "asymmetric", "imbalance", "one arm lower"],
        "one hand ended lower than the other",
        "difference in height",
        "Both hands finished level.",
        "Press one dumbbell at a time, the weaker side first, and let the stronger side do no more repetitions than the weaker one.",
        "Finish both hands at one height.",
    ),
    fault(
        Fault::LungeKneePastToes,
        &["knee past toes", "knees past toes", "knee over toes"],
        "your front knee travelled far past the toes",
        "knee in front of the toes",
        "Your front shin stayed steady.",
        "Take a longer step and lower straight down; holding on to a rail for the first sets lets you feel the path.",
        "Drop the back knee straight down.",
    ),
    fault(
        Fault::LungeKneeValgus,
        &["knee valgus", "valgus", "knees cave", "knee cave", "front knee cave", "knees in"],
        "your front knee tilted inwards",
        "inward tilt of the front shin",
        "Your front knee tracked over the foot.",
        "Do the lunges on the spot in front of a mirror, with a hand on a wall if needed, and guide the knee over the middle toes.",
        "Point the knee where the toes point.",
    ),
    fault(
        Fault::LungeTorsoLean,
        &["torso lean", "forward lean", "leaning forward", "excessive lean", "trunk lean"],
        "your trunk leaned forward",
        "forward tilt of the trunk",
        "Your trunk stayed tall.",
        "Hold one light weight at the chest and keep the shoulders over the hips; shorten the set when you start to fold.",
        "Shoulders over hips.",
    ),
    fault(
        Fault::LungeShallow,
        &["shallow", "not deep", "depth"],
        "you stopped the lunge early",
        "front knee angle at the bottom",
        "You lowered all the way.",
        "Lower until the back knee is just above the floor; a cushion under it gives you a target.",
        "Kiss the cushion with your knee.",
    ),
    fault(
        Fault::LungeWobble,
        &["wobble", "unstable", "instability", "balance"],
        "you swayed from side to side",
        "sway of the shoulders",
        "You stayed steady from side to side.",
        "Set the feet at hip width, as on rails rather than on a tightrope, and fix your eyes on something that does not move; slow the way down.",
        "Feet on rails.",
    ),
];

/// How a lift is set up, for when a recording shows nothing to correct.
pub(super) struct Basics {
    pub(super) exercise: Exercise,
    pub(super) label: &'static str,
    pub(super) checks: [&'static str; 2],
    pub(super) cues: [&'static str; 2],
}

pub(super) const BASICS: [Basics; Exercise::N] = [
    Basics {
        exercise: Exercise::Squat,
        label: "squat",
        checks: [
            "Check from the front that the knees follow the toes all the way down and up.",
            "Check from the side that the heels stay down and the trunk keeps its angle.",
        ],
        cues: ["Brace before you go down.", "Spread the floor with your feet."],
    },
    Basics {
        exercise: Exercise::Deadlift,
        label: "deadlift",
        checks: [
            "Check from the side that the bar starts over the middle of the foot and stays close to the legs.",
            "Check that the back keeps its shape from the floor to the top.",
        ],
        cues: ["Take the slack out of the bar.", "Push the floor away."],
    },
    Basics {
        exercise: Exercise::BenchPress,
        label: "bench press",
        checks: [
            "Check that the bar touches the same spot of the lower chest every time.",
            "Check that the shoulder blades stay pulled together and the hips on the bench.",
        ],
        cues: ["Shoulder blades into your back pockets.", "Push the floor with your feet."],
    },
    Basics {
        exercise: Exercise::OverheadPress,
        label: "overhead press",
        checks: [
            "Check from the side that the bar ends over the shoulders and the middle of the foot.",
            "Check that the ribs stay down and the lower back does not arch.",
        ],
        cues: ["Squeeze the glutes.", "Head through at the top."],
    },
    Basics {
        exercise: Exercise::Lunge,
        label: "lunge",
        checks: [
            "Check from the front that the front knee points where the toes point.",
            "Check that the trunk stays tall and the back knee goes straight down.",
        ],
        cues: ["Feet on rails.", "Drop the back knee straight down."],
    },
];
