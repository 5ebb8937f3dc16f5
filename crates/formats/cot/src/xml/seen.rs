//! Why: an attribute that stands twice makes a document that other parsers refuse (XML 1.0, 3.1). Comparing
//! every name with every other would cost more than the rest of the scan.

use super::scan::{Result, Scan, Step};
use crate::error::{Error, Rule};
use crate::limits::ATTRIBUTES_COUNT_MAX;

/// Finds an attribute that stands twice. Nearly always one look at a word of bits is enough; only when two
/// names fall on the same bit are the names themselves compared.
pub(crate) struct Seen<'a> {
    head: Scan<'a>,
    bits: u64,
    count: usize,
    names: Vec<&'a str>,
}

impl<'a> Seen<'a> {
    /// `head` stands where the attributes of the element begin.
    #[inline]
    pub fn new(head: &Scan<'a>) -> Self {
        Self { head: head.clone(), bits: 0, count: 0, names: Vec::new() }
    }

    /// Notes an attribute whose value begins at `at`.
    #[inline]
    pub fn add(&mut self, name: &'a str, at: usize) -> Result<()> {
        if self.mark(name.as_bytes()) { self.compare(name, at) } else { Ok(()) }
    }

    /// Notes an attribute by where its name stands.
    #[inline(always)]
    pub fn add_bytes(&mut self, scan: &Scan<'a>, from: usize, to: usize) -> Result<()> {
        if self.mark(&scan.text.as_bytes()[from..to]) {
            return self.compare(&scan.text[from..to], from);
        }
        Ok(())
    }

    /// Whether the name, or the count of names, needs a closer look.
    #[inline(always)]
    fn mark(&mut self, name: &[u8]) -> bool {
        let &[first, .., last] = name else {
            return self.mark(&[name.first().copied().unwrap_or(0), 0]);
        };
        let bit = 1 << ((usize::from(first) * 5 + usize::from(last) * 3 + name.len() * 7) & 63);
        let look = self.bits & bit != 0 || self.count >= ATTRIBUTES_COUNT_MAX;
        self.bits |= bit;
        self.count += 1;
        look
    }

    #[cold]
    fn compare(&mut self, name: &'a str, at: usize) -> Result<()> {
        if self.count > ATTRIBUTES_COUNT_MAX {
            return Err(Error::new(at, Rule::TooManyAttributes));
        }
        while self.names.len() + 1 < self.count
            && let Ok(Step::Attribute(before, ..)) = self.head.step()
        {
            self.names.push(before);
        }
        if self.names.contains(&name) {
            return Err(Error::new(at, Rule::DoubleAttribute(name.into())));
        }
        Ok(())
    }
}
