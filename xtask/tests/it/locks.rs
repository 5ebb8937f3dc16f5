//! Where packages come from, and which never come.

use crate::house::House;

#[test]
fn a_banned_crate_in_the_lock_file_is_found_with_its_reason() {
    let house = House::in_order();
    house.write("Cargo.lock", "version = 4\n\n[[package]]\nname = \"openssl\"\nversion = \"0.10.0\"\n");
    house.tidy().finds("Cargo.lock:4", "banned-crate", "one TLS stack is enough");
}

#[test]
fn a_ban_without_a_reason_is_refused() {
    let house = House::in_order();
    house.write("deny.toml", "[bans]\ndeny = [{ crate = \"openssl\" }]\n");
    let said = house.tidy();
    assert_eq!(said.code, 2, "{}", said.text);
    assert!(said.text.contains("say the `reason` for `openssl`"), "{}", said.text);
}

#[test]
fn a_missing_list_of_bans_is_found() {
    let house = House::in_order();
    house.remove("deny.toml");
    house.tidy().finds("deny.toml:1", "banned-crate", "missing");
}

#[test]
fn a_package_from_elsewhere_is_found() {
    let house = House::in_order();
    house.write(
        "fuzz/Cargo.lock",
        "version = 4\n[[package]]\nname = \"a\"\nsource = \"git+https://example.org/a\"\n",
    );
    house.tidy().finds("fuzz/Cargo.lock:4", "registry", "git+https://example.org/a");
}

#[test]
fn a_registry_host_is_found_in_lock_files_and_settings() {
    let house = House::in_order();
    house.write("console/package-lock.json", "{\n  \"resolved\": \"https://example.org/a.tgz\"\n}\n");
    house.tidy().finds("console/package-lock.json:2", "registry", "lock file");
    for (name, text) in [
        ("console/.npmrc", ["registry = ", "https://example.org"]),
        ("tools/get.sh", ["pip install --index", "-url https://example.org"]),
        (".cargo/config.toml", ["registry.index = \"sparse", "+https://example.org\""]),
    ] {
        let house = House::in_order();
        house.write(name, &text.concat());
        house.tidy().finds(&format!("{name}:1"), "registry", "ties the checkout");
    }
}

#[test]
fn a_licence_that_the_list_does_not_allow_is_found() {
    let house = House::in_order();
    let workspace = house.read("Cargo.toml").replace("[workspace]", "[workspace]\nexclude = [\"theirs\"]");
    house.write("Cargo.toml", &workspace);
    house.member("theirs", "theirs", "0", "");
    // It stands outside of the house, so there is nothing that it could inherit.
    let manifest = house.read("theirs/Cargo.toml").replace("[lints]\nworkspace = true\n", "");
    house.write("theirs/Cargo.toml", &manifest);
    house.member(
        "crates/warn",
        "kulla-warn",
        "2",
        "[dependencies]\ntheirs = { path = \"../../theirs\" }\n",
    );
    house.tidy().finds("deny.toml:1", "licence", "`theirs` is licensed `Apache-2.0`");
    let deny = house.read("deny.toml") + "[licenses]\nallow = [\"Apache-2.0\"]\n";
    house.write("deny.toml", &deny);
    house.tidy().is_in_order();
}
