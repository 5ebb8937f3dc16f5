//! How long a file and a function may be.

use crate::house::House;

fn lines(n: usize) -> String {
    "//! x\n".repeat(n)
}

#[test]
fn a_file_of_501_lines_is_found_and_one_of_500_is_not() {
    let house = House::in_order();
    house.write("crates/warn/src/lib.rs", &lines(500));
    house.tidy().is_in_order();
    house.write("crates/warn/src/lib.rs", &lines(501));
    house.tidy().finds("crates/warn/src/lib.rs:1", "file-size", "501 lines");
}

#[test]
fn every_language_we_write_is_measured() {
    for ending in ["ts", "svelte", "css", "js", "mjs", "py", "sh"] {
        let house = House::in_order();
        let name = format!("console/src/long.{ending}");
        house.write(&name, &"\n".repeat(501));
        house.tidy().finds(&format!("{name}:1"), "file-size", "501 lines");
    }
}

#[test]
fn generated_folders_are_left_out() {
    let house = House::in_order();
    for folder in
        ["crates/warn/src/generated", "console/node_modules/a", "console/dist", "target", "data/try"]
    {
        house.write(&format!("{folder}/long.rs"), &lines(501));
    }
    house.tidy().is_in_order();
}

#[test]
fn a_function_of_71_lines_is_found_and_one_of_70_is_not() {
    let house = House::in_order();
    let function = |lines: usize| {
        format!("//! x\n\n/// Says.\npub fn long() {{\n{}}}\n", "    // {\n".repeat(lines - 2))
    };
    house.write("crates/warn/src/lib.rs", &function(70));
    house.tidy().is_in_order();
    house.write("crates/warn/src/lib.rs", &function(71));
    house.tidy().finds("crates/warn/src/lib.rs:4", "function-size", "`long` has 71 lines");
}

#[test]
fn a_long_function_of_a_script_or_a_component_is_found() {
    let body = "  say(`}`);\n".repeat(70);
    let house = House::in_order();
    house.write("console/src/a.ts", &format!("export function long(): void {{\n{body}}}\n"));
    house.tidy().finds("console/src/a.ts:1", "function-size", "`long`");
    let house = House::in_order();
    house.write(
        "console/src/A.svelte",
        &format!("<p>x</p>\n<script>\nconst f = () => {{\n{body}}}\n</script>\n"),
    );
    house.tidy().finds("console/src/A.svelte:3", "function-size", "`=>`");
}
