//! Writing the data set.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use words::{DiaryMetric, FoodClass};

use rayon::prelude::*;

use super::camera::IMAGE_SIDE;
use super::columns;
use super::diary::ProteinDiary;
use super::generator::NutritionGenerator;
use super::image::{Split, path_of, split_of};
use super::params::NutritionParams;
use super::png::encode;
use super::table;
use crate::manifest::{ColumnEntry, FileEntry, Manifest};
use crate::output::{ClosedFile, OutputFile, lock, sha256_of, sweep, sweep_where};
use crate::publish::{go_on, publish};
use crate::{Error, Result, Shard};

const FOODS: &str = "foods.csv";
const DIARIES: &str = "protein_diaries";
const IMAGES: &str = "images";
/// Images or diaries made per thread before they are handed to the writer: enough to keep all threads busy.
const ROUND_ITEMS: usize = 16;

/// Generates a nutrition data set into `dir`.
///
/// Files: `images/{train,val}/<class>/<class>_000000.png` and so on, `images.csv` with their SHA-256, `foods.csv`,
/// `protein_diaries.csv` and, last, `dataset.json`; a shard's tables but `foods.csv` end in such as `.shard-1-of-4` before the
/// extension, its images keep their names of the whole. Files get their names when all are complete, images of former data sets that this one
/// does not have are removed then. `progress` is called with the number of images written so far and in all.
///
/// # Errors
///
/// [`Error::InvalidParam`], [`Error::TooManyShards`] or [`Error::Io`]
pub fn write_nutrition(
    params: &NutritionParams,
    seed: u64,
    dir: &Path,
    shard: Option<Shard>,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Manifest> {
    let generator = NutritionGenerator::new(params.clone(), seed)?;
    let part = |n_items| shard.map_or(Ok(0..n_items), |shard| shard.range(n_items));
    let (indices, users) = (part(params.n_images)?, part(params.n_users)?);
    create_folders(dir)?;
    let manifest_name = Manifest::file_name(shard);
    let _lock = lock(dir, &manifest_name)?;
    go_on(dir, &manifest_name);
    sweep(dir, &manifest_name);
    let suffix = shard.map(|shard| shard.suffix()).unwrap_or_default();
    let names = [FOODS.to_owned(), format!("{DIARIES}{suffix}.csv"), format!("{IMAGES}{suffix}.csv")];
    sweep(dir, FOODS);
    // A writer keeps its index locked to the end, but not its finished images: those are leftovers only where no other writer,
    // of whatever shard, is alive.
    if !sweep_where(dir, |target| [DIARIES, IMAGES].iter().any(|stem| target.starts_with(&format!(".{stem}.")))) {
        for_each_folder(dir, |folder, _, class| {
            sweep_where(folder, |target| {
                let number = target.strip_prefix('.').and_then(|name| number_of(name.split_once(".png.")?.0, class));
                number.is_some_and(|index| indices.contains(&index))
            });
        });
    }
    let mut index_file = OutputFile::create(dir, &names[2])?;
    let mut diary_file = OutputFile::create(dir, &names[1])?;
    let mut food_file = OutputFile::create(dir, &names[0])?;
    food_file.write_bytes(table::FOODS_CSV.as_bytes())?;
    write_diaries(&generator, users.clone(), &mut diary_file)?;

    index_file.write_bytes(columns::header(&columns::images()).as_bytes())?;
    let mut images = Vec::with_capacity(indices.len());
    let all: Vec<_> = indices.clone().collect();
    for round in all.chunks(ROUND_ITEMS * rayon::current_num_threads()) {
        let written: Vec<_> =
            round.par_iter().map(|index| write_image(&generator, dir, *index)).collect::<Result<_>>()?;
        for (file, row) in written {
            index_file.write_bytes(row.as_bytes())?;
            images.push(file);
        }
        progress(images.len(), indices.len());
    }

    let [foods, diaries, index] = names;
    let (index_file, food_file, diary_file) = (index_file.close(), food_file.close(), diary_file.close());
    let files = vec![
        entry(&index_file, index, indices.len(), columns::images()),
        entry(&food_file, foods, table::FOODS_CSV.lines().count() - 1, table::columns()),
        entry(&diary_file, diaries, users.len() * params.n_days, columns::diaries()),
    ];
    let mut closed = images;
    closed.extend([index_file, food_file, diary_file]);
    let manifest = Manifest {
        schema_version: Manifest::SCHEMA_VERSION,
        dataset: "nutrition".to_owned(),
        synthgen_version: crate::VERSION.to_owned(),
        seed,
        params: serde_json::to_value(params).expect("`check` refuses numbers that JSON has no form for"),
        shard,
        files,
    };
    publish(dir, closed, &manifest)?;
    // Those that the index does not have.
    remove_strangers(params, dir)?;
    Ok(manifest)
}

/// Checks that the images in `dir` are those of the index beside them, `images.csv`; [`Manifest::verify`] checks the index itself.
///
/// # Errors
///
/// [`Error::Io`] if a file cannot be read, [`Error::HashMismatch`] if an image differs
pub fn verify_images(dir: &Path, shard: Option<Shard>) -> Result<()> {
    let index = dir.join(format!("{IMAGES}{}.csv", shard.map(|shard| shard.suffix()).unwrap_or_default()));
    let text = fs::read_to_string(&index).map_err(|source| Error::Io { action: "read", path: index, source })?;
    let rows: Vec<_> = text.lines().skip(1).collect();
    rows.par_iter().try_for_each(|row| {
        let (path, _) = row.split_once(',').unwrap_or((row, ""));
        let (_, expected) = row.rsplit_once(',').unwrap_or(("", row));
        let (path, expected) = (dir.join(path), expected.to_owned());
        let got = sha256_of(&path)?;
        if got == expected { Ok(()) } else { Err(Error::HashMismatch { path, expected, got }) }
    })
}

fn write_diaries(generator: &NutritionGenerator, users: std::ops::Range<usize>, file: &mut OutputFile) -> Result<()> {
    file.write_bytes(columns::header(&columns::diaries()).as_bytes())?;
    let users: Vec<_> = users.collect();
    for round in users.chunks(ROUND_ITEMS * rayon::current_num_threads()) {
        let rows: Vec<_> = round.par_iter().map(|user| diary_rows(&generator.diary_at(*user))).collect();
        for row in rows {
            file.write_bytes(row.as_bytes())?;
        }
    }
    Ok(())
}

/// A line per day; no value needs quotes.
fn diary_rows(diary: &ProteinDiary) -> String {
    let mut text = String::new();
    let profile = &diary.profile;
    for day in 0..diary.n_days() {
        write!(
            text,
            "{},{day},{},{},{},{},{},{}",
            diary.user_id,
            profile.weight_kg,
            profile.height_cm,
            profile.age_years,
            profile.sex.name(),
            profile.goal.name(),
            profile.training_status.name(),
        )
        .expect("writing to a string cannot fail");
        for metric in DiaryMetric::ALL {
            write!(text, ",{}", diary.series(metric)[day]).expect("writing to a string cannot fail");
        }
        writeln!(
            text,
            ",{},{:.3},{:.3}",
            diary.protein_intake_g[day], diary.need_g_per_day[day], diary.need_noise_free_g_per_day[day],
        )
        .expect("writing to a string cannot fail");
    }
    text
}

/// Writes an image under a temporary name; returns it with its line of the index.
fn write_image(generator: &NutritionGenerator, dir: &Path, index: usize) -> Result<(ClosedFile, String)> {
    let image = generator.image(index);
    let path = path_of(generator.params(), index);
    let (folder, name) = path.rsplit_once('/').expect("images lie in folders");
    let mut output = OutputFile::create(&dir.join(folder), name)?;
    output.write_bytes(&encode(IMAGE_SIDE, IMAGE_SIDE, &image.pixels))?;
    let file = output.close();
    let row = format!("{path},{},{},{}\n", image.class, image.split, file.sha256());
    Ok((file, row))
}

/// The index of the image of this file name without extension.
fn number_of(stem: &str, class: FoodClass) -> Option<usize> {
    let digits = stem.strip_prefix(class.name())?.strip_prefix('_')?;
    let number: usize = digits.parse().ok().filter(|_| digits.len() == 6)?;
    Some(number * FoodClass::N + class.index())
}

/// Removes images of former data sets: a reader of folders would take them for part of this one.
fn remove_strangers(params: &NutritionParams, dir: &Path) -> Result<()> {
    let mut strangers = Vec::new();
    for_each_folder(dir, |folder, split, class| {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let index = name.to_str().and_then(|name| number_of(name.strip_suffix(".png")?, class));
            if index.is_some_and(|index| index >= params.n_images || split_of(params, index) != split) {
                strangers.push(entry.path());
            }
        }
    });
    for path in strangers {
        match fs::remove_file(&path) {
            // Another shard's writer may have been faster.
            Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
                return Err(Error::Io { action: "remove", path, source });
            }
            _ => {}
        }
    }
    Ok(())
}

