//! `cargo run -p kulla-cap --example emit -- FOLDER [COUNT]`: writes generated alerts into a folder, for
//! another validator to judge (`tests/lxml_accepts.py`).
#![expect(clippy::print_stdout, reason = "an example speaks to a terminal")]

#[path = "../tests/it/samples.rs"]
mod samples;

use std::path::Path;

const COUNT_DEFAULT: u64 = 256;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let folder = args.next().ok_or("say into which folder: emit FOLDER [COUNT]")?;
    let count = args.next().map_or(Ok(COUNT_DEFAULT), |count| count.parse())?;
    std::fs::create_dir_all(&folder)?;
    for seed in 0..count {
        let text = kulla_cap::write(&samples::Seeded::new(seed).alert())?;
        std::fs::write(Path::new(&folder).join(format!("{seed:05}.xml")), text)?;
    }
    println!("{count} alerts in {folder}");
    Ok(())
}
