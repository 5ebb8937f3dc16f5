//! The keys of one table of an operator's file, taken one by one, so that what is left over is a mistake.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// What is wrong in such a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message} ({rule})")]
pub struct Fault {
    /// Counted from 1.
    pub line: usize,
    /// Stable, such as `source.missing-key`.
    pub rule: &'static str,
    /// For the operator.
    pub message: String,
}

/// What the mistakes of a file are called.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rules {
    pub missing_key: &'static str,
    pub bad_value: &'static str,
    pub unknown_key: &'static str,
    /// Whose keys they are: `this door`.
    pub whose: &'static str,
}

/// Those of the register of sources.
pub(super) const OF_SOURCES: Rules = Rules {
    missing_key: "source.missing-key",
    bad_value: "source.bad-value",
    unknown_key: "source.unknown-key",
    whose: "this door",
};

/// The line of a byte, counted from 1.
pub(crate) fn line_of(text: &str, at: usize) -> usize {
    1 + text.bytes().take(at).filter(|byte| *byte == b'\n').count()
}

/// The keys of one table.
pub struct Keys<'a> {
    rules: &'static Rules,
    text: &'a str,
    table: &'a DeTable<'a>,
    /// The line where it begins.
    line: usize,
    taken: RefCell<BTreeSet<&'static str>>,
    /// Whether keys that nobody asks for may be right.
    open: Cell<bool>,
    faults: RefCell<Vec<Fault>>,
}

impl<'a> Keys<'a> {
    pub(crate) fn new(
        rules: &'static Rules,
        (text, table): (&'a str, &'a DeTable<'a>),
        line: usize,
    ) -> Keys<'a> {
        Keys {
            rules,
            text,
            table,
            line,
            taken: RefCell::default(),
            open: Cell::new(false),
            faults: RefCell::default(),
        }
    }

    /// A text of so many characters that has to be there.
    pub fn text(&self, key: &'static str, chars: RangeInclusive<usize>) -> Option<String> {
        let found = self.text_if_there(key, chars);
        if !self.has(key) {
            self.missing(key);
        }
        found
    }

    /// A key that has to be there and is not.
    pub fn missing(&self, key: &str) {
        self.fault(self.line, self.rules.missing_key, format!("there is no `{key}`: it is needed here"));
    }

    /// A text that may be absent.
    pub fn text_if_there(&self, key: &'static str, chars: RangeInclusive<usize>) -> Option<String> {
        let value = self.take(key)?;
        let text = value.get_ref().as_str().map(str::trim);
        match text.filter(|text| chars.contains(&text.chars().count())) {
            Some(text) => Some(text.to_owned()),
            None => {
                let (least, most) = (chars.start(), chars.end());
                self.bad(key, &format!("a text of {least} to {most} characters, in quotation marks"));
                None
            }
        }
    }

    /// A whole number that may be absent.
    pub fn number(&self, key: &'static str, range: RangeInclusive<u32>) -> Option<u32> {
        let value = self.take(key)?;
        let number = value
            .get_ref()
            .as_integer()
            .and_then(|number| u32::from_str_radix(&number.as_str().replace('_', ""), number.radix()).ok());
        match number.filter(|number| range.contains(number)) {
            Some(number) => Some(number),
            None => {
                self.bad(key, &format!("a whole number from {} to {}", range.start(), range.end()));
                None
            }
        }
    }

    /// `true` or `false`; absent is `false`.
    pub fn flag(&self, key: &'static str) -> bool {
        let Some(value) = self.take(key) else { return false };
        value.get_ref().as_bool().unwrap_or_else(|| {
            self.bad(key, "`true` or `false`, without quotation marks");
            false
        })
    }

    /// A list of texts; absent is empty.
    pub fn list(&self, key: &'static str, most: usize) -> Vec<String> {
        let Some(value) = self.take(key) else { return Vec::new() };
        let texts = value.get_ref().as_array().map(|array| {
            array.iter().map(|one| one.get_ref().as_str().map(str::to_owned)).collect::<Option<Vec<_>>>()
        });
        match texts.flatten().filter(|texts| texts.len() <= most) {
            Some(texts) => texts,
            None => {
                self.bad(key, &format!("a list of at most {most} texts, such as `[\"one\", \"two\"]`"));
                Vec::new()
            }
        }
    }

