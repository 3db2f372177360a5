//! Units of amounts: masses, volumes, and what people eat from.

/// A unit of an amount.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Unit {
    /// So many grams.
    Mass(f64),
    /// A name, and how many millilitres it is, if it is a volume.
    Volume(&'static str, f64),
    /// Something that food comes in or is cut into.
    Portion(&'static str),
}

/// Every word that names a unit, and its unit.
#[rustfmt::skip]
const UNITS: &[(&str, Unit)] = &[
    ("g", Unit::Mass(1.0)), ("gr", Unit::Mass(1.0)), ("gm", Unit::Mass(1.0)), ("gms", Unit::Mass(1.0)), ("gram", Unit::Mass(1.0)),
    ("grams", Unit::Mass(1.0)), ("gramme", Unit::Mass(1.0)), ("grammes", Unit::Mass(1.0)), ("mg", Unit::Mass(0.001)),
    ("kg", Unit::Mass(1000.0)), ("kilo", Unit::Mass(1000.0)), ("kilos", Unit::Mass(1000.0)), ("kilogram", Unit::Mass(1000.0)),
    ("kilograms", Unit::Mass(1000.0)), ("oz", Unit::Mass(28.35)), ("ounce", Unit::Mass(28.35)), ("ounces", Unit::Mass(28.35)),
    ("lb", Unit::Mass(453.6)), ("lbs", Unit::Mass(453.6)), ("pound", Unit::Mass(453.6)), ("pounds", Unit::Mass(453.6)),
    ("ml", Unit::Volume("ml", 1.0)), ("milliliter", Unit::Volume("ml", 1.0)), ("milliliters", Unit::Volume("ml", 1.0)),
    ("millilitre", Unit::Volume("ml", 1.0)), ("millilitres", Unit::Volume("ml", 1.0)), ("cc", Unit::Volume("ml", 1.0)),
    ("cl", Unit::Volume("ml", 10.0)), ("dl", Unit::Volume("ml", 100.0)), ("l", Unit::Volume("ml", 1000.0)),
    ("liter", Unit::Volume("ml", 1000.0)), ("liters", Unit::Volume("ml", 1000.0)), ("litre", Unit::Volume("ml", 1000.0)),
    ("litres", Unit::Volume("ml", 1000.0)), ("floz", Unit::Volume("floz", 29.57)), ("cup", Unit::Volume("cup", 236.6)),
    ("cups", Unit::Volume("cup", 236.6)), ("cupful", Unit::Volume("cup", 236.6)), ("cupfuls", Unit::Volume("cup", 236.6)),
    ("tbsp", Unit::Volume("tbsp", 14.79)), ("tbsps", Unit::Volume("tbsp", 14.79)), ("tbs", Unit::Volume("tbsp", 14.79)),
    ("tablespoon", Unit::Volume("tbsp", 14.79)), ("tablespoons", Unit::Volume("tbsp", 14.79)),
    ("tablespoonful", Unit::Volume("tbsp", 14.79)), ("spoon", Unit::Volume("tbsp", 14.79)), ("spoons", Unit::Volume("tbsp", 14.79)),
    ("spoonful", Unit::Volume("tbsp", 14.79)), ("spoonfuls", Unit::Volume("tbsp", 14.79)), ("tsp", Unit::Volume("tsp", 4.93)),
    ("tsps", Unit::Volume("tsp", 4.93)), ("teaspoon", Unit::Volume("tsp", 4.93)), ("teaspoons", Unit::Volume("tsp", 4.93)),
    ("teaspoonful", Unit::Volume("tsp", 4.93)), ("pint", Unit::Volume("pint", 473.2)), ("pints", Unit::Volume("pint", 473.2)),
    ("quart", Unit::Volume("quart", 946.4)), ("quarts", Unit::Volume("quart", 946.4)),
    ("bag", Unit::Portion("bag")), ("bags", Unit::Portion("bag")), ("ball", Unit::Portion("ball")), ("balls", Unit::Portion("ball")),
    ("bar", Unit::Portion("bar")), ("bars", Unit::Portion("bar")), ("bite", Unit::Portion("bite")), ("bites", Unit::Portion("bite")),
    ("block", Unit::Portion("block")), ("bottle", Unit::Portion("bottle")), ("bottles", Unit::Portion("bottle")),
    ("bowl", Unit::Portion("bowl")), ("bowls", Unit::Portion("bowl")), ("bowlful", Unit::Portion("bowl")), ("box", Unit::Portion("box")),
    ("bunch", Unit::Portion("bunch")), ("can", Unit::Portion("can")), ("cans", Unit::Portion("can")), ("carton", Unit::Portion("carton")),
    ("cartons", Unit::Portion("carton")), ("chunk", Unit::Portion("piece")), ("chunks", Unit::Portion("piece")),
    ("clove", Unit::Portion("clove")), ("cloves", Unit::Portion("clove")), ("container", Unit::Portion("pot")),
    ("cube", Unit::Portion("cube")), ("cubes", Unit::Portion("cube")), ("dash", Unit::Portion("dash")), ("dollop", Unit::Portion("dollop")),
    ("drizzle", Unit::Portion("drizzle")), ("drop", Unit::Portion("drop")), ("drops", Unit::Portion("drop")), ("ear", Unit::Portion("ear")),
    ("ears", Unit::Portion("ear")), ("fillet", Unit::Portion("fillet")), ("fillets", Unit::Portion("fillet")),
    ("filet", Unit::Portion("fillet")), ("floret", Unit::Portion("floret")), ("florets", Unit::Portion("floret")),
    ("glass", Unit::Portion("glass")), ("glasses", Unit::Portion("glass")), ("handful", Unit::Portion("handful")),
    ("handfuls", Unit::Portion("handful")), ("head", Unit::Portion("head")), ("heads", Unit::Portion("head")),
    ("helping", Unit::Portion("serving")), ("knob", Unit::Portion("knob")), ("leaf", Unit::Portion("leaf")),
    ("leaves", Unit::Portion("leaf")), ("link", Unit::Portion("link")), ("links", Unit::Portion("link")), ("mug", Unit::Portion("mug")),
    ("mugs", Unit::Portion("mug")), ("order", Unit::Portion("serving")), ("orders", Unit::Portion("serving")), ("pack", Unit::Portion("packet")), ("packs", Unit::Portion("packet")),
    ("package", Unit::Portion("packet")), ("packet", Unit::Portion("packet")), ("packets", Unit::Portion("packet")),
    ("sachet", Unit::Portion("packet")), ("pat", Unit::Portion("pat")), ("pats", Unit::Portion("pat")), ("patty", Unit::Portion("patty")),
    ("patties", Unit::Portion("patty")), ("piece", Unit::Portion("piece")), ("pieces", Unit::Portion("piece")),
    ("pinch", Unit::Portion("pinch")), ("pinches", Unit::Portion("pinch")), ("plate", Unit::Portion("plate")),
    ("plates", Unit::Portion("plate")), ("plateful", Unit::Portion("plate")), ("portion", Unit::Portion("serving")),
    ("portions", Unit::Portion("serving")), ("pot", Unit::Portion("pot")), ("rasher", Unit::Portion("slice")),
    ("rashers", Unit::Portion("slice")), ("scoop", Unit::Portion("scoop")), ("scoops", Unit::Portion("scoop")),
    ("serving", Unit::Portion("serving")), ("servings", Unit::Portion("serving")), ("shot", Unit::Portion("shot")),
    ("shots", Unit::Portion("shot")), ("slice", Unit::Portion("slice")), ("slices", Unit::Portion("slice")),
    ("splash", Unit::Portion("splash")), ("sprinkle", Unit::Portion("sprinkle")), ("squeeze", Unit::Portion("squeeze")),
    ("stick", Unit::Portion("stick")), ("sticks", Unit::Portion("stick")), ("strip", Unit::Portion("slice")),
    ("strips", Unit::Portion("slice")), ("tin", Unit::Portion("can")), ("tins", Unit::Portion("can")), ("tub", Unit::Portion("pot")),
];

/// More units, of which one is usually a part of the food's name.
#[rustfmt::skip]
const PARTS: [(&str, &str); 29] = [
    ("breast", "breast"), ("breasts", "breast"), ("drumstick", "drumstick"), ("drumsticks", "drumstick"), ("half", "half"),
    ("halves", "half"), ("leg", "leg"), ("legs", "leg"), ("lump", "cube"), ("lumps", "cube"), ("ring", "ring"), ("rings", "ring"),
    ("roll", "roll"), ("rolls", "roll"), ("row", "row"), ("rows", "row"), ("segment", "segment"), ("segments", "segment"),
    ("sheet", "sheet"), ("sheets", "sheet"), ("spear", "spear"), ("spears", "spear"), ("square", "square"), ("squares", "square"),
    ("stalk", "stalk"), ("stalks", "stalk"), ("thigh", "thigh"), ("wedge", "wedge"), ("wedges", "wedge"),
];

/// What a word of a vessel or gesture is of most foods, in grams, where it does not depend on the food.
const GESTURES_G: [(&str, f64); 14] = [
    ("bite", 15.0),
    ("dash", 0.6),
    ("dollop", 20.0),
    ("drizzle", 9.0),
    ("drop", 0.05),
    ("handful", 30.0),
    ("knob", 10.0),
    ("pat", 5.0),
    ("pinch", 0.4),
    ("scoop", 60.0),
    ("splash", 15.0),
    ("sprinkle", 2.0),
    ("squeeze", 5.0),
    ("shot", 44.0),
];

/// What a vessel holds, in millilitres.
const VESSELS_ML: [(&str, f64); 9] = [
    ("bottle", 500.0),
    ("bowl", 300.0),
    ("box", 250.0),
    ("can", 355.0),
    ("carton", 250.0),
    ("glass", 240.0),
    ("mug", 300.0),
    ("plate", 300.0),
    ("pot", 150.0),
];

/// The unit that a word names.
pub(crate) fn unit(word: &str) -> Option<Unit> {
    UNITS.iter().find(|(name, _)| *name == word).map(|(_, unit)| *unit)
}

/// The part of a food that a word names, such as a square of chocolate.
pub(crate) fn part(word: &str) -> Option<Unit> {
    PARTS.iter().find(|(name, _)| *name == word).map(|(_, part)| Unit::Portion(part))
}

/// What a gesture such as a pinch is, in grams.
pub(crate) fn gesture_g(name: &str) -> Option<f64> {
    GESTURES_G.iter().find(|(gesture, _)| *gesture == name).map(|(_, grams)| *grams)
}

/// What a vessel holds, in millilitres.
pub(crate) fn vessel_ml(name: &str) -> Option<f64> {
    VESSELS_ML.iter().find(|(vessel, _)| *vessel == name).map(|(_, ml)| *ml)
}
