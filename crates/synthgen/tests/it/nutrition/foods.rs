//! The table of foods beside the images.

#[test]
fn foods_of_the_data_set_are_the_common_ones() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    super::files::write(dir.path(), None);
    assert_eq!(crate::support::read(dir.path(), "foods.csv"), include_str!("../../../data/foods.csv"));
}
