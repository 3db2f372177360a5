//! `train nutrition --images` and `predict food`.

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use image::{ImageFormat, Rgb, RgbImage};
use serde_json::Value;
use tempfile::{TempDir, tempdir};

use crate::command::{fail, succeed};

/// A picture of stripes, across or along, in a colour of its own.
fn striped(is_across: bool, at: u8) -> RgbImage {
    RgbImage::from_fn(40, 30, |x, y| {
        let band = if is_across { y } else { x };
        if band / 5 % 2 == 0 { Rgb([40 + at * 6, 200 - at * 5, 90]) } else { Rgb([10; 3]) }
    })
}

fn save(picture: &RgbImage, path: &Path) {
    let format = ImageFormat::from_path(path).expect("a known ending");
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).expect("memory takes all");
    write(path, bytes.into_inner());
}

fn write(path: &Path, bytes: impl AsRef<[u8]>) {
    fs::create_dir_all(path.parent().expect("below a folder")).expect("a temporary folder is writable");
    fs::write(path, bytes).expect("a temporary folder is writable");
}

/// `n` pictures of each of two foods in `folder`.
fn two_foods(folder: &Path, n: u8) {
    for at in 0..n {
        save(&striped(true, at), &folder.join(format!("carrot/{at:02}.png")));
        save(&striped(false, at), &folder.join(format!("banana/{at:02}.jpg")));
    }
}

fn train(folder: &Path, more: &[&str]) -> crate::command::Ran {
    let command =
        ["train", "nutrition", "--images", "photos", "--out", "artifacts", "--side", "16", "--batch-size", "4"];
    succeed(folder, &[&command[..], &["--epochs", "6"], more].concat())
}

/// A network that knows two foods, in `artifacts`, and its pictures in `photos`.
fn trained() -> TempDir {
    let folder = tempdir().expect("a temporary folder");
    two_foods(&folder.path().join("photos"), 20);
    let ran = train(folder.path(), &[]);
    assert!(ran.stdout.contains("8 held-out photos pictures"), "{}", ran.stdout);
    folder
}

fn version(folder: &Path) -> PathBuf {
    folder.join("artifacts/nutrition/food_classifier/v0001")
}

fn predict(folder: &Path, image: &str, more: &[&str]) -> Value {
    let command = ["predict", "food", "--artifacts", "artifacts", "--json", "--image", image];
    let ran = succeed(folder, &[&command[..], more].concat());
    serde_json::from_str(&ran.stdout).expect("JSON alone on stdout")
}

#[test]
fn folder_of_foods_is_learnt_saved_and_named() {
    let folder = trained();
    for file in ["confusion_matrix.png", "training_curves.png", "calibration.png", "model_card.md", "metrics.json"] {
        assert!(fs::metadata(version(folder.path()).join(file)).is_ok_and(|file| file.len() > 0), "{file}");
    }
    let again = train(folder.path(), &[]);
    assert!(again.stderr.contains("food network: unchanged"), "{}", again.stderr);

    let answer = predict(folder.path(), "photos/banana/03.jpg", &["--threshold", "0", "--grams", "200"]);
    assert_eq!((answer["is_sure"].as_bool(), answer["guesses"].as_array().map(Vec::len)), (Some(true), Some(2)));
    let sum: f64 =
        answer["guesses"].as_array().expect("two").iter().map(|g| g["probability"].as_f64().expect("a number")).sum();
    assert!((sum - 1.0).abs() < 1e-9, "{sum}");
    // Stripes across and along at once: a network that knows one or the other cannot be certain.
    let [across, along] = [true, false].map(|is_across| striped(is_across, 3));
    let both = RgbImage::from_fn(40, 30, |x, y| *(if (x + y) % 7 < 3 { &across } else { &along }).get_pixel(x, y));
    save(&both, &folder.path().join("both.png"));
    let unsure = predict(folder.path(), "both.png", &["--threshold", "1"]);
    assert_eq!(
        (unsure["is_sure"].as_bool(), &unsure["food"], &unsure["portion"]),
        (Some(false), &Value::Null, &Value::Null)
    );
    let text = succeed(
        folder.path(),
        &["predict", "food", "--artifacts", "artifacts", "--image", "both.png", "--threshold", "1"],
    );
    // Which of these, twenty pictures of each food do not settle.
    let refusals = ["not sure: ", "no food: ", "not one of the foods it knows: "];
    assert!(refusals.iter().any(|refusal| text.stdout.starts_with(refusal)), "{}", text.stdout);
}

