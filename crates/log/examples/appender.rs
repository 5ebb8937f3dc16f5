//! Appends groups of three for ever and prints, after each acknowledgement, how many records are durable: the
//! program that the kill test kills.

#![expect(clippy::print_stdout, reason = "the test reads the acknowledgements")]

#[path = "../tests/it/helpers.rs"]
mod helpers;

use std::io::Write;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let dir = PathBuf::from(std::env::args_os().nth(1).ok_or("usage: appender DIR")?);
    let (log, opened) = helpers::open(&dir, 64 << 10)?;
    let mut next = opened.records;
    loop {
        let group = (next..next + 3).map(|n| helpers::draft(n, 400)).collect();
        next = log.handle().append(group).wait()?.seqs.end;
        println!("{next}");
        std::io::stdout().flush()?;
    }
}
