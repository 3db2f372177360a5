//! Foods that the rules may suggest, each checked against the restrictions of the person.

/// A food, how it is spoken of, and where in the day it fits.
#[derive(Debug)]
pub(super) struct Food {
    /// For the list of foods.
    pub(super) line: &'static str,
    /// For a sentence about a meal.
    pub(super) meal: &'static str,
    pub(super) role: Role,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// A source of protein in the morning or between meals.
    Light,
    /// A source of protein at a main meal.
    Main,
    /// What the energy comes from.
    Staple,
    /// Fat and flavour.
    Fat,
}

const fn food(line: &'static str, meal: &'static str, role: Role) -> Food {
    Food { line, meal, role }
}

/// In the order in which they are suggested. At least one of each role is free of everything that can be ruled out.
pub(super) const FOODS: [Food; 25] = [
    food("Greek yoghurt or skyr: protein that needs no cooking", "a bowl of Greek yoghurt", Role::Light),
    food("Eggs: complete protein at any time of the day", "two eggs", Role::Light),
    food("Cottage cheese: slow protein for the evening", "a bowl of cottage cheese", Role::Light),
    food("Soy yoghurt: the plant-based bowl with the most protein", "a bowl of soy yoghurt", Role::Light),
    food("Roasted chickpeas: protein and fibre to carry along", "a handful of roasted chickpeas", Role::Light),
    food("Pea protein shake: the quickest way to close a gap", "a pea protein shake", Role::Light),
    food("Chicken or turkey breast: much protein for little energy", "a palm-sized piece of chicken", Role::Main),
    food("Salmon, sardines or mackerel: protein with omega-3 fats", "a fillet of salmon", Role::Main),
    food("Paneer: protein and calcium in one", "a palm-sized piece of paneer", Role::Main),
    food("Tofu or tempeh: complete plant protein", "a thick slice of tofu", Role::Main),
    food("Lentils: protein, iron and fibre in one pot", "a big ladle of lentil dal", Role::Main),
    food("Black beans or kidney beans: filling and cheap", "a bowl of black beans", Role::Main),
    food("Chickpeas: the base of hummus, curries and salads", "a bowl of chickpea curry", Role::Main),
    food("Edamame: the snack with the protein of a main course", "a bowl of edamame", Role::Main),
    food("Oats: steady energy for the morning", "a bowl of oats", Role::Staple),
    food("Potatoes: the most filling staple", "a few boiled potatoes", Role::Staple),
    food("Brown rice: easy energy around training", "a fist of rice", Role::Staple),
    food("Quinoa: a staple with protein of its own", "a fist of quinoa", Role::Staple),
    food("Wholemeal bread: fibre at breakfast", "a slice of wholemeal bread", Role::Staple),
    food("Millet: mild, and quick to cook", "a bowl of millet porridge", Role::Staple),
    food("Almonds or walnuts: good fats by the handful", "a handful of almonds", Role::Fat),
    food("Olive oil: the fat to cook and dress with", "a spoon of olive oil", Role::Fat),
    food("Pumpkin seeds: fats, magnesium and some protein", "a spoon of pumpkin seeds", Role::Fat),
    food("Avocado: creamy fat on anything", "half of an avocado", Role::Fat),
    food("Tahini: sesame in a spoon, for dressings", "a spoon of tahini", Role::Fat),
];
