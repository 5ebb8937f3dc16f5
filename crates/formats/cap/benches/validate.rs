//! `cargo bench -p kulla-cap`: full validations a second on one core, the reference in the same run, the
//! ratio. The reference is Python's lxml with the schema and a handful of prose rules (`reference.py`);
//! the schema comes from `KULLA_SHARED`. Both sides count the seconds that the core worked for them, not
//! those it worked for others, and take the best of several rounds: the machine may be shared.
#![expect(clippy::print_stdout, reason = "a bench speaks to a terminal")]
#![expect(clippy::disallowed_methods, reason = "a bench measures real time")]

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use std::time::Instant;

const ROUNDS: usize = 7;
const ROUND_SECONDS: f64 = 0.3;

/// Seconds that this thread has had a core, as Linux counts them; elsewhere seconds by the clock.
fn core_seconds() -> f64 {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let counted = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanos = counted.and_then(|text| text.split_whitespace().next()?.parse::<f64>().ok());
    nanos.map_or_else(|| START.elapsed().as_secs_f64(), |nanos| nanos * 1e-9)
}

fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/flood_trilingual.xml")
}

fn corpus() -> Option<PathBuf> {
    let shared = PathBuf::from(std::env::var_os("KULLA_SHARED")?);
    let house = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
    Some(house.join(shared).join("data/cap"))
}

fn messages(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = ["valid", "invalid"]
        .iter()
        .flat_map(|part| std::fs::read_dir(folder.join(part)).into_iter().flatten())
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .collect();
    files.sort();
    files
}

/// Validations a second, each file in turn, the best of some rounds.
fn ours(files: &[PathBuf]) -> f64 {
    let bytes: Vec<Vec<u8>> = files.iter().filter_map(|file| std::fs::read(file).ok()).collect();
    let mut best = 0.0_f64;
    for _ in 0..ROUNDS {
        let (start, mut calls) = (core_seconds(), 0_u32);
        while core_seconds() - start < ROUND_SECONDS {
            // Enough between two looks at the clock that looking costs nothing.
            for message in bytes.iter().cycle().take(bytes.len() * 16) {
                black_box(kulla_cap::validate(black_box(message)));
                calls += 1;
            }
        }
        best = best.max(f64::from(calls) / (core_seconds() - start));
    }
    best
}

/// The same by lxml, or why not.
fn reference(files: &[PathBuf]) -> Result<f64, String> {
    let corpus = corpus().ok_or("no schema: set KULLA_SHARED")?;
    let house = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
    let venv = house.join(".venv/bin/python");
    let python = if venv.exists() { venv } else { PathBuf::from("python3") };
    let output = Command::new(python)
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/reference.py"))
        .arg(corpus.join("CAP-v1.2.xsd"))
        .args(files)
        .output()
        .map_err(|error| format!("no Python: {error}"))?;
    let said = String::from_utf8_lossy(&output.stdout);
    said.trim().parse().map_err(|_| format!("no lxml: {}", String::from_utf8_lossy(&output.stderr).trim()))
}

fn line(what: &str, files: &[PathBuf]) {
    let bytes: u64 = files.iter().filter_map(|file| file.metadata().ok()).map(|meta| meta.len()).sum();
    let each = bytes / (files.len().max(1) as u64);
    let figure = ours(files);
    match reference(files) {
        Ok(theirs) => println!(
            "CAP full validation, {what}, {each} bytes each: {figure:.0}/s  reference {theirs:.0}/s (lxml + XSD + prose)  ratio {:.1}",
            figure / theirs
        ),
        Err(why) => {
            println!("CAP full validation, {what}, {each} bytes each: {figure:.0}/s  no reference ({why})")
        }
    }
}

fn main() {
    line("three languages", &[fixture()]);
    if let Some(corpus) = corpus() {
        line("the shared corpus", &messages(&corpus));
    }
}
