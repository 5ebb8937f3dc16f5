//! What is never committed. The words are put together here, so that this file may stay in the house.

use crate::house::House;

#[track_caller]
fn rust_finds(code: &str, line: usize, rule: &str, word: &str) {
    let house = House::in_order();
    house.write("crates/warn/src/lib.rs", &format!("//! x\n{code}\n"));
    house.tidy().finds(&format!("crates/warn/src/lib.rs:{line}"), rule, word);
}

#[test]
fn a_lint_set_aside_without_a_reason_is_found() {
    rust_finds("#[allow(dead_code)]\nfn x() {}", 2, "lint-reason", "reason");
    rust_finds("#![allow(\n    dead_code,\n)]", 2, "lint-reason", "reason");
    rust_finds("#[expect(dead_code)]\nfn x() {}", 2, "lint-reason", "reason");
    rust_finds("#[cfg_attr(test, allow(dead_code))]\nfn x() {}", 2, "lint-reason", "reason");
}

#[test]
fn a_lint_set_aside_with_a_reason_is_in_order() {
    let house = House::in_order();
    let code =
        "//! x\n#[expect(\n    dead_code,\n    reason = \"why\"\n)]\nfn x() {}\n// #[allow(dead_code)]\n";
    house.write("crates/warn/src/lib.rs", code);
    house.tidy().is_in_order();
}

#[test]
fn an_ignored_test_is_found() {
    let word = "ignore";
    rust_finds(&format!("#[test]\n#[{word}]\nfn x() {{}}"), 3, "ignored-test", "mend it");
    rust_finds(&format!("#[test]\n#[{word} = \"slow\"]\nfn x() {{}}"), 3, "ignored-test", "mend it");
    let house = House::in_order();
    house.write("console/src/a.test.ts", &format!("import x\ntest.{}(\"a\", () => {{}})\n", "only"));
    house.tidy().finds("console/src/a.test.ts:2", "ignored-test", ".only(");
}

#[test]
fn stubs_and_open_ends_are_found() {
    for stub in ["to", "unimple"] {
        let word = if stub == "to" { "todo" } else { "unimplemented" };
        rust_finds(&format!("fn x() {{ {word}!() }}"), 2, "stub", word);
    }
    for (ending, comment) in [("rs", "//"), ("ts", "//"), ("css", "/*"), ("sh", "#"), ("py", "#")] {
        for word in [["TO", "DO"].concat(), ["FIX", "ME"].concat()] {
            let house = House::in_order();
            house.write(&format!("crates/warn/src/a.{ending}"), &format!("\n{comment} {word}: later\n"));
            house.tidy().finds(&format!("crates/warn/src/a.{ending}:2"), "open-end", &word);
        }
    }
}

#[test]
fn a_stub_named_in_a_string_is_no_stub() {
    let house = House::in_order();
    house.write("crates/warn/src/lib.rs", "//! x\nconst X: &str = \"todo!()\";\n");
    house.tidy().is_in_order();
}

#[test]
fn a_path_of_one_machine_is_found_in_any_file() {
    for (name, path) in [
        ("README.md", ["/ho", "me/arta/kulla"]),
        ("console/a.json", ["/Us", "ers/arta"]),
        ("Makefile", ["/ro", "ot/.cargo"]),
        ("docs/a.html", ["file:///work", "/main/x"]),
    ] {
        let house = House::in_order();
        house.write(name, &format!("one\n\"{}\"\n", path.concat()));
        house.tidy().finds(&format!("{name}:2"), "machine-path", "a place on one machine");
    }
    let house = House::in_order();
    house.write("README.md", &format!("https://example.org{}page\n", ["/ho", "me/"].concat()));
    house.tidy().is_in_order();
}

#[test]
fn a_module_that_says_nothing_is_found() {
    for name in ["crates/warn/src/utils.rs", "crates/warn/src/common/mod.rs", "console/src/utils.ts"] {
        let house = House::in_order();
        house.write(name, "");
        house.tidy().finds(&format!("{name}:1"), "module-name", "name the module after what it knows");
    }
    rust_finds("mod utils {}", 2, "module-name", "`utils`");
}