#[test]
fn picture_without_food_is_no_food_and_where_a_food_is_seen_is_drawn() {
    let folder = trained();
    save(&RgbImage::from_pixel(40, 40, Rgb([255; 3])), &folder.path().join("white.png"));
    let white = predict(folder.path(), "white.png", &["--threshold", "0"]);
    assert_eq!((&white["food"], white["reason"].as_str()), (&Value::Null, Some("no food")), "{white}");
    assert!(white["portion"].is_null() && white["seen"].as_str().is_some_and(|seen| seen.contains("`photos`")));
    let text = succeed(folder.path(), &["predict", "food", "--artifacts", "artifacts", "--image", "white.png"]);
    assert!(text.stdout.starts_with("no food: "), "{}", text.stdout);

    let command =
        ["explain", "food", "--artifacts", "artifacts", "--image", "photos/banana/03.jpg", "--plot", "map.png"];
    let ran = succeed(folder.path(), &[&command[..], &["--json"]].concat());
    let map: Value = serde_json::from_str(&ran.stdout).expect("JSON alone on stdout");
    assert_eq!(map["log_odds"].as_array().map(Vec::len), Some(14), "{map}");
    let drawn = image::open(folder.path().join("map.png")).expect("a PNG");
    assert_eq!((drawn.width(), drawn.height()), (448, 448));
}

#[test]
fn goal_is_for_generated_pictures_not_for_a_folder_of_that_name() {
    let folder = tempdir().expect("a temporary folder");
    two_foods(&folder.path().join("generated"), 20);
    let arguments = "train nutrition --images generated --out artifacts --side 16 --batch-size 4 --epochs 1";
    let ran = succeed(folder.path(), &arguments.split(' ').collect::<Vec<_>>());
    assert!(ran.stdout.contains("8 held-out generated pictures") && !ran.stdout.contains("> 0.873"), "{}", ran.stdout);
}

#[test]
fn portion_holds_what_the_table_says_of_its_grams() {
    let folder = trained();
    // Whichever of the two foods it is taken for, the table has it.
    let image = "photos/banana/03.jpg";
    let [one, two] = ["150", "300"].map(|grams| predict(folder.path(), image, &["--threshold", "0", "--grams", grams]));
    let kcal_per_100_g = match one["portion"]["usda_ndb_number"].as_u64() {
        Some(9040) => 89.0,
        Some(11_124) => 41.0,
        other => panic!("{other:?} is neither a banana nor a carrot"),
    };
    let nutrient = |answer: &Value, key: &str| answer["portion"]["nutrients"][key].as_f64().expect("a number");
    assert!((nutrient(&one, "energy_kcal") - 1.5 * kcal_per_100_g).abs() < 1e-9, "{one}");
    for key in ["energy_kcal", "protein_g", "fat_g", "carbohydrate_g"] {
        assert!((2.0 * nutrient(&one, key) - nutrient(&two, key)).abs() < 1e-9, "{key}: {one}, {two}");
    }
}

#[test]
fn unreadable_files_are_named_counted_and_left_out() {
    let folder = tempdir().expect("a temporary folder");
    let photos = folder.path().join("photos");
    two_foods(&photos, 20);
    write(&photos.join("banana/notes.txt"), "not a picture");
    write(&photos.join("banana/99.jpg"), [0xff, 0xd8, 0xff, 0xe0, 0, 0]);
    write(&photos.join("carrot/empty.png"), []);
    write(&photos.join("carrot/.DS_Store"), "left by a file manager");
    let ran = train(folder.path(), &[]);
    assert!(ran.stderr.contains("3 unreadable files were left out"), "{}", ran.stderr);
    for named in [
        "banana/notes.txt: not a picture: expected a JPEG or PNG file, got text",
        "banana/99.jpg: ",
        "carrot/empty.png: the file is empty",
    ] {
        assert!(ran.stderr.contains(named), "{named}: {}", ran.stderr);
    }
    let skipped = fs::read_to_string(version(folder.path()).join("skipped_files.json")).expect("written");
    assert_eq!(serde_json::from_str::<Value>(&skipped).expect("JSON").as_array().map(Vec::len), Some(3));
}

