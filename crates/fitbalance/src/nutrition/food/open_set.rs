//! How often pictures that show no food are refused, and pictures of known foods wrongly.

use anyhow::Result;
use metrics::Score;
use nutrition::{FoodClassifier, FoodExample, FoodPicture, NoFoodKind, Verdict};

/// Pictures of at most this side are quickly judged; of larger ones a quarter has to do.
const SMALL_SIDE: usize = 128;
/// Drawn pictures of each kind, of other seeds than those that were learnt from.
const N_OF_KIND: u64 = 200;
/// Where the seed of these differs from that of the training.
const SEED_OF_JUDGES: u64 = 0x6a75_6467_6573;

/// Shares of pictures that are refused.
pub(crate) struct OpenSetEvaluation {
    /// Known foods that are taken for no food or another food.
    pub(crate) refused_foods: f64,
    /// Drawn pictures of each kind.
    pub(crate) kinds: Vec<KindShare>,
}

/// How often pictures of a kind are refused.
pub(crate) struct KindShare {
    pub(crate) kind: NoFoodKind,
    pub(crate) share: f64,
}

impl OpenSetEvaluation {
    pub(crate) fn measure(classifier: &FoodClassifier, held_out: &[FoodExample], seed: u64) -> Result<Self> {
        let side = held_out[0].picture.side();
        let n_of_kind = if side > SMALL_SIDE { N_OF_KIND / 4 } else { N_OF_KIND };
        let foods: Vec<&FoodPicture> = held_out.iter().map(|example| &example.picture).collect();
        let share_of = |kind: NoFoodKind| -> Result<KindShare> {
            let drawn: Vec<FoodPicture> =
                (0..n_of_kind).map(|number| kind.picture(side, seed ^ SEED_OF_JUDGES, number)).collect();
            Ok(KindShare { kind, share: refused(classifier, &drawn.iter().collect::<Vec<_>>())? })
        };
        let kinds = NoFoodKind::LEARNT.into_iter().chain(NoFoodKind::JUDGED).map(share_of).collect::<Result<_>>()?;
        Ok(Self { refused_foods: refused(classifier, &foods)?, kinds })
    }

    /// The mean over some kinds.
    pub(crate) fn mean_of(&self, kinds: &[NoFoodKind]) -> f64 {
        let shares = self.kinds.iter().filter(|one| kinds.contains(&one.kind)).map(|one| one.share);
        shares.sum::<f64>() / kinds.len() as f64
    }

    /// For `metrics.json`.
    pub(crate) fn scores(&self) -> Vec<Score> {
        let name = |kind: NoFoodKind| format!("refused_{}", kind.name().replace(' ', "_"));
        let kinds = self.kinds.iter().map(|one| Score::new(name(one.kind), one.share, "1"));
        std::iter::once(Score::new("held_out_foods_refused", self.refused_foods, "1")).chain(kinds).collect()
    }

    /// In a sentence or two.
    pub(crate) fn describe(&self) -> String {
        let listed = |kinds: &[NoFoodKind]| {
            let of_kinds = self.kinds.iter().filter(|one| kinds.contains(&one.kind));
            of_kinds.map(|one| format!("{} {:.0} %", one.kind.name(), 100.0 * one.share)).collect::<Vec<_>>().join(", ")
        };
        format!(
            "{:.1} % of the held-out pictures of foods are refused. Drawn pictures without food that are refused, of kinds\n\
             that it learnt from (other pictures): {}.\n\
             Of kinds that it has never seen: {}.",
            100.0 * self.refused_foods,
            listed(&NoFoodKind::LEARNT),
            listed(&NoFoodKind::JUDGED),
        )
    }
}

fn refused(classifier: &FoodClassifier, pictures: &[&FoodPicture]) -> Result<f64> {
    let verdicts = classifier.verdicts(pictures)?;
    let n_refused = verdicts.iter().filter(|verdict| **verdict != Verdict::KnownFood).count();
    Ok(n_refused as f64 / pictures.len() as f64)
}
