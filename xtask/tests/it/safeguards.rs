//! What Kulla must never know about a person has no place to be written down.

use crate::house::House;

#[track_caller]
fn found(name: &str, text: &str, line: usize, word: &str) {
    let house = House::in_order();
    house.write(name, text);
    house.tidy().finds(&format!("{name}:{line}"), "safeguard", &format!("`{word}` can't be a name"));
}

#[test]
fn a_forbidden_field_is_found_in_every_spelling() {
    let record = "crates/record/src/kind.rs";
    found(record, "pub struct Person {\n    pub ethnicity: String,\n}\n", 2, "ethnicity");
    found(record, "pub struct RiskScore(u8);\n", 1, "RiskScore");
    found(record, "\nconst LICENCE_PLATE_BYTES_MAX: usize = 9;\n", 2, "LICENCE_PLATE_BYTES_MAX");
}

#[test]
fn a_forbidden_name_behind_a_harmless_field_is_found() {
    found("crates/record/src/kind.rs", "#[serde(rename = \"faceId\")]\npub x: u8,\n", 1, "faceId");
    found("crates/record/schema/person.json", "{\n \"religion\": {}\n}\n", 2, "religion");
}

#[test]
fn a_forbidden_key_or_column_of_a_profile_is_found() {
    found("profiles/x/agencies.toml", "[[agency]]\npopulation = { ethnicity = 1 }\n", 2, "ethnicity");
    found("profiles/x/municipalities.csv", "# note\ncode,religion\n", 2, "religion");
}

#[test]
fn words_that_only_look_alike_are_in_order() {
    let house = House::in_order();
    let code = "//! No ethnicity is kept.\nfn trace(template: u8) {}\n// race\nfn no_ethnicity_is_kept() {}\n\
                const WHY: &str = \"no face id is kept\";\n";
    house.write("crates/record/src/lib.rs", code);
    house.write("crates/warn/src/plate.rs", "fn race(plate: u8) {}\n");
    house.tidy().is_in_order();
}
