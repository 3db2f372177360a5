//! What matters of a person.

use crate::macros::words;

words! {
    /// Sex, as far as the body's size and composition go by it.
    Sex, "sex" {
        /// Female.
        #[serde(alias = "f", alias = "F", alias = "Female")]
        Female = "female",
        /// Male.
        #[serde(alias = "m", alias = "M", alias = "Male")]
        Male = "male",
    }
}

words! {
    /// What somebody wants to do with their body mass.
    Goal, "goal" {
        /// Keep it.
        #[serde(alias = "maintenance", alias = "health")]
        Maintain = "maintain",
        /// Gain muscle.
        #[serde(alias = "gain_muscle", alias = "gain", alias = "bulk")]
        MuscleGain = "muscle_gain",
        /// Lose fat, that is, eat less energy than is spent.
        #[serde(alias = "lose_fat", alias = "lose_weight", alias = "weight_loss", alias = "cut")]
        FatLoss = "fat_loss",
    }
}

words! {
    /// How used to training somebody is.
    TrainingStatus, "training status" {
        /// No exercise beyond daily life.
        #[serde(alias = "untrained")]
        Sedentary = "sedentary",
        /// Some sessions a week.
        #[serde(alias = "novice", alias = "intermediate")]
        Recreational = "recreational",
        /// Years of regular resistance training.
        #[serde(alias = "advanced", alias = "athlete")]
        Trained = "trained",
    }
}
