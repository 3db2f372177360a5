use std::fmt;

use serde::{Deserialize, Serialize};

/// How many foods the images show.
pub const N_FOOD_CLASSES: usize = 20;

/// A food that images show; the order is that of the names, as image-folder loaders number them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum FoodClass {
    Apple,
    Banana,
    Bread,
    Broccoli,
    Burger,
    Carrot,
    Cheese,
    Doughnut,
    FriedEgg,
    IceCream,
    Orange,
    Pizza,
    Rice,
    Salad,
    Salmon,
    Soup,
    Spaghetti,
    Steak,
    Tomato,
    Watermelon,
}

impl FoodClass {
    /// All classes, in the order of their names.
    pub const ALL: [Self; N_FOOD_CLASSES] = [
        Self::Apple,
        Self::Banana,
        Self::Bread,
        Self::Broccoli,
        Self::Burger,
        Self::Carrot,
        Self::Cheese,
        Self::Doughnut,
        Self::FriedEgg,
        Self::IceCream,
        Self::Orange,
        Self::Pizza,
        Self::Rice,
        Self::Salad,
        Self::Salmon,
        Self::Soup,
        Self::Spaghetti,
        Self::Steak,
        Self::Tomato,
        Self::Watermelon,
    ];

    /// The name of the folder and in tables, such as `fried_egg`.
    pub fn name(self) -> &'static str {
        self.spec().name
    }

    /// The class of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.name() == name)
    }

    /// The place in [`FoodClass::ALL`]: the label of a classifier.
    pub const fn index(self) -> usize {
        self as usize
    }

    /// The number of the food in the USDA's table and in `foods.csv`.
    pub fn ndb_number(self) -> u32 {
        self.spec().ndb_number
    }

    /// A usual portion in grams.
    /// # Source  rounded household measures of the USDA National Nutrient Database SR27 (a medium fruit, a slice, a cup)
    pub fn portion_g(self) -> f64 {
        self.spec().portion_g
    }

    fn spec(self) -> &'static Spec {
        &SPECS[self.index()]
    }
}

impl fmt::Display for FoodClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

struct Spec {
    name: &'static str,
    ndb_number: u32,
    portion_g: f64,
}

const fn spec(name: &'static str, ndb_number: u32, portion_g: f64) -> Spec {
    Spec { name, ndb_number, portion_g }
}

static SPECS: [Spec; N_FOOD_CLASSES] = [
    spec("apple", 9003, 182.0),
    spec("banana", 9040, 118.0),
    spec("bread", 18_069, 50.0),
    spec("broccoli", 11_090, 91.0),
    spec("burger", 21_108, 110.0),
    spec("carrot", 11_124, 61.0),
    spec("cheese", 1040, 28.0),
    spec("doughnut", 18_255, 60.0),
    spec("fried_egg", 1128, 46.0),
    spec("ice_cream", 19_095, 66.0),
    spec("orange", 9200, 131.0),
    spec("pizza", 21_302, 214.0),
    spec("rice", 20_045, 158.0),
    spec("salad", 21_379, 90.0),
    spec("salmon", 15_237, 150.0),
    spec("soup", 6559, 245.0),
    spec("spaghetti", 20_121, 250.0),
    spec("steak", 13_453, 170.0),
    spec("tomato", 11_529, 123.0),
    spec("watermelon", 9326, 280.0),
];
