//! The README tells the truth: its table of rules is the list in the code.

use kulla_stanag4774::{Gravity, RULES};

const BEGIN: &str = "<!-- rules: begin -->";
const END: &str = "<!-- rules: end -->";

#[test]
fn the_table_of_rules_is_the_list_in_the_code() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let text = std::fs::read_to_string(path).unwrap();
    let word = |gravity| match gravity {
        Gravity::Note => "note",
        Gravity::Warning => "warning",
        Gravity::Error => "error",
    };
    let rows: String = RULES
        .iter()
        .map(|rule| {
            format!("| `{}` | {} | {} | {} |\n", rule.id, word(rule.gravity), rule.clause, rule.demands)
        })
        .collect();
    let table =
        format!("{BEGIN}\n\n| rule | severity | follows | demands |\n|---|---|---|---|\n{rows}\n{END}");
    let (before, rest) = text.split_once(BEGIN).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    let told = format!("{before}{table}{after}");
    if std::env::var_os("KULLA_BLESS").is_some() {
        std::fs::write(path, &told).unwrap();
    }
    assert!(std::fs::read_to_string(path).unwrap() == told, "run with KULLA_BLESS=1");
}
