//! Which food a picture shows.

mod augment;
mod batches;
mod classifier_network;
mod config;
mod drawn;
mod gate;
mod inference;
mod lite;
mod network;
mod picture;
mod softmax;
mod temperature;
mod training;
mod training_network;

pub use classifier_network::{FoodNetwork, FoodNetworkConfig};
pub use config::{FoodCnnConfig, FoodTrainingConfig};
pub use drawn::NoFoodKind;
pub use gate::{FoodGate, Verdict};
pub use inference::{FoodClassifier, FoodGuess, FoodLook};
pub use lite::{EfficientNetLite, EfficientNetLiteConfig, LiteStage, TransferConfig, Transferred};
pub use network::FoodCnn;
pub use picture::{FoodExample, FoodPicture};
pub use training::{FoodEpoch, FoodTrainer};
