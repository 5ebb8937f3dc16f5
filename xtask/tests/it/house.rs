//! A small house in order, in which a test puts one thing out of order.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

static NEXT: AtomicU32 = AtomicU32::new(0);

/// What a run of the tool said.
pub struct Said {
    pub code: i32,
    pub text: String,
}

impl Said {
    /// Exactly one finding: at `place`, of `rule`, naming `word`.
    #[track_caller]
    pub fn finds(&self, place: &str, rule: &str, word: &str) {
        let findings: Vec<&str> = self.text.lines().filter(|line| line.contains(": ")).collect();
        assert_eq!(self.code, 1, "{}", self.text);
        let opening = format!("{place}: {rule}: ");
        let hit = findings.iter().any(|line| line.starts_with(&opening) && line.contains(word));
        assert!(hit, "no `{opening}…{word}` in:\n{}", self.text);
        assert_eq!(findings.len(), 1, "more than one finding:\n{}", self.text);
    }

    #[track_caller]
    pub fn is_in_order(&self) {
        assert_eq!(self.code, 0, "{}", self.text);
        assert!(self.text.starts_with("in order: "), "{}", self.text);
    }
}

/// A tree of its own, removed when the test ends.
pub struct House(PathBuf);

impl Drop for House {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

impl House {
    /// Two formats, a vocabulary, two stages that meet through it, and the two dev crates; all in order.
    pub fn in_order() -> House {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("house-{}-{number}", std::process::id());
        let house = House(Path::new(env!("CARGO_TARGET_TMPDIR")).join(name));
        house.write(
            "Cargo.toml",
            "[workspace]\nresolver = \"3\"\nmembers = [\"crates/formats/*\", \"crates/record\", \
             \"crates/respond\", \"crates/warn\", \"crates/proving\", \"xtask\"]\n\
             [workspace.lints.rust]\n",
        );
        house.write(
            "deny.toml",
            "[bans]\ndeny = [{ crate = \"openssl\", reason = \"one TLS stack is enough\" }]\n",
        );
        house.member("crates/formats/cap", "kulla-cap", "0", "");
        house.write("crates/formats/cap/README.md", "# CAP\n");
        house.member("crates/record", "kulla-record", "0", "");
        house.member(
            "crates/respond",
            "kulla-respond",
            "2",
            "[dependencies]\nkulla-record = { path = \"../record\" }\n",
        );
        house.member("crates/warn", "kulla-warn", "2", "");
        house.member(
            "crates/proving",
            "kulla-proving",
            "\"dev\"",
            "[dev-dependencies]\nkulla-warn = { path = \"../warn\" }\n",
        );
        house.member("xtask", "xtask", "\"dev\"", "");
        house
    }

    /// The house with the profile that ships, in which one text stands in the place of another.
    pub fn with_profile(file: &str, from: &str, to: &str) -> House {
        let house = House::in_order();
        let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("../profiles/kosovo");
        for entry in fs::read_dir(shipped).unwrap().map(Result::unwrap) {
            let name = format!("profiles/kosovo/{}", entry.file_name().to_string_lossy());
            house.write(&name, &fs::read_to_string(entry.path()).unwrap());
        }
        let name = format!("profiles/kosovo/{file}");
        let text = house.read(&name);
        assert!(text.contains(from), "`{from}` does not stand in {name}");
        house.write(&name, &text.replacen(from, to, 1));
        house
    }

    /// Writes a crate with this floor and more lines for its manifest.
    pub fn member(&self, dir: &str, name: &str, floor: &str, more: &str) {
        let license = if dir.starts_with("crates/formats/") { "MIT OR Apache-2.0" } else { "Apache-2.0" };
        self.write(
            &format!("{dir}/Cargo.toml"),
            &format!(
                "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\nlicense = \"{license}\"\n\
                 [package.metadata.kulla]\nfloor = {floor}\n[lints]\nworkspace = true\n{more}"
            ),
        );
        self.write(&format!("{dir}/src/lib.rs"), "//! What this crate is for.\n");
    }

    pub fn write(&self, name: &str, text: &str) {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().expect("a file stands in a folder")).unwrap();
        fs::write(path, text).unwrap();
    }

    pub fn remove(&self, name: &str) {
        fs::remove_file(self.0.join(name)).unwrap();
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).unwrap()
    }

    pub fn tidy(&self) -> Said {
        self.run("tidy")
    }

    pub fn run(&self, task: &str) -> Said {
        let output =
            Command::new(env!("CARGO_BIN_EXE_xtask")).args([task, "--root"]).arg(&self.0).output().unwrap();
        let text = [output.stdout, output.stderr].concat();
        Said { code: output.status.code().unwrap(), text: String::from_utf8(text).unwrap() }
    }
}

#[test]
fn a_house_in_order_is_in_order() {
    House::in_order().tidy().is_in_order();
}

#[test]
fn a_tree_without_a_workspace_is_an_error_of_use() {
    let house = House::in_order();
    house.remove("Cargo.toml");
    assert_eq!(house.tidy().code, 2);
    assert_eq!(house.run("dust").code, 2);
}
