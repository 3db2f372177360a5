use std::fmt::Write as _;

use super::class::FoodClass;
use crate::manifest::ColumnEntry;

/// What 100 g of a food contain.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FoodComposition {
    /// The food's number in the USDA's database.
    pub ndb_number: u32,
    /// The USDA's short description.
    pub description: &'static str,
    /// Water, g.
    pub water_g: f64,
    /// Energy, kcal.
    pub energy_kcal: f64,
    /// Protein, g.
    pub protein_g: f64,
    /// Fat, g.
    pub fat_g: f64,
    /// Carbohydrate by difference, fibre included, g.
    pub carbohydrate_g: f64,
    /// Dietary fibre, g.
    pub fibre_g: f64,
    /// Sugars, g, where they were measured.
    pub sugar_g: Option<f64>,
    /// Sodium, mg.
    pub sodium_mg: f64,
}

impl FoodComposition {
    /// 4 · protein + 4 · carbohydrate + 9 · fat, kcal per 100 g.
    ///
    /// The table's energies use factors of each food (Atwater specific) and count fibre less: they differ by at most
    /// [`ATWATER_TOLERANCE`].
    pub fn atwater_kcal(&self) -> f64 {
        4.0 * self.protein_g + 4.0 * self.carbohydrate_g + 9.0 * self.fat_g
    }

    /// Whether the energy agrees with [`FoodComposition::atwater_kcal`] within [`ATWATER_TOLERANCE`].
    pub fn energy_is_plausible(&self) -> bool {
        let (share, kcal) = ATWATER_TOLERANCE;
        (self.energy_kcal - self.atwater_kcal()).abs() <= kcal.max(share * self.energy_kcal)
    }
}

impl FoodClass {
    /// What 100 g of this food contain.
    pub fn composition(self) -> &'static FoodComposition {
        let number = self.ndb_number();
        FOODS.iter().find(|food| food.ndb_number == number).expect("a test finds every class in the table")
    }
}

/// How far a table's energy may lie from the 4/4/9 rule: 12 % or 16 kcal per 100 g, whichever is more.
///
/// Fruit and vegetables are counted with 3.4–3.6 kcal per gram of carbohydrate instead of 4, nuts' protein with 3.5.
pub const ATWATER_TOLERANCE: (f64, f64) = (0.12, 16.0);

/// The header of `foods.csv`: the columns of the USDA's abbreviated file.
const HEADER: &str = "NDB_No,Shrt_Desc,Water_(g),Energ_Kcal,Protein_(g),Lipid_Tot_(g),Carbohydrt_(g),Fiber_TD_(g),Sugar_Tot_(g),Sodium_(mg)";

/// The built-in table: the foods of all classes and other common ones, by number.
/// # Source  USDA National Nutrient Database for Standard Reference, release 27 (2014), public domain
pub fn foods() -> &'static [FoodComposition] {
    &FOODS
}

/// The table as CSV.
pub(super) fn foods_csv() -> String {
    let mut text = format!("{HEADER}\n");
    for food in foods() {
        // Numbers print as in the USDA's file: energy whole, the others with at least one decimal.
        let sugar = food.sugar_g.map(|sugar| format!("{sugar:?}")).unwrap_or_default();
        writeln!(
            text,
            "{},{},{:?},{},{:?},{:?},{:?},{:?},{sugar},{:?}",
            food.ndb_number,
            quoted(food.description),
            food.water_g,
            food.energy_kcal,
            food.protein_g,
            food.fat_g,
            food.carbohydrate_g,
            food.fibre_g,
            food.sodium_mg,
        )
        .expect("writing to a string cannot fail");
    }
    text
}

