//! Pictures that show no food, drawn: some for learning what no food looks like, others only for judging that.

mod judged;
mod learnt;
mod paint;

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::picture::FoodPicture;
use paint::{Canvas, Paint};

/// A kind of drawn pictures without food.
///
/// The first eleven are learnt from; nothing is learnt from or chosen by the other six, which tell how it goes with what was never
/// seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum NoFoodKind {
    Plain,
    Gradient,
    Noise,
    Stripes,
    Checkerboard,
    Surface,
    Shapes,
    Icon,
    Grid,
    Marks,
    Lines,
    Text,
    FurnitureFront,
    Bricks,
    Dots,
    Landscape,
    Face,
}

impl NoFoodKind {
    /// Those that are learnt from.
    pub const LEARNT: [Self; 11] = [
        Self::Plain,
        Self::Gradient,
        Self::Noise,
        Self::Stripes,
        Self::Checkerboard,
        Self::Surface,
        Self::Shapes,
        Self::Icon,
        Self::Grid,
        Self::Marks,
        Self::Lines,
    ];
    /// Those that only judge.
    pub const JUDGED: [Self; 6] =
        [Self::Text, Self::FurnitureFront, Self::Bricks, Self::Dots, Self::Landscape, Self::Face];

    /// What it shows, in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "one colour",
            Self::Gradient => "gradient",
            Self::Noise => "noise",
            Self::Stripes => "stripes",
            Self::Checkerboard => "checkerboard",
            Self::Surface => "grain",
            Self::Shapes => "rectangles and ellipses",
            Self::Icon => "icons",
            Self::Grid => "grid",
            Self::Marks => "rows of marks",
            Self::Lines => "lines",
            Self::Text => "text",
            Self::FurnitureFront => "fronts of furniture",
            Self::Bricks => "bricks",
            Self::Dots => "dots",
            Self::Landscape => "landscape",
            Self::Face => "drawn face",
        }
    }

    /// The picture of a number of this kind: the same for the same side, seed and number.
    ///
    /// # Panics
    ///
    /// if no picture has this side
    pub fn picture(self, side: usize, seed: u64, number: u64) -> FoodPicture {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream((self as u64) << 32 | number);
        let rng = &mut rng;
        let paint: Paint = match self {
            Self::Plain => learnt::plain(rng),
            Self::Gradient => learnt::gradient(rng),
            Self::Noise => learnt::noise(rng),
            Self::Stripes => learnt::stripes(rng),
            Self::Checkerboard => learnt::checkerboard(rng),
            Self::Surface => learnt::surface(rng),
            Self::Shapes => learnt::shapes(rng),
            Self::Icon => learnt::icon(rng),
            Self::Grid => learnt::grid(rng),
            Self::Marks => learnt::marks(rng),
            Self::Lines => learnt::lines(rng),
            Self::Text => judged::text(rng),
            Self::FurnitureFront => judged::furniture_front(rng),
            Self::Bricks => judged::bricks(rng),
            Self::Dots => judged::dots(rng),
            Self::Landscape => judged::landscape(rng),
            Self::Face => judged::face(rng),
        };
        let mut canvas = Canvas::of(side, &paint);
        if Self::LEARNT.contains(&self) && self != Self::Plain {
            canvas.vary(rng);
        }
        canvas.into_picture()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_repeatable_and_differ_by_number_and_seed() {
        for kind in NoFoodKind::LEARNT.into_iter().chain(NoFoodKind::JUDGED) {
            let one = kind.picture(32, 5, 3);
            assert_eq!(one, kind.picture(32, 5, 3), "{kind:?}");
            let others = [kind.picture(32, 5, 4), kind.picture(32, 6, 3), kind.picture(32, 7, 9)];
            assert!(others.iter().any(|other| *other != one), "{kind:?}");
        }
    }

    #[test]
    fn plain_is_one_colour_and_other_kinds_have_more() {
        let n_colours = |kind: NoFoodKind| {
            let picture = kind.picture(32, 1, 2);
            let mut colours: Vec<[u8; 3]> = picture.pixels().as_chunks::<3>().0.to_vec();
            colours.sort_unstable();
            colours.dedup();
            colours.len()
        };
        for kind in NoFoodKind::LEARNT.into_iter().chain(NoFoodKind::JUDGED) {
            assert_eq!(n_colours(kind) == 1, kind == NoFoodKind::Plain, "{kind:?}");
        }
    }
}
