//! The README tells the truth: its table of rules is the list in the code.

use kulla_cap::RULES;
use std::fmt::Write;
use std::path::Path;

const BEGIN: &str = "<!-- rules: begin -->\n";
const END: &str = "<!-- rules: end -->";

fn table() -> String {
    let mut out = String::from("\n| rule | severity | follows | demands |\n|---|---|---|---|\n");
    for rule in RULES {
        let _ = writeln!(out, "| `{}` | {} | {} | {} |", rule.id, rule.gravity, rule.clause, rule.demands);
    }
    out.push('\n');
    out
}

#[test]
fn the_readme_lists_every_rule() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let text = std::fs::read_to_string(&path).expect("the README is there");
    let (head, rest) = text.split_once(BEGIN).expect("the table has a beginning");
    let (found, tail) = rest.split_once(END).expect("the table has an end");
    if std::env::var_os("KULLA_BLESS").is_some() {
        std::fs::write(&path, format!("{head}{BEGIN}{}{END}{tail}", table())).expect("writable");
    } else {
        assert_eq!(found, table(), "differs; KULLA_BLESS=1 takes it over");
    }
}
