//! A writer small enough to see that it escapes everything.

use std::fmt::{Display, Write};

/// Builds an indented document; text is escaped so that a parser gives back exactly what went in.
pub(crate) struct Writer {
    out: String,
    open: Vec<&'static str>,
}

impl Writer {
    pub(crate) fn new() -> Self {
        Self { out: String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"), open: Vec::new() }
    }

    /// Opens an element that holds elements.
    pub(crate) fn open(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.start(name, attributes);
        self.out.push_str(">\n");
        self.open.push(name);
    }

    pub(crate) fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.indent();
            self.out.push_str("</");
            self.out.push_str(name);
            self.out.push_str(">\n");
        }
    }

    /// An element that holds text.
    pub(crate) fn leaf(&mut self, name: &'static str, value: impl Display) {
        self.leaf_with(name, &[], value);
    }

    pub(crate) fn leaf_with(
        &mut self,
        name: &'static str,
        attributes: &[(&str, &str)],
        value: impl Display,
    ) {
        self.start(name, attributes);
        self.out.push('>');
        // Writing to a `String` cannot fail.
        let _ = write!(Escape { out: &mut self.out, attribute: false }, "{value}");
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push_str(">\n");
    }

    pub(crate) fn optional(&mut self, name: &'static str, value: Option<impl Display>) {
        if let Some(value) = value {
            self.leaf(name, value);
        }
    }

    /// An element that holds nothing but attributes.
    pub(crate) fn empty(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.start(name, attributes);
        self.out.push_str("/>\n");
    }

    /// Takes over a document that was written before, without its declaration.
    pub(crate) fn embed(&mut self, document: &str) {
        let body = document.split_once("?>\n").map_or(document, |(_, body)| body);
        self.out.push_str(body);
    }

    pub(crate) fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.out
    }

    fn start(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.indent();
        self.out.push('<');
        self.out.push_str(name);
        for (key, value) in attributes {
            self.out.push(' ');
            self.out.push_str(key);
            self.out.push_str("=\"");
            let _ = Escape { out: &mut self.out, attribute: true }.write_str(value);
            self.out.push('"');
        }
    }

    fn indent(&mut self) {
        for _ in 0..self.open.len() {
            self.out.push_str("  ");
        }
    }
}

struct Escape<'o> {
    out: &'o mut String,
    attribute: bool,
}

impl Write for Escape<'_> {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        for c in text.chars() {
            match c {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                // A parser turns a bare carriage return into a line feed.
                '\r' => self.out.push_str("&#13;"),
                '"' if self.attribute => self.out.push_str("&quot;"),
                '\n' if self.attribute => self.out.push_str("&#10;"),
                '\t' if self.attribute => self.out.push_str("&#9;"),
                _ => self.out.push(c),
            }
        }
        Ok(())
    }
}
