//! Bans: what is never committed, because it hides something from the next reader.
//!
//! The forbidden words are put together from halves, so that this file can be held to its own rules.

use super::source::{self, Source, after_closing, is_name, words};
use super::tree::{File, Tree};
use crate::finding::{Finding, line_of};

const OPEN_ENDS: &[&str] = &[concat!("TO", "DO"), concat!("FIX", "ME")];
const UNFINISHED_MACROS: &[&str] = &[concat!("to", "do"), concat!("un", "implemented")];
/// What begins the path of somebody's machine. The last ones are followed by somebody's name.
const MACHINE_PATHS: &[&str] = &[
    concat!("/work", "/main"),
    concat!("/work", "/shared"),
    concat!("/ro", "ot/"),
    concat!("/ho", "me/"),
    concat!("/Us", "ers/"),
    concat!("C:\\", "Users"),
];
const BANNED_MODULES: &[&str] = &["common", "util", "utils"];
const CODE: &[&str] = &[".rs", ".ts", ".svelte", ".css", ".js", ".mjs", ".py", ".sh"];
/// Words that set a test aside, or set all others aside.
const SET_ASIDE: &[&[u8]] = &[b"skip", b"only", b"todo", b"fixme"];

/// Looks through all files; Rust and scripts are read without their comments and strings where that matters.
pub fn check(tree: &Tree) -> Result<Vec<Finding>, String> {
    let mut findings = Vec::new();
    for file in &tree.files {
        findings.extend(machine_paths(file));
    }
    for file in tree.with_ending(CODE) {
        findings.extend(module_name(file));
        findings.extend(open_ends(file));
    }
    for file in tree.with_ending(&[".rs"]) {
        let source = source::rust(&file.text);
        findings.extend(attributes(file, &source));
        findings.extend(rust_words(file, &source));
    }
    for file in tree.with_ending(&[".ts", ".js", ".mjs"]) {
        findings.extend(tests_set_aside(file, &source::script(&file.text)));
    }
    Ok(findings)
}

fn machine_paths(file: &File) -> Vec<Finding> {
    let text = file.text.as_bytes();
    let stands_alone = |at: usize| at == 0 || !(is_name(text[at - 1]) || b".-".contains(&text[at - 1]));
    let hits = MACHINE_PATHS.iter().flat_map(|path| file.text.match_indices(path));
    hits.filter(|(at, _)| stands_alone(*at))
        .map(|(at, path)| {
            let message = format!(
                "`{path}…` is a place on one machine; use a path inside the repository or a setting"
            );
            Finding::new(&file.path, line_of(text, at), "machine-path", message)
        })
        .collect()
}

fn module_name(file: &File) -> Option<Finding> {
    let stem_of = |part: &str| part.split('.').next().unwrap_or_default().to_owned();
    let banned = file.name.split('/').map(stem_of).find(|part| BANNED_MODULES.contains(&part.as_str()))?;
    let message = format!("nothing is called `{banned}`; name the module after what it knows");
    Some(Finding::new(&file.path, 1, "module-name", message))
}

fn open_ends(file: &File) -> Vec<Finding> {
    let text = file.text.as_bytes();
    let open = words(text).filter(|(_, word)| OPEN_ENDS.iter().any(|w| w.as_bytes() == *word));
    open.map(|(at, word)| {
        let word = String::from_utf8_lossy(word);
        let message =
            format!("`{word}` is an open end; finish it, or write the known hole as a `BUG:` note");
        Finding::new(&file.path, line_of(text, at), "open-end", message)
    })
    .collect()
}

/// Lints set aside without a reason, and tests set aside at all.
fn attributes(file: &File, source: &Source) -> Vec<Finding> {
    let code = source.code.as_slice();
    let mut findings = Vec::new();
    for at in (0..code.len()).filter(|at| code[*at] == b'#') {
        let open = at + 1 + usize::from(code.get(at + 1) == Some(&b'!'));
        if code.get(open) != Some(&b'[') {
            continue;
        }
        let inside = &code[open..after_closing(code, open)];
        let line = line_of(code, at);
        let first = words(inside).next().map(|(_, word)| word);
        let conditional = first == Some(b"cfg_attr");
        for (word_at, word) in words(inside) {
            let direct = Some(word) == first || conditional;
            if direct && word == b"ignore" {
                let message = "a test that is ignored proves nothing; mend it or take it out";
                findings.push(Finding::new(&file.path, line, "ignored-test", message));
            }
            if direct && (word == b"allow" || word == b"expect") {
                let list = &inside[word_at..after_closing(inside, word_at)];
                if !words(list).any(|(_, word)| word == b"reason") {
                    let message =
                        "a lint is set aside without saying why; write `expect(lint, reason = \"…\")`";
                    findings.push(Finding::new(&file.path, line, "lint-reason", message));
                }
            }
        }
    }
    findings
}

/// Macros that stand for missing code, and inline modules with a name that says nothing.
fn rust_words(file: &File, source: &Source) -> Vec<Finding> {
    let code = source.code.as_slice();
    let mut findings = Vec::new();
    let mut previous: &[u8] = b"";
    for (at, word) in words(code) {
        let name = String::from_utf8_lossy(word);
        let is_macro = code.get(at + word.len()) == Some(&b'!');
        if is_macro && UNFINISHED_MACROS.contains(&name.as_ref()) {
            let message = format!("`{name}!` is a stub; write what belongs there, or refuse with an error");
            findings.push(Finding::new(&file.path, line_of(code, at), "stub", message));
        }
        if previous == b"mod" && BANNED_MODULES.contains(&name.as_ref()) {
            let message = format!("nothing is called `{name}`; name the module after what it knows");
            findings.push(Finding::new(&file.path, line_of(code, at), "module-name", message));
        }
        previous = word;
    }
    findings
}

fn tests_set_aside(file: &File, source: &Source) -> Vec<Finding> {
    let code = source.code.as_slice();
    let is_runner = |before: &[u8]| {
        [b"it".as_slice(), b"test", b"describe"].iter().any(|runner| {
            before
                .strip_suffix(*runner)
                .is_some_and(|rest| rest.last().is_none_or(|b| !is_name(*b) && *b != b'.'))
        })
    };
    words(code)
        .filter(|(at, word)| {
            SET_ASIDE.contains(word)
                && code.get(at + word.len()) == Some(&b'(')
                && code[..*at].strip_suffix(b".").is_some_and(is_runner)
        })
        .map(|(at, word)| {
            let word = String::from_utf8_lossy(word);
            let message = format!("`.{word}(` sets tests aside; mend the test or take it out");
            Finding::new(&file.path, line_of(code, at), "ignored-test", message)
        })
        .collect()
}
