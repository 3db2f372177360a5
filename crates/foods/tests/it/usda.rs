//! The table that ships.

use foods::{EnergyVerdict, Error, FoodTable, MatchKind};

#[test]
fn every_food_finds_itself_by_description_and_number() -> Result<(), Error> {
    let table = FoodTable::usda();
    for food in table.foods() {
        let found = table.find(&food.description)?;
        assert_eq!(
            (&found.food.description, found.kind, found.is_doubtful()),
            (&food.description, MatchKind::Exact, false)
        );
        assert_eq!(table.find(&food.ndb_number.to_string())?.food, food);
    }
    Ok(())
}

#[test]
fn energies_fail_as_documented() {
    let failing = |verdict| {
        let foods = FoodTable::usda().foods().iter().filter(move |food| food.check_energy().verdict == verdict);
        foods.map(|food| food.description.to_lowercase()).collect::<Vec<_>>()
    };
    let (more, less) = (failing(EnergyVerdict::TooMuch), failing(EnergyVerdict::TooLittle));
    assert_eq!((more.len(), less.len()), (72, 40));
    let is_alcohol = |food: &&String| food.contains("alcoholic") || food.starts_with("vanilla extract");
    assert_eq!(more.iter().filter(is_alcohol).count(), 66, "{more:?}");
    assert_eq!(more.iter().filter(|food| food.starts_with("vinegar")).count(), 4);
}

#[test]
fn measures_are_those_of_the_usda() {
    let table = FoodTable::usda();
    let measures = table.measures(table.by_number(1123).expect("an egg"));
    let large = measures.iter().find(|measure| measure.name == "large").expect("a large one");
    assert_eq!((measures.len(), large.grams_each()), (6, 50.0));
    let breast = table.measures(table.by_number(5064).expect("chicken breast"));
    let half = breast.iter().find(|measure| measure.amount == 0.5).expect("half a breast");
    assert_eq!(half.grams_each(), 172.0);
}
