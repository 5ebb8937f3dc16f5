//! Code apart from comments and strings, without a parser.
//!
//! The rules look for words and braces; a word in a comment or a brace in a string must not count. Nothing
//! here has to understand the languages beyond that, and it must not fail on what doesn't compile.

/// A file's text with everything that is no code blanked out, byte for byte, newlines kept.
pub struct Source {
    pub code: Vec<u8>,
    /// Contents of the string literals, with the byte where each begins.
    pub strings: Vec<(usize, String)>,
}

/// Reads Rust: nested comments, raw strings, lifetimes apart from characters.
pub fn rust(text: &str) -> Source {
    Scanner::new(text, Tongue::Rust).run()
}

/// Reads TypeScript and JavaScript: templates with code inside, regular expressions.
pub fn script(text: &str) -> Source {
    Scanner::new(text, Tongue::Script).run()
}

/// Reads the `<script>` parts of a Svelte component; markup and styles are blank.
pub fn svelte(text: &str) -> Source {
    let mut only_script = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("<script") {
        let open = rest[at..].find('>').map_or(rest.len(), |gt| at + gt + 1);
        let close = rest[open..].find("</script").map_or(rest.len(), |end| open + end);
        blank(&mut only_script, &rest[..open]);
        only_script.push_str(&rest[open..close]);
        rest = &rest[close..];
        // What follows begins with `</script`, which is no `<script`.
    }
    blank(&mut only_script, rest);
    script(&only_script)
}

fn blank(into: &mut String, text: &str) {
    into.extend(text.bytes().map(|b| if b == b'\n' { '\n' } else { ' ' }));
}

/// Whether the byte can stand in a name.
pub fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$' || byte >= 0x80
}

/// The words of `code`, each with the byte where it begins.
pub fn words(code: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < code.len() && !is_name(code[at]) {
            at += 1;
        }
        let start = at;
        while at < code.len() && is_name(code[at]) {
            at += 1;
        }
        (start < at).then(|| (start, &code[start..at]))
    })
}

/// The byte after the bracket that closes the one at `open`, or the end.
pub fn after_closing(code: &[u8], open: usize) -> usize {
    let mut depth = 0usize;
    for (at, byte) in code.iter().enumerate().skip(open) {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
    }
    code.len()
}

#[derive(Clone, Copy, PartialEq)]
enum Tongue {
    Rust,
    Script,
}

struct Scanner<'a> {
    text: &'a [u8],
    at: usize,
    tongue: Tongue,
    out: Source,
    /// For each open template: how many braces are open inside its `${`.
    templates: Vec<usize>,
}

