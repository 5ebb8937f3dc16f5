//! Writes `src/proto/generated.rs` from the files in `proto/`: `cargo run -p kulla-cot --features generate --example generate`.
//! With `--check` it writes nothing, and fails when the committed file is not what it would write.
#![expect(clippy::print_stdout, reason = "a tool speaks to a terminal")]

use std::path::Path;
use std::process::ExitCode;

mod generate {
    include!("../tests/it/generator.rs");
}

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let fresh = match generate::generate(root) {
        Ok(fresh) => fresh,
        Err(why) => {
            println!("the .proto files do not compile: {why}");
            return ExitCode::FAILURE;
        }
    };
    let file = root.join("src/proto/generated.rs");
    if std::env::args().any(|a| a == "--check") {
        let same = std::fs::read_to_string(&file).is_ok_and(|old| old == fresh);
        println!("{}", if same { "up to date" } else { "out of date: run the example `generate`" });
        return if same { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    }
    match std::fs::write(&file, fresh) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            println!("cannot write `{}`: {why}", file.display());
            ExitCode::FAILURE
        }
    }
}
