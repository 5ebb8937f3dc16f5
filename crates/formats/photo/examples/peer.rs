//! The other half of a peer test: cleans each picture of one folder into another, and says how it has to be turned.
#![expect(clippy::print_stdout, reason = "the answers go to a pipe")]

use std::fs;
use std::path::Path;

use kulla_photo::{Limits, clean};

fn main() -> std::io::Result<()> {
    let folders: Vec<String> = std::env::args().skip(1).collect();
    let [from, to] = folders.as_slice() else {
        return Err(std::io::Error::other("usage: peer FROM TO"));
    };
    let mut files: Vec<_> = fs::read_dir(from)?.collect::<Result<_, _>>()?;
    files.sort_by_key(fs::DirEntry::file_name);
    for file in files {
        let name = file.file_name().to_string_lossy().into_owned();
        match clean(&fs::read(file.path())?, &Limits { bytes_max: 64 << 20, ..Limits::default() }) {
            Ok(done) => {
                fs::write(Path::new(to).join(&name), &done.bytes)?;
                println!("{name}\t{}\t{}\t{}", done.width, done.height, done.turned);
            }
            Err(fault) => println!("{name}\t{fault}"),
        }
    }
    Ok(())
}
