//! A JSON object in which nothing stands twice: of two claims of one name, another program would believe the other one.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde_json::Value;

use crate::Fault;

/// Members of an object.
const MEMBERS_MAX: usize = 512;

#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Object(BTreeMap<String, Value>);

impl Object {
    /// Reads one of at most so many bytes.
    pub fn read(bytes: &[u8], bytes_max: usize) -> Result<Object, Fault> {
        if bytes.len() > bytes_max {
            return Err(Fault::TooLarge);
        }
        serde_json::from_slice(bytes).map_err(|_| Fault::Json)
    }

    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_str()
    }

    /// A NumericDate (RFC 7519): seconds since 1970, a fraction cut off.
    pub fn seconds(&self, name: &str) -> Option<u64> {
        let value = self.get(name)?;
        let of_fraction = || {
            let seconds = value.as_f64().filter(|seconds| (0.0..1e15).contains(seconds))?;
            format!("{:.0}", seconds.floor()).parse().ok()
        };
        value.as_u64().or_else(of_fraction)
    }

    /// A list of texts; `Some(None)` where something else stands there.
    pub fn texts(&self, name: &str) -> Option<Option<Vec<&str>>> {
        let value = self.get(name)?;
        Some(value.as_array().and_then(|list| list.iter().map(Value::as_str).collect()))
    }
}

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Object, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Object;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
                let mut members = BTreeMap::new();
                while let Some((name, value)) = map.next_entry::<String, Value>()? {
                    if members.len() >= MEMBERS_MAX || members.insert(name, value).is_some() {
                        return Err(A::Error::custom("too many members, or one of them twice"));
                    }
                }
                Ok(Object(members))
            }
        }
        deserializer.deserialize_map(Members)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_stands_twice_and_nothing_is_endless() {
        let read = |text: &str| Object::read(text.as_bytes(), 1_000);
        assert_eq!(read(r#"{"a":1,"a":2}"#), Err(Fault::Json));
        assert_eq!(read(r#"{"a":1,"\u0061":2}"#), Err(Fault::Json), "written in another way");
        assert_eq!(read("[1]"), Err(Fault::Json));
        assert_eq!(read("{} {}"), Err(Fault::Json));
        assert_eq!(read(&format!("{{\"a\":{}", "[".repeat(900))), Err(Fault::Json));
        assert_eq!(read(&" ".repeat(1_001)), Err(Fault::TooLarge));
    }

    #[test]
    fn a_time_may_have_a_fraction() {
        let read =
            |text: &str| Object::read(format!("{{\"t\":{text}}}").as_bytes(), 100).unwrap().seconds("t");
        assert_eq!((read("17"), read("17.9"), read("1.7e9")), (Some(17), Some(17), Some(1_700_000_000)));
        assert_eq!((read("-1"), read("\"17\""), read("1e300"), read("null")), (None, None, None, None));
    }
}