#[test]
fn known_layouts_keep_their_own_split() {
    let folder = tempdir().expect("a temporary folder");
    two_foods(&folder.path().join("photos/train"), 20);
    two_foods(&folder.path().join("photos/test"), 5);
    let ran = train(folder.path(), &[]);
    assert!(ran.stdout.contains("10 held-out photos pictures"), "{}", ran.stdout);

    // Food-101: pictures side by side, lists beside them.
    let folder = tempdir().expect("a temporary folder");
    let photos = folder.path().join("photos");
    let (mut train_list, mut test_list) = (Vec::new(), Vec::new());
    for (class, is_across) in [("apple_pie", true), ("baklava", false)] {
        for at in 0..24 {
            save(&striped(is_across, at), &photos.join(format!("images/{class}/{at}.jpg")));
            let list = if at < 20 { &mut train_list } else { &mut test_list };
            list.push(format!("{class}/{at}"));
        }
    }
    write(&photos.join("meta/train.txt"), train_list.join("\n") + "\nbaklava/404\n");
    write(&photos.join("meta/test.txt"), test_list.join("\n"));
    let ran = train(folder.path(), &[]);
    assert!(ran.stdout.contains("8 held-out photos pictures"), "{}", ran.stdout);
    assert!(ran.stderr.contains("baklava/404.jpg: the file cannot be read"), "{}", ran.stderr);
}

#[test]
fn unusable_folders_are_refused_with_what_was_expected() {
    let folder = tempdir().expect("a temporary folder");
    let check = |message: &str| {
        fail(
            folder.path(),
            &["train", "nutrition", "--images", "photos", "--out", "artifacts", "--epochs", "1"],
            message,
        );
    };
    check("there is no folder `photos`");
    let photos = folder.path().join("photos");
    fs::create_dir(&photos).expect("writable");
    check("`photos` holds no pictures: expected a folder a food");
    two_foods(&photos, 10);
    fs::create_dir(photos.join("soup")).expect("writable");
    check("`photos/soup` holds no pictures of its food");
    write(&photos.join("banana/a.jpg"), "");
    write(&photos.join("soup/a.jpg"), "text");
    write(&photos.join("soup/b.jpg"), "text");
    check("the food `soup` has no readable picture to train on (`soup/");
    fs::remove_dir_all(&photos).expect("writable");
    two_foods(&photos.join("train"), 10);
    check("`photos` has a folder `train` but none of `test`, `val`");
    save(&striped(true, 1), &photos.join("test/soup/1.png"));
    check("the food `soup` is held out but never trained on");
    fs::remove_dir_all(&photos).expect("writable");
    write(&photos.join("meta/train.txt"), "../secret/1\n");
    write(&photos.join("meta/test.txt"), "a/1\n");
    check("train.txt`, line 1: expected `food/picture`, got `../secret/1`");
}

#[test]
fn unusable_pictures_and_options_are_refused_by_name() {
    let folder = trained();
    let check = |image: &str, more: &[&str], message: &str| {
        let command = ["predict", "food", "--artifacts", "artifacts", "--image", image];
        fail(folder.path(), &[&command[..], more].concat(), message);
    };
    write(&folder.path().join("empty.jpg"), []);
    write(&folder.path().join("table.csv"), "a,b\n1,2\n");
    write(&folder.path().join("cut.png"), b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR");
    write(&folder.path().join("phone.jpg"), b"\0\0\0\x18ftypheic\0\0\0\0mif1heic");
    let whole = fs::read(folder.path().join("photos/banana/03.jpg")).expect("written");
    write(&folder.path().join("third.jpg"), &whole[..whole.len() * 3 / 10]);
    check("phone.jpg", &[], "`phone.jpg`: not a picture: expected a JPEG or PNG file, got a HEIC file");
    check("third.jpg", &[], "`third.jpg`: the picture is damaged");
    check("nowhere.jpg", &[], "`nowhere.jpg`: the file cannot be read");
    check(".", &[], "`.`: the file cannot be read");
    check("empty.jpg", &[], "`empty.jpg`: the file is empty");
    check("table.csv", &[], "`table.csv`: not a picture: expected a JPEG or PNG file, got text");
    check("cut.png", &[], "`cut.png`: the picture is damaged");
    let image = "photos/banana/03.jpg";
    check(image, &["--threshold", "1.5"], "`--threshold` must be within 0 and 1, got 1.5");
    check(image, &["--grams", "-5"], "`--grams` must be above 0 and at most 10000, got -5");
    check(image, &["--top", "0"], "`--top` must be at least 1");
    let weights = version(folder.path()).join("food_classifier.safetensors");
    let mut bytes = fs::read(&weights).expect("written");
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    fs::write(&weights, bytes).expect("writable");
    check(image, &[], "food_classifier.safetensors");
    let nothing = ["predict", "food", "--artifacts", "elsewhere", "--image", image];
    fail(
        folder.path(),
        &nothing,
        "elsewhere`; train the models with `fitbalance train-all`, or say with `--artifacts` where they are",
    );
}