fn for_each_folder(dir: &Path, mut visit: impl FnMut(&Path, Split, FoodClass)) {
    for split in [Split::Train, Split::Val] {
        for class in FoodClass::ALL {
            visit(&dir.join(IMAGES).join(split.name()).join(class.name()), split, class);
        }
    }
}

fn create_folders(dir: &Path) -> Result<()> {
    let mut result = Ok(());
    for_each_folder(dir, |folder, _, _| {
        if let Err(source) = fs::create_dir_all(folder) {
            result = Err(Error::Io { action: "create", path: folder.to_owned(), source });
        }
    });
    result
}

fn entry(file: &ClosedFile, name: String, n_rows: usize, columns: Vec<ColumnEntry>) -> FileEntry {
    FileEntry { name, n_rows, n_bytes: file.n_bytes(), sha256: file.sha256().to_owned(), columns }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leftovers_of_killed_writers_are_swept_unless_another_writer_lives() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let params = NutritionParams { n_images: 20, n_users: 2, ..NutritionParams::default() };
        let write = || write_nutrition(&params, 1, dir.path(), None, &mut |_, _| ()).expect("a writable folder");
        write();
        let leftovers = [
            dir.path().join(".images.csv.Xy12zQ.partial"),
            dir.path().join("images/train/ice_cream/.ice_cream_000000.png.Xy12zQ.partial"),
        ];
        let put_back = || leftovers.iter().for_each(|path| fs::write(path, "half").expect("a file"));
        put_back();
        write();
        assert_eq!(leftovers.each_ref().map(|path| path.exists()), [false, false]);

        put_back();
        let other = OutputFile::create(dir.path(), "images.shard-1-of-2.csv").expect("a writable folder");
        write();
        assert!(leftovers[1].exists(), "it may be a finished image of the living writer");
        drop(other);
        write();
        assert!(!leftovers[1].exists());
    }
}
