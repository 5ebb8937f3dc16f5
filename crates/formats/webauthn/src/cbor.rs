//! CBOR (RFC 8949) in the canonical form of CTAP2: small, of definite length, the shortest numbers, keys in order and
//! each once. Anything else is refused, so that nothing has two readings.

use crate::Fault;

/// Levels of nesting.
const DEPTH_MAX: usize = 4;
/// Entries of one map or list.
const ENTRIES_MAX: u64 = 64;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value<'a> {
    /// Whole numbers from -2^63 to 2^63 - 1.
    Int(i64),
    Bytes(&'a [u8]),
    Text(&'a str),
    List(Vec<Value<'a>>),
    Map(Vec<(Value<'a>, Value<'a>)>),
    Simple(u8),
}

impl<'a> Value<'a> {
    pub fn get(&self, key: &str) -> Option<&Value<'a>> {
        self.entries()?.iter().find(|(name, _)| *name == Value::Text(key)).map(|(_, value)| value)
    }

    pub fn at(&self, key: i64) -> Option<&Value<'a>> {
        self.entries()?.iter().find(|(name, _)| *name == Value::Int(key)).map(|(_, value)| value)
    }

    pub fn entries(&self) -> Option<&[(Value<'a>, Value<'a>)]> {
        match self {
            Value::Map(entries) => Some(entries),
            _ => None,
        }
    }

    pub fn bytes(&self) -> Option<&'a [u8]> {
        match self {
            Value::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    pub fn int(&self) -> Option<i64> {
        match self {
            Value::Int(number) => Some(*number),
            _ => None,
        }
    }

    pub fn text(&self, key: &str) -> Option<&'a str> {
        match self.get(key) {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }
}

/// Exactly one value, and nothing behind it.
pub(crate) fn read(bytes: &[u8]) -> Result<Value<'_>, Fault> {
    let (value, rest) = first(bytes)?;
    if rest.is_empty() { Ok(value) } else { Err(Fault::Cbor) }
}

/// One value, and what stands behind it.
pub(crate) fn first(bytes: &[u8]) -> Result<(Value<'_>, &[u8]), Fault> {
    let mut reader = Reader { rest: bytes };
    let value = reader.value(DEPTH_MAX)?;
    Ok((value, reader.rest))
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn take(&mut self, count: u64) -> Result<&'a [u8], Fault> {
        let count = usize::try_from(count).map_err(|_| Fault::Cbor)?;
        let (taken, rest) = self.rest.split_at_checked(count).ok_or(Fault::Cbor)?;
        self.rest = rest;
        Ok(taken)
    }

    /// The number behind a first byte, in its shortest form.
    fn number(&mut self, info: u8) -> Result<u64, Fault> {
        let (wide, least) = match info {
            0..=23 => return Ok(u64::from(info)),
            24 => (1, 24),
            25 => (2, 1 << 8),
            26 => (4, 1 << 16),
            27 => (8, 1 << 32),
            _ => return Err(Fault::Cbor),
        };
        let number = self.take(wide)?.iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
        if number >= least { Ok(number) } else { Err(Fault::Cbor) }
    }

    fn value(&mut self, depth: usize) -> Result<Value<'a>, Fault> {
        let depth = depth.checked_sub(1).ok_or(Fault::Cbor)?;
        let head = self.take(1)?.first().copied().ok_or(Fault::Cbor)?;
        let (major, info) = (head >> 5, head & 0x1f);
        if major == 7 {
            // False, true and null; no floats, nothing else.
            return if (20..=22).contains(&info) { Ok(Value::Simple(info)) } else { Err(Fault::Cbor) };
        }
        let number = self.number(info)?;
        let whole = |number: u64| i64::try_from(number).map_err(|_| Fault::Cbor);
        match major {
            0 => Ok(Value::Int(whole(number)?)),
            1 => Ok(Value::Int(-1 - whole(number)?)),
            2 => Ok(Value::Bytes(self.take(number)?)),
            3 => std::str::from_utf8(self.take(number)?).map(Value::Text).map_err(|_| Fault::Cbor),
            4 if number <= ENTRIES_MAX => {
                (0..number).map(|_| self.value(depth)).collect::<Result<_, _>>().map(Value::List)
            }
            5 if number <= ENTRIES_MAX => self.map(number, depth),
            _ => Err(Fault::Cbor),
        }
    }

    fn map(&mut self, count: u64, depth: usize) -> Result<Value<'a>, Fault> {
        let mut entries = Vec::new();
        let mut before: Option<&[u8]> = None;
        for _ in 0..count {
            let at = self.rest;
            let key = self.value(depth)?;
            let written = &at[..at.len() - self.rest.len()];
            // The order of CTAP2: by kind of key, then the shorter, then byte by byte. Twice the same is out of order.
            let order = |key: &[u8]| (key.first().map_or(0, |head| head >> 5), key.len());
            let rises = |was: &[u8]| (order(was), was) < (order(written), written);
            if before.is_some_and(|was| !rises(was)) {
                return Err(Fault::Cbor);
            }
            before = Some(written);
            entries.push((key, self.value(depth)?));
        }
        Ok(Value::Map(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_canonical_form_is_read() {
        let good: [(&[u8], Value<'_>); 5] = [
            (&[0x17], Value::Int(23)),
            (&[0x26], Value::Int(-7)),
            (&[0x39, 0x01, 0x00], Value::Int(-257)),
            (&[0x43, 1, 2, 3], Value::Bytes(&[1, 2, 3])),
            (&[0xa1, 0x61, 0x61, 0xf5], Value::Map(vec![(Value::Text("a"), Value::Simple(21))])),
        ];
        for (bytes, value) in good {
            assert_eq!(read(bytes), Ok(value));
        }
        let bad: [&[u8]; 11] = [
            &[],
            &[0x18, 0x17],                   // 23 in two bytes
            &[0x17, 0x00],                   // something behind
            &[0x5f, 0x41, 0x00, 0xff],       // of indefinite length
            &[0x43, 1, 2],                   // cut off
            &[0xa2, 0x01, 0x00, 0x01, 0x00], // a key twice
            &[0xa2, 0x02, 0x00, 0x01, 0x00], // out of order
            &[0xfb, 0, 0, 0, 0, 0, 0, 0, 0], // a float
            &[0x1b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
            &[0x81, 0x81, 0x81, 0x81, 0x00], // too deep
            &[0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
        ];
        for bytes in bad {
            assert_eq!(read(bytes), Err(Fault::Cbor), "{bytes:?}");
        }
    }
}
