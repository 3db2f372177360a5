//! One drawing a food, in own coordinates: the food fills about the square from −1 to 1.

mod bakery;
mod bowls;
mod dishes;
mod fillings;
mod fruit;
mod meat;
mod sweets;
mod tomato;
mod vegetables;

use words::FoodClass;

use super::paint::{Easel, Frame};

/// Paints a food of this class.
pub(super) fn paint(class: FoodClass, easel: &mut Easel, frame: Frame) {
    match class {
        FoodClass::Apple => fruit::apple(easel, frame),
        FoodClass::Banana => fruit::banana(easel, frame),
        FoodClass::Bread => bakery::bread(easel, frame),
        FoodClass::Broccoli => vegetables::broccoli(easel, frame),
        FoodClass::Burger => bakery::burger(easel, frame),
        FoodClass::Carrot => vegetables::carrot(easel, frame),
        FoodClass::Cheese => dishes::cheese(easel, frame),
        FoodClass::Doughnut => sweets::doughnut(easel, frame),
        FoodClass::FriedEgg => dishes::fried_egg(easel, frame),
        FoodClass::IceCream => sweets::ice_cream(easel, frame),
        FoodClass::Orange => fruit::orange(easel, frame),
        FoodClass::Pizza => dishes::pizza(easel, frame),
        FoodClass::Rice => bowls::rice(easel, frame),
        FoodClass::Salad => bowls::salad(easel, frame),
        FoodClass::Salmon => meat::salmon(easel, frame),
        FoodClass::Soup => bowls::soup(easel, frame),
        FoodClass::Spaghetti => dishes::spaghetti(easel, frame),
        FoodClass::Steak => meat::steak(easel, frame),
        FoodClass::Tomato => tomato::tomato(easel, frame),
        FoodClass::Watermelon => fruit::watermelon(easel, frame),
    }
}