fn quoted(text: &str) -> String {
    if text.contains([',', '"']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

/// Columns of `foods.csv`; all but the first two per 100 g.
pub(super) fn columns() -> Vec<ColumnEntry> {
    let kinds = [
        ("uint32", "", "number of the food in the USDA's database"),
        ("string", "", "the USDA's short description"),
        ("float64", "g/100 g", "water"),
        ("float64", "kcal/100 g", "energy"),
        ("float64", "g/100 g", "protein"),
        ("float64", "g/100 g", "fat"),
        ("float64", "g/100 g", "carbohydrate by difference, fibre included"),
        ("float64", "g/100 g", "dietary fibre"),
        ("float64", "g/100 g", "sugars, empty where not measured"),
        ("float64", "mg/100 g", "sodium"),
    ];
    let names = HEADER.split(',');
    names
        .zip(kinds)
        .map(|(name, (dtype, unit, description))| ColumnEntry::new(name, dtype, unit, description))
        .collect()
}

/// Water, energy, protein, fat, carbohydrate and fibre; then sugars and sodium.
const fn food(
    ndb_number: u32,
    description: &'static str,
    [water_g, energy_kcal, protein_g, fat_g, carbohydrate_g, fibre_g]: [f64; 6],
    sugar_g: Option<f64>,
    sodium_mg: f64,
) -> FoodComposition {
    FoodComposition {
        ndb_number,
        description,
        water_g,
        energy_kcal,
        protein_g,
        fat_g,
        carbohydrate_g,
        fibre_g,
        sugar_g,
        sodium_mg,
    }
}

#[rustfmt::skip]
static FOODS: [FoodComposition; 73] = [
    food(1001, "BUTTER,WITH SALT", [15.87, 717.0, 0.85, 81.11, 0.06, 0.0], Some(0.06), 643.0),
    food(1009, "CHEESE,CHEDDAR", [37.1, 406.0, 24.04, 33.82, 1.33, 0.0], Some(0.28), 644.0),
    food(1012, "CHEESE,COTTAGE,CRMD,LRG OR SML CURD", [79.79, 98.0, 11.12, 4.3, 3.38, 0.0], Some(2.67), 364.0),
    food(1026, "CHEESE,MOZZARELLA,WHL MILK", [50.01, 300.0, 22.17, 22.35, 2.19, 0.0], Some(1.03), 627.0),
    food(1040, "CHEESE,SWISS", [37.12, 380.0, 26.93, 27.8, 5.38, 0.0], Some(1.32), 70.0),
    food(1077, "MILK,WHL,3.25% MILKFAT,W/ ADDED VITAMIN D", [88.13, 61.0, 3.15, 3.25, 4.8, 0.0], Some(5.05), 43.0),
    food(1079, "MILK,RED FAT,FLUID,2% MILKFAT,W/ ADDED VIT A & VITAMIN D", [89.21, 50.0, 3.3, 1.98, 4.8, 0.0], Some(5.06), 47.0),
    food(1128, "EGG,WHL,CKD,FRIED", [69.47, 196.0, 13.61, 14.84, 0.83, 0.0], Some(0.4), 207.0),
    food(1129, "EGG,WHL,CKD,HARD-BOILED", [74.62, 155.0, 12.58, 10.61, 1.12, 0.0], Some(1.12), 124.0),
    food(1256, "YOGURT,GREEK,PLN,NONFAT", [85.1, 59.0, 10.19, 0.39, 3.6, 0.0], Some(3.24), 36.0),
    food(4053, "OIL,OLIVE,SALAD OR COOKING", [0.0, 884.0, 0.0, 100.0, 0.0, 0.0], Some(0.0), 2.0),
    food(5064, "CHICKEN,BROILERS OR FRYERS,BREAST,MEAT ONLY,CKD,RSTD", [65.26, 165.0, 31.02, 3.57, 0.0, 0.0], Some(0.0), 74.0),
    food(5220, "TURKEY,BREAST,FROM WHL BIRD,NON-ENHANCED,MEAT ONLY,RSTD", [67.88, 147.0, 30.13, 2.08, 0.0, 0.0], Some(0.0), 99.0),
    food(6559, "SOUP,TOMATO,CND,PREP W/EQ VOLUME H2O,COMM", [91.38, 30.0, 0.79, 0.28, 6.57, 0.6], Some(3.97), 190.0),
    food(8120, "CEREALS,OATS,REG & QUICK,NOT FORT,DRY", [10.84, 379.0, 13.15, 6.52, 67.7, 10.1], Some(0.99), 6.0),
    food(8121, "CEREALS,OATS,REG & QUICK,UNENR,CKD W/ H2O,WO/ SALT", [83.61, 71.0, 2.54, 1.52, 12.0, 1.7], Some(0.27), 4.0),
    food(9003, "APPLES,RAW,WITH SKIN", [85.56, 52.0, 0.26, 0.17, 13.81, 2.4], Some(10.39), 1.0),
    food(9037, "AVOCADOS,RAW,ALL COMM VAR", [73.23, 160.0, 2.0, 14.66, 8.53, 6.7], Some(0.66), 7.0),
    food(9040, "BANANAS,RAW", [74.91, 89.0, 1.09, 0.33, 22.84, 2.6], Some(12.23), 1.0),
    food(9050, "BLUEBERRIES,RAW", [84.21, 57.0, 0.74, 0.33, 14.49, 2.4], Some(9.96), 1.0),
    food(9132, "GRAPES,RED OR GRN (EURO TYPE,SUCH AS THOMPSON SEEDLESS),RAW", [80.54, 69.0, 0.72, 0.16, 18.1, 0.9], Some(15.48), 2.0),
    food(9148, "KIWIFRUIT,GRN,RAW", [83.07, 61.0, 1.14, 0.52, 14.66, 3.0], Some(8.99), 3.0),
    food(9200, "ORANGES,RAW,ALL COMM VAR", [86.75, 47.0, 0.94, 0.12, 11.75, 2.4], Some(9.35), 0.0),
    food(9206, "ORANGE JUICE,RAW", [88.3, 45.0, 0.7, 0.2, 10.4, 0.2], Some(8.4), 1.0),
    food(9236, "PEACHES,RAW", [88.87, 39.0, 0.91, 0.25, 9.54, 1.5], Some(8.39), 0.0),
    food(9252, "PEARS,RAW", [83.96, 57.0, 0.36, 0.14, 15.23, 3.1], Some(9.75), 1.0),
    food(9266, "PINEAPPLE,RAW,ALL VAR", [86.0, 50.0, 0.54, 0.12, 13.12, 1.4], Some(9.85), 1.0),
    food(9316, "STRAWBERRIES,RAW", [90.95, 32.0, 0.67, 0.3, 7.68, 2.0], Some(4.89), 1.0),
    food(9326, "WATERMELON,RAW", [91.45, 30.0, 0.61, 0.15, 7.55, 0.4], Some(6.2), 1.0),
    food(10_862, "PORK,CURED,BACON,PRE-SLICED,CKD,PAN-FRIED", [23.65, 468.0, 33.92, 35.09, 1.7, 0.0], Some(0.0), 1684.0),
    food(11_090, "BROCCOLI,RAW", [89.3, 34.0, 2.82, 0.37, 6.64, 2.6], Some(1.7), 33.0),
    food(11_124, "CARROTS,RAW", [88.29, 41.0, 0.93, 0.24, 9.58, 2.8], Some(4.74), 69.0),
    food(11_168, "CORN,SWT,YEL,CKD,BLD,DRND,WO/SALT", [73.41, 96.0, 3.41, 1.5, 20.98, 2.4], Some(4.54), 1.0),
    food(11_205, "CUCUMBER,WITH PEEL,RAW", [95.23, 15.0, 0.65, 0.11, 3.63, 0.5], Some(1.67), 2.0),
    food(11_252, "LETTUCE,ICEBERG (INCL CRISPHEAD TYPES),RAW", [95.64, 14.0, 0.9, 0.14, 2.97, 1.2], Some(1.97), 10.0),
    food(11_260, "MUSHROOMS,WHITE,RAW", [92.45, 22.0, 3.09, 0.34, 3.26, 1.0], Some(1.98), 5.0),
    food(11_305, "PEAS,GRN,CKD,BLD,DRND,WO/SALT", [77.87, 84.0, 5.36, 0.22, 15.63, 5.5], Some(5.93), 3.0),
    food(11_457, "SPINACH,RAW", [91.4, 23.0, 2.86, 0.39, 3.63, 2.2], Some(0.42), 79.0),
    food(11_508, "SWEET POTATO,CKD,BKD IN SKN,FLESH,WO/ SALT", [75.78, 90.0, 2.01, 0.15, 20.71, 3.3], Some(6.48), 36.0),
    food(11_529, "TOMATOES,RED,RIPE,RAW,YEAR RND AVERAGE", [94.52, 18.0, 0.88, 0.2, 3.89, 1.2], Some(2.63), 5.0),
    food(11_674, "POTATOES,BKD,FLESH & SKN,WO/ SALT", [74.89, 93.0, 2.5, 0.13, 21.15, 2.2], Some(1.18), 10.0),
    food(11_821, "PEPPERS,SWT,RED,RAW", [92.21, 31.0, 0.99, 0.3, 6.03, 2.1], Some(4.2), 4.0),
    food(12_061, "ALMONDS", [4.41, 579.0, 21.15, 49.93, 21.55, 12.5], Some(4.35), 1.0),
    food(12_155, "WALNUTS,ENGLISH", [4.07, 654.0, 15.23, 65.21, 13.71, 6.7], Some(2.61), 2.0),
    food(13_453, r#"BEEF,TOP SIRLOIN,STEAK,LN & FAT,0" FAT,SEL,CKD,BRLD"#, [60.97, 206.0, 29.65, 8.8, 0.0, 0.0], Some(0.0), 63.0),
    food(14_066, "BEVERAGES,PROT PDR WHEY BSD", [3.44, 352.0, 78.13, 1.56, 6.25, 3.1], Some(0.0), 156.0),
    food(15_016, "COD,ATLANTIC,CKD,DRY HEAT", [75.92, 105.0, 22.83, 0.86, 0.0, 0.0], Some(0.0), 78.0),
    food(15_121, "FISH,TUNA,LT,CND IN H2O,DRND SOL", [78.14, 86.0, 19.44, 0.96, 0.0, 0.0], Some(0.0), 247.0),
    food(15_151, "SHRIMP,MXD SP,CKD,MOIST HEAT", [71.56, 119.0, 22.78, 1.7, 1.52, 0.0], Some(0.0), 947.0),
    food(15_237, "SALMON,ATLANTIC,FARMED,CKD,DRY HEAT", [64.75, 206.0, 22.1, 12.35, 0.0, 0.0], None, 61.0),
    food(16_028, "BEANS,KIDNEY,ALL TYPES,MATURE SEEDS,CKD,BLD,WO/SALT", [66.94, 127.0, 8.67, 0.5, 22.8, 6.4], Some(0.32), 1.0),
    food(16_057, "CHICKPEAS ,MATURE SEEDS,CKD,BLD,WO/SALT", [60.21, 164.0, 8.86, 2.59, 27.42, 7.6], Some(4.8), 7.0),
    food(16_070, "LENTILS,MATURE SEEDS,CKD,BLD,WO/SALT", [69.64, 116.0, 9.02, 0.38, 20.13, 7.9], Some(1.8), 2.0),
    food(16_098, "PEANUT BUTTER,SMOOTH STYLE,W/ SALT", [1.23, 598.0, 22.21, 51.36, 22.31, 5.0], Some(10.49), 426.0),
    food(16_126, "TOFU,FIRM,PREP W/CA SULFATE&MAGNESIUM CHLORIDE (NIGARI)", [84.95, 70.0, 8.19, 4.17, 1.69, 0.9], Some(0.6), 12.0),
    food(16_137, "HUMMUS,HOME PREP", [64.87, 177.0, 4.86, 8.59, 20.12, 4.0], Some(0.27), 242.0),
    food(18_069, "BREAD,WHITE,COMMLY PREP (INCL SOFT BREAD CRUMBS)", [36.42, 266.0, 8.85, 3.33, 49.42, 2.7], Some(5.67), 490.0),
    food(18_075, "BREAD,WHOLE-WHEAT,COMM. PREPARED", [39.01, 252.0, 12.45, 3.5, 42.71, 6.0], Some(4.34), 455.0),
    food(18_239, "CROISSANTS,BUTTER", [23.2, 406.0, 8.2, 21.0, 45.8, 2.6], Some(11.26), 467.0),
    food(18_255, "DOUGHNUTS, YEAST-LEAVENED, GLAZED, ENRICHED (INC HONEY BUNS)", [22.0, 421.0, 6.14, 22.7, 47.93, 2.1], Some(22.75), 316.0),
    food(19_095, "ICE CREAMS,VANILLA", [61.0, 207.0, 3.5, 11.0, 23.6, 0.7], Some(21.22), 80.0),
    food(19_296, "HONEY", [17.1, 304.0, 0.3, 0.0, 82.4, 0.2], Some(82.12), 4.0),
    food(19_904, "CHOCOLATE,DK,70-85% CACAO SOL", [1.37, 598.0, 7.79, 42.63, 45.9, 10.9], Some(23.99), 20.0),
    food(20_029, "COUSCOUS,COOKED", [72.57, 112.0, 3.79, 0.16, 23.22, 1.4], Some(0.1), 5.0),
    food(20_037, "RICE,BROWN,LONG-GRAIN,CKD", [73.09, 111.0, 2.58, 0.9, 22.96, 1.8], Some(0.35), 5.0),
    food(20_045, "RICE,WHITE,LONG-GRAIN,REG,CKD,ENR", [68.44, 130.0, 2.69, 0.28, 28.17, 0.4], Some(0.05), 1.0),
    food(20_121, "SPAGHETTI,CKD,ENR,WO/ SALT", [62.13, 158.0, 5.8, 0.93, 30.86, 1.8], Some(0.56), 1.0),
    food(20_137, "QUINOA,CKD", [71.61, 120.0, 4.4, 1.92, 21.3, 2.8], Some(0.87), 7.0),
    food(21_108, "FAST FOODS,HAMBURGER; SINGLE,REG PATTY; W/ CONDMNT", [44.82, 263.0, 13.3, 10.18, 29.57, 1.8], Some(5.95), 487.0),
    food(21_138, "FST FOODS, POTATO, FRNCH FRIED IN VEG OIL", [38.55, 312.0, 3.43, 14.73, 41.44, 3.8], Some(0.3), 210.0),
    food(21_302, r#"FAST FD,PIZZA CHAIN,14" PIZZA,PEPPERONI TOPPING,REG CRUST"#, [41.77, 282.0, 11.74, 11.91, 31.98, 2.3], Some(3.26), 685.0),
    food(21_379, "MCDONALD'S,SIDE SALAD", [93.93, 20.0, 1.03, 0.19, 4.3, 1.6], Some(2.24), 12.0),
    food(23_568, "BEEF,GROUND,85% LN MEAT / 15% FAT,PATTY,CKD,BRLD", [57.98, 250.0, 25.93, 15.41, 0.0, 0.0], Some(0.0), 72.0),
];
