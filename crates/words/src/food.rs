//! The foods that a picture may show.

use crate::macros::words;

words! {
    /// A food that generated pictures show; the order is that of the names, as image-folder loaders number them.
    #[expect(missing_docs, reason = "the names say it")]
    FoodClass, "food" {
        Apple = "apple",
        Banana = "banana",
        Bread = "bread",
        Broccoli = "broccoli",
        Burger = "burger",
        Carrot = "carrot",
        Cheese = "cheese",
        Doughnut = "doughnut",
        FriedEgg = "fried_egg",
        IceCream = "ice_cream",
        Orange = "orange",
        Pizza = "pizza",
        Rice = "rice",
        Salad = "salad",
        Salmon = "salmon",
        Soup = "soup",
        Spaghetti = "spaghetti",
        Steak = "steak",
        Tomato = "tomato",
        Watermelon = "watermelon",
    }
}

/// Number in the USDA's table, and a usual portion in grams, of each food.
const PORTIONS: [(u32, f64); FoodClass::N] = [
    (9003, 182.0),
    (9040, 118.0),
    (18_069, 50.0),
    (11_090, 91.0),
    (21_108, 110.0),
    (11_124, 61.0),
    (1040, 28.0),
    (18_255, 60.0),
    (1128, 46.0),
    (19_095, 66.0),
    (9200, 131.0),
    (21_302, 214.0),
    (20_045, 158.0),
    (21_379, 90.0),
    (15_237, 150.0),
    (6559, 245.0),
    (20_121, 250.0),
    (13_453, 170.0),
    (11_529, 123.0),
    (9326, 280.0),
];

impl FoodClass {
    /// The number of the food in the USDA's table.
    pub const fn ndb_number(self) -> u32 {
        PORTIONS[self.index()].0
    }

    /// A usual portion in grams.
    ///
    /// # Source
    ///
    /// Rounded household measures of the USDA National Nutrient Database SR27 (a medium fruit, a slice, a cup).
    pub const fn portion_g(self) -> f64 {
        PORTIONS[self.index()].1
    }
}
