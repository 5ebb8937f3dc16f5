//! Where functions begin and end, well enough to measure them.

use super::source::{Source, after_closing, is_name, words};
use crate::finding::line_of;

/// One function with a body.
pub struct Function {
    pub name: String,
    /// 1-based line of its `fn`, `function` or name.
    pub line: usize,
    /// From that line to the closing brace, both counted.
    pub lines: usize,
}

/// Words before `(…) {` that open a block, not a function.
const BLOCK_WORDS: &[&[u8]] = &[b"if", b"for", b"while", b"switch", b"catch", b"with", b"else", b"return"];
/// Calls whose callback is a chapter of a test file, not a function that anyone calls.
const CHAPTER_WORDS: &[&[u8]] = &[b"describe", b"suite"];

/// The functions of Rust code, those in macro bodies too.
pub fn of_rust(source: &Source) -> Vec<Function> {
    let code = source.code.as_slice();
    let named = words(code).filter(|(_, word)| *word == b"fn").filter_map(|(at, _)| {
        let (name_at, name) = words(&code[at + 2..]).next()?;
        // `fn(u8)` is a type; a function has its name right behind the word.
        let only_blanks = code[at + 2..at + 2 + name_at].iter().all(u8::is_ascii_whitespace);
        only_blanks.then(|| (at, at + 2 + name_at + name.len(), name))
    });
    named
        .filter_map(|(at, after_name, name)| {
            let open = body_of_rust(code, after_name)?;
            Some(measured(code, at, open, String::from_utf8_lossy(name).into_owned()))
        })
        .collect()
}

fn body_of_rust(code: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    while at < code.len() {
        match code[at] {
            b'(' | b'[' => at = after_closing(code, at),
            b';' => return None,
            b'{' => return Some(at),
            _ => at += 1,
        }
    }
    None
}

/// The functions of a script: declarations, methods and arrow functions with a body.
pub fn of_script(source: &Source) -> Vec<Function> {
    let code = source.code.as_slice();
    let opens = code.iter().enumerate().filter(|(_, byte)| **byte == b'{').map(|(at, _)| at);
    opens
        .filter_map(|open| {
            let before = code[..open].trim_ascii_end();
            if before.ends_with(b"=>") {
                let start = before.len() - 2;
                return (!is_chapter(code, start)).then(|| measured(code, start, open, "=>".to_owned()));
            }
            let close = parameters_end(before)?;
            let parameters = opening_before(code, close)?;
            let (name_at, name) = word_ending(&code[..parameters])?;
            let is_block = BLOCK_WORDS.contains(&name);
            (!is_block).then(|| measured(code, name_at, open, String::from_utf8_lossy(name).into_owned()))
        })
        .collect()
}

/// The `)` that ends the parameters, if `before` ends with it or with it and a type: `): Promise<void>`.
fn parameters_end(before: &[u8]) -> Option<usize> {
    if before.last() == Some(&b')') {
        return Some(before.len() - 1);
    }
    let close = before.iter().rposition(|b| *b == b')')?;
    let typed = before[close + 1..].trim_ascii_start();
    let is_type = typed.first() == Some(&b':') && !typed.iter().any(|b| b";={}(".contains(b));
    is_type.then_some(close)
}

/// The bracket that the closing one at `close` closes.
fn opening_before(code: &[u8], close: usize) -> Option<usize> {
    let mut depth = 0usize;
    for at in (0..=close).rev() {
        match code[at] {
            b')' | b']' | b'}' => depth += 1,
            b'(' | b'[' | b'{' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

/// The word that `code` ends with, type parameters set aside.
fn word_ending(code: &[u8]) -> Option<(usize, &[u8])> {
    let mut code = code.trim_ascii_end();
    if code.last() == Some(&b'>') {
        let open = code.iter().rposition(|b| *b == b'<')?;
        code = code[..open].trim_ascii_end();
    }
    let length = code.iter().rev().take_while(|b| is_name(**b)).count();
    (length > 0).then(|| (code.len() - length, &code[code.len() - length..]))
}

/// Whether the arrow at `arrow` belongs to the callback of a `describe(…)`.
fn is_chapter(code: &[u8], arrow: usize) -> bool {
    let mut depth = 0usize;
    for at in (0..arrow).rev() {
        match code[at] {
            b')' | b']' | b'}' => depth += 1,
            b'(' if depth == 0 => {
                return word_ending(&code[..at]).is_some_and(|(_, word)| CHAPTER_WORDS.contains(&word));
            }
            b'[' | b'{' | b';' if depth == 0 => return false,
            b'(' | b'[' | b'{' => depth -= 1,
            _ => {}
        }
    }
    false
}

fn measured(code: &[u8], start: usize, open: usize, name: String) -> Function {
    let line = line_of(code, start);
    let last = line_of(code, after_closing(code, open).saturating_sub(1));
    Function { name, line, lines: last + 1 - line }
}

#[cfg(test)]
mod tests {
    use super::super::source;
    use super::*;

    fn seen(functions: Vec<Function>) -> Vec<(String, usize, usize)> {
        functions.into_iter().map(|f| (f.name, f.line, f.lines)).collect()
    }

    #[test]
    fn rust_functions_are_measured_in_spite_of_braces_in_strings_and_comments() {
        let text = r##"
fn one(f: fn(u8) -> u8, a: [u8; 4]) -> impl Fn() + 'static {
    let _ = ('{', b'\'', "}", r#"}"}"#, br"}"); // }
    /* } /* } */ } */
    'outer: loop { break 'outer }
}
trait T { fn without_a_body(&self); fn two() {} }
macro! { fn three() {
} }
"##;
        let expected = [("one", 2, 5), ("two", 7, 1), ("three", 8, 2)];
        assert_eq!(seen(of_rust(&source::rust(text))), expected.map(|(n, l, c)| (n.to_owned(), l, c)));
    }

    #[test]
    fn script_functions_are_measured_and_blocks_and_chapters_are_not() {
        let text = r#"
export async function one<T>({ a }: { a: T }): Promise<void> {
  if (a) { say(`}${a ? `{` : "}"}`) }
  for (const x of /[/}]/.exec(s)) { x / 2; }
}
class C { two() {
  } }
const three = (x: number) => {
}
describe("it", () => {
  it("does", async () => {
  })
})
"#;
        let expected = [("one", 2, 4), ("two", 6, 2), ("=>", 8, 2), ("=>", 11, 2)];
        assert_eq!(seen(of_script(&source::script(text))), expected.map(|(n, l, c)| (n.to_owned(), l, c)));
    }

    #[test]
    fn only_the_script_of_a_component_is_read() {
        let text = "<p>{#if x}{</p>\n<script lang=\"ts\">\nfunction one() {\n}\n</script>\n<style>a() {\n}</style>";
        assert_eq!(seen(of_script(&source::svelte(text))), [("one".to_owned(), 3, 2)]);
    }
}
