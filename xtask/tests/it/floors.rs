//! Who may depend on whom.

use crate::house::House;

const RESPOND: &str = "crates/respond";

fn respond_with(more: &str) -> House {
    let house = House::in_order();
    house.member(RESPOND, "kulla-respond", "2", more);
    house
}

#[test]
fn a_crate_without_a_floor_is_found() {
    let house = House::in_order();
    let text = house.read("crates/warn/Cargo.toml").replace("floor = 2", "");
    house.write("crates/warn/Cargo.toml", &text);
    house.tidy().finds("crates/warn/Cargo.toml:6", "floor", "`kulla-warn` has no floor");
}

#[test]
fn a_floor_that_is_no_number_is_found() {
    let house = House::in_order();
    house.member("crates/warn", "kulla-warn", "\"high\"", "");
    house.tidy().finds("crates/warn/Cargo.toml:6", "floor", "\"high\"");
}

#[test]
fn only_the_two_dev_crates_are_dev() {
    let house = House::in_order();
    house.member("crates/warn", "kulla-warn", "\"dev\"", "");
    house.tidy().finds("crates/warn/Cargo.toml:6", "floor", "only `kulla-proving` and `xtask`");
}

#[test]
fn a_dependency_upwards_is_found() {
    let house = House::in_order();
    house.member(
        "crates/record",
        "kulla-record",
        "0",
        "[dependencies]\nkulla-warn = { path = \"../warn\" }\n",
    );
    house.tidy().finds(
        "crates/record/Cargo.toml:11",
        "floor",
        "floor 0 can't have `kulla-warn` of floor 2",
    );
}

#[test]
fn crates_of_floor_two_never_depend_on_each_other() {
    respond_with("[dependencies]\nkulla-warn = { path = \"../warn\" }\n").tidy().finds(
        "crates/respond/Cargo.toml:11",
        "floor",
        "meet this one through records",
    );
}

#[test]
fn dev_and_build_dependencies_are_held_to_the_same_rule() {
    for kind in ["dev", "build"] {
        let more = format!("[{kind}-dependencies]\nkulla-warn = {{ path = \"../warn\" }}\n");
        respond_with(&more).tidy().finds(
            "crates/respond/Cargo.toml:11",
            "floor",
            &format!("{kind}-dependencies too"),
        );
    }
}

#[test]
fn a_renamed_or_platform_dependency_is_seen_through() {
    let more =
        "[target.'cfg(unix)'.dependencies]\nalarm = { package = \"kulla-warn\", path = \"../warn\" }\n";
    respond_with(more).tidy().finds("crates/respond/Cargo.toml:1", "floor", "`kulla-warn`");
}

#[test]
fn nothing_depends_on_a_dev_crate_not_even_the_other_one() {
    let more = "[dev-dependencies]\nkulla-proving = { path = \"../proving\" }\n";
    respond_with(more).tidy().finds("crates/respond/Cargo.toml:11", "floor", "a dev crate");
    let house = House::in_order();
    house.member(
        "xtask",
        "xtask",
        "\"dev\"",
        "[dependencies]\nkulla-proving = { path = \"../crates/proving\" }\n",
    );
    house.tidy().finds("xtask/Cargo.toml:11", "floor", "a dev crate");
}

#[test]
fn a_format_crate_knows_no_crate_of_the_house() {
    let house = House::in_order();
    let more = "[dev-dependencies]\nkulla-record = { path = \"../../record\" }\n";
    house.member("crates/formats/cap", "kulla-cap", "0", more);
    house.tidy().finds("crates/formats/cap/Cargo.toml:11", "floor", "a format crate depends on no crate");
    house.member("crates/formats/cap", "kulla-cap", "1", "");
    house.tidy().finds("crates/formats/cap/Cargo.toml:7", "floor", "stands on floor 0");
}

#[test]
fn licences_and_lints_are_held() {
    let house = House::in_order();
    let manifest = house.read("crates/formats/cap/Cargo.toml");
    house.write("crates/formats/cap/Cargo.toml", &manifest.replace("MIT OR Apache-2.0", "Apache-2.0"));
    house.tidy().finds("crates/formats/cap/Cargo.toml:5", "license", "MIT OR Apache-2.0");
    house.write("crates/formats/cap/Cargo.toml", &manifest.replace("workspace = true", "rust = {}"));
    house.tidy().finds("crates/formats/cap/Cargo.toml:8", "lints", "`[lints]`");
}

#[test]
fn a_crate_that_says_nowhere_what_it_is_for_is_found() {
    let house = House::in_order();
    house.write("crates/warn/src/lib.rs", "pub fn warn() {}\n");
    house.tidy().finds("crates/warn/Cargo.toml:1", "document", "`kulla-warn`");
    let house = House::in_order();
    house.remove("crates/formats/cap/README.md");
    house.tidy().finds("crates/formats/cap/Cargo.toml:1", "document", "README.md");
}