impl<'a> Scanner<'a> {
    fn new(text: &'a str, tongue: Tongue) -> Scanner<'a> {
        let blanks = text.bytes().map(|b| if b == b'\n' { b'\n' } else { b' ' }).collect();
        let out = Source { code: blanks, strings: Vec::new() };
        Scanner { text: text.as_bytes(), at: 0, tongue, out, templates: Vec::new() }
    }

    fn run(mut self) -> Source {
        while self.at < self.text.len() {
            if !self.comment() && !self.literal() {
                self.keep();
            }
        }
        self.out
    }

    fn ahead(&self, n: usize) -> u8 {
        self.text.get(self.at + n).copied().unwrap_or(0)
    }

    /// Takes one byte as code.
    fn keep(&mut self) {
        let byte = self.text[self.at];
        self.out.code[self.at] = byte;
        self.at += 1;
        let Some(open) = self.templates.last_mut() else { return };
        match byte {
            b'{' => *open += 1,
            b'}' if *open == 0 => {
                // The `${` that it closes is not in the code either.
                self.out.code[self.at - 1] = b' ';
                self.templates.pop();
                self.template_text();
            }
            b'}' => *open -= 1,
            _ => {}
        }
    }

    fn comment(&mut self) -> bool {
        match (self.ahead(0), self.ahead(1)) {
            (b'/', b'/') => {
                self.skip_to(b"\n");
                true
            }
            (b'/', b'*') if self.tongue == Tongue::Script => {
                self.at += 2;
                self.skip_to(b"*/");
                self.at += 2;
                true
            }
            (b'/', b'*') => {
                self.nested_comment();
                true
            }
            _ => false,
        }
    }

    fn nested_comment(&mut self) {
        let mut depth = 0usize;
        while self.at < self.text.len() {
            let step = match (self.ahead(0), self.ahead(1)) {
                (b'/', b'*') => {
                    depth += 1;
                    2
                }
                (b'*', b'/') => {
                    depth -= 1;
                    2
                }
                _ => 1,
            };
            self.at += step;
            if depth == 0 {
                return;
            }
        }
    }

    fn skip_to(&mut self, end: &[u8]) {
        let found = self.text[self.at.min(self.text.len())..].windows(end.len()).position(|w| w == end);
        self.at = found.map_or(self.text.len(), |n| self.at + n);
    }

    fn literal(&mut self) -> bool {
        match (self.tongue, self.ahead(0)) {
            (Tongue::Rust, b'r') if !self.inside_name() => self.raw_string(),
            (Tongue::Rust, b'\'') => self.character(),
            (Tongue::Script, b'\'') => self.quoted(b'\''),
            (Tongue::Script, b'`') => {
                self.at += 1;
                self.template_text();
                true
            }
            (Tongue::Script, b'/') => self.regex(),
            (_, b'"') => self.quoted(b'"'),
            _ => false,
        }
    }

    fn inside_name(&self) -> bool {
        // `br"…"` and `cr"…"` are strings as well, so one such letter may stand before.
        let before = |n: usize| self.at.checked_sub(n).map_or(b' ', |at| self.text[at]);
        let prefixed = matches!(before(1), b'b' | b'c') && !is_name(before(2));
        is_name(before(1)) && !prefixed
    }

    fn raw_string(&mut self) -> bool {
        let hashes = self.text[self.at + 1..].iter().take_while(|b| **b == b'#').count();
        if self.ahead(1 + hashes) != b'"' {
            return false;
        }
        let start = self.at + 2 + hashes;
        self.at = start;
        let end = [b"\"".as_slice(), &b"#".repeat(hashes)].concat();
        self.skip_to(&end);
        self.string(start, self.at);
        self.at += end.len();
        true
    }

    /// A character literal; a lifetime or a label is code.
    fn character(&mut self) -> bool {
        let body = match self.ahead(1) {
            b'\\' => 2 + self.text[self.at..].iter().skip(3).take_while(|b| **b != b'\'').count() + 1,
            first => 1 + first.leading_ones().clamp(1, 4) as usize,
        };
        if self.ahead(body) != b'\'' {
            return false;
        }
        self.at += body + 1;
        true
    }

    fn quoted(&mut self, quote: u8) -> bool {
        let start = self.at + 1;
        self.at = start;
        while self.at < self.text.len() && self.ahead(0) != quote {
            self.at += if self.ahead(0) == b'\\' { 2 } else { 1 };
        }
        self.string(start, self.at);
        self.at += 1;
        true
    }

    fn template_text(&mut self) {
        let start = self.at;
        while self.at < self.text.len() {
            match (self.ahead(0), self.ahead(1)) {
                (b'\\', _) => self.at += 2,
                (b'`', _) => {
                    self.string(start, self.at);
                    self.at += 1;
                    return;
                }
                (b'$', b'{') => {
                    self.string(start, self.at);
                    self.at += 2;
                    self.templates.push(0);
                    return;
                }
                _ => self.at += 1,
            }
        }
    }

    /// A regular expression stands where a value may begin; elsewhere `/` divides.
    fn regex(&mut self) -> bool {
        let before = self.out.code[..self.at].trim_ascii_end();
        let after_word = words(before).last().is_some_and(|(at, word)| {
            at + word.len() == before.len()
                && matches!(word, b"return" | b"typeof" | b"case" | b"of" | b"in")
        });
        let value_may_begin = before.last().is_none_or(|b| b"(,=:[!&|?{};+<>".contains(b));
        if !after_word && !value_may_begin {
            return false;
        }
        let line_end =
            self.text[self.at..].iter().position(|b| *b == b'\n').unwrap_or(self.text.len() - self.at);
        let mut in_class = false;
        let mut n = 1;
        while n < line_end {
            match self.ahead(n) {
                b'\\' => n += 1,
                b'[' => in_class = true,
                b']' => in_class = false,
                b'/' if !in_class => {
                    self.at += n + 1;
                    return true;
                }
                _ => {}
            }
            n += 1;
        }
        false
    }

    fn string(&mut self, start: usize, end: usize) {
        let (start, end) = (start.min(self.text.len()), end.min(self.text.len()));
        let content = String::from_utf8_lossy(&self.text[start..end]).into_owned();
        self.out.strings.push((start, content));
    }
}