    /// Two numbers; may be absent.
    pub fn pair(&self, key: &'static str) -> Option<[f64; 2]> {
        let value = self.take(key)?;
        let pair = value.get_ref().as_array().and_then(|array| match &array[..] {
            [one, two] => Some([decimal(one)?, decimal(two)?]),
            _ => None,
        });
        if pair.is_none() {
            self.bad(key, "two numbers, such as `[20.65, 42.25]`");
        }
        pair
    }

    /// A number; may be absent.
    pub fn decimal(&self, key: &'static str) -> Option<f64> {
        let number = decimal(self.take(key)?);
        if number.is_none() {
            self.bad(key, "a number, such as `3.2`");
        }
        number
    }

    /// A table inside this one; may be absent.
    pub fn table(&self, key: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        let value = self.take(key)?;
        if value.get_ref().as_table().is_none() {
            self.bad(key, "a table, such as `{ name = \"alarm\" }`");
            return None;
        }
        Some(value)
    }

    /// Tables inside this one; absent is none.
    pub fn tables(&self, key: &'static str, most: usize) -> Vec<&'a Spanned<DeValue<'a>>> {
        let Some(value) = self.take(key) else { return Vec::new() };
        let found: Option<Vec<_>> = value.get_ref().as_array().map(|array| array.iter().collect());
        let tables = |found: &Vec<&Spanned<DeValue<'_>>>| found.iter().all(|one| one.get_ref().is_table());
        match found.filter(tables).filter(|found| found.len() <= most) {
            Some(found) => found,
            None => {
                self.bad(key, &format!("a list of at most {most} tables"));
                Vec::new()
            }
        }
    }

    /// Takes the keys of a table inside this one; what is wrong in it is wrong here.
    pub fn with<T>(
        &self,
        table: &'a Spanned<DeValue<'a>>,
        take: impl FnOnce(&Keys<'_>) -> Option<T>,
    ) -> Option<T> {
        let line = line_of(self.text, table.span().start);
        let keys = Keys::new(self.rules, (self.text, table.get_ref().as_table()?), line);
        let taken = take(&keys);
        let faults = keys.finish();
        let well = faults.is_empty();
        self.faults.borrow_mut().extend(faults);
        taken.filter(|_| well)
    }

    /// Whether a key is there.
    pub fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// A value that reads and does not do.
    pub fn bad(&self, key: &str, wanted: &str) {
        self.fault_at(key, self.rules.bad_value, format!("`{key}` has to be {wanted}"));
    }

    /// The line where the table begins.
    pub(crate) fn line(&self) -> usize {
        self.line
    }

    /// Something wrong at a key, or at its table where the key is absent.
    pub fn fault_at(&self, key: &str, rule: &'static str, message: String) {
        let at = self.table.get_key_value(key).map(|(key, _)| line_of(self.text, key.span().start));
        self.fault(at.unwrap_or(self.line), rule, message);
    }

    fn fault(&self, line: usize, rule: &'static str, message: String) {
        self.faults.borrow_mut().push(Fault { line, rule, message });
    }

    fn take(&self, key: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.taken.borrow_mut().insert(key);
        self.table.get(key)
    }

    /// Keys that nobody asks for are not looked at.
    pub(crate) fn leave_the_rest(&self) {
        self.open.set(true);
    }

    /// What was wrong, keys that nobody asked for included.
    pub(crate) fn finish(self) -> Vec<Fault> {
        let taken = self.taken.borrow();
        let unknown =
            self.table.keys().filter(|key| !self.open.get() && !taken.contains(key.get_ref().as_ref()));
        let mut faults = self.faults.take();
        faults.extend(unknown.map(|key| {
            let known = taken.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
            Fault {
                line: line_of(self.text, key.span().start),
                rule: self.rules.unknown_key,
                message: format!("`{}` is no key of {}: it knows {known}", key.get_ref(), self.rules.whose),
            }
        }));
        faults.sort_by_key(|fault| fault.line);
        faults
    }
}

/// A whole or a decimal number, and finite.
fn decimal(value: &Spanned<DeValue<'_>>) -> Option<f64> {
    let number: f64 = match value.get_ref() {
        DeValue::Float(number) => number.as_str().replace('_', "").parse().ok()?,
        DeValue::Integer(number) => number.as_str().replace('_', "").parse().ok()?,
        _ => return None,
    };
    number.is_finite().then_some(number)
}
