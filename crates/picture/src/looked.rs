//! What is kept in columns of who looked at what.
//!
//! Such a record comes with every look, so its body is read without the fields of a newer program, which nothing here
//! asks for: gathering them costs more than all the rest of it.

use jiff::Timestamp;
use kulla_record::kind::governance::Streamed;
use kulla_record::label::Word;
use kulla_record::{Kind, PrincipalId, Record, SubjectId};
use serde::Deserialize;

use crate::facts::Facts;

/// All that `Access` knows by name: what does not read there does not read here.
#[derive(Deserialize)]
#[expect(dead_code, reason = "read, so that a body in which it is wrong has no facts")]
struct Looked {
    person: PrincipalId,
    agency: Word,
    purpose: Word,
    act: String,
    #[serde(default)]
    subject: Option<SubjectId>,
    #[serde(default)]
    kind: Option<Kind>,
    from: Timestamp,
    until: Timestamp,
    count: u64,
    #[serde(default)]
    exercise: Option<Word>,
    #[serde(default)]
    stream: Option<Streamed>,
    #[serde(default)]
    second: Option<PrincipalId>,
}

/// It hangs on what was opened; the other end is who opened it.
pub(crate) fn facts(body: &[u8]) -> Option<Facts> {
    // serde would take a list of the values as well.
    if !body.trim_ascii_start().starts_with(b"{") {
        return None;
    }
    let looked: Looked = serde_json::from_slice(body).ok()?;
    Some(Facts {
        state: looked.act,
        when: Some(looked.from),
        parent: looked.subject,
        other: Some(SubjectId(looked.person.0)),
        agency: looked.agency.to_string(),
        looked_in: looked.exercise,
        ..Facts::default()
    })
}

/// The exercise that a record names as its own, whatever log it stands in; see [`Facts::looked_in`].
pub(crate) fn looked_in(record: &Record) -> Option<Word> {
    let body = record.body.as_deref().filter(|_| record.header.kind == Kind::ACCESS)?;
    facts(body)?.looked_in
}

#[cfg(test)]
mod tests {
    use kulla_record::kind::Body;
    use kulla_record::kind::governance::Access;

    use super::*;

    #[test]
    fn what_does_not_read_as_a_look_has_no_facts_and_everything_else_has() {
        let id = PrincipalId([7; 16]);
        let whole = format!(
            r#"{{"person":"{id}","agency":"kp","purpose":"x","act":"open","subject":"{id}","kind":"report",
                "from":"2026-11-17T20:47:00Z","until":"2026-11-17T20:48:00Z","count":1,"exercise":"drini",
                "stream":{{"after":"a","upto":"b","visible":"c"}},"second":"{id}","newer":{{"a":[1]}}}}"#
        );
        let whole: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&whole).unwrap();
        let mut cases = vec![whole.clone()];
        for field in whole.keys() {
            let without = whole.clone().into_iter().filter(|(name, _)| name != field).collect();
            let wrong = [
                serde_json::json!(null),
                serde_json::json!(7),
                serde_json::json!({}),
                serde_json::json!("§"),
            ];
            let with = |value: &serde_json::Value| {
                let mut changed = whole.clone();
                changed.insert(field.clone(), value.clone());
                changed
            };
            cases.extend(wrong.iter().map(with));
            cases.push(without);
        }
        let (mut read, mut refused) = (0, 0);
        for case in cases {
            let body = serde_json::to_vec(&case).unwrap();
            match Access::read(&body) {
                Ok(access) => {
                    let facts = facts(&body).unwrap();
                    let other = Some(SubjectId(access.person.0));
                    assert_eq!(
                        (facts.state, facts.parent, facts.other),
                        (access.act, access.subject, other)
                    );
                    assert_eq!((facts.when, facts.looked_in), (Some(access.from), access.exercise));
                    assert_eq!(facts.agency, access.agency.to_string());
                    read += 1;
                }
                Err(_) => {
                    assert_eq!(facts(&body), None, "{case:?}");
                    refused += 1;
                }
            }
        }
        assert!(read > 5 && refused > 20, "{read} {refused}");
        let values = serde_json::to_vec(&whole.values().collect::<Vec<_>>()).unwrap();
        assert!(Access::read(&values).is_err() && facts(&values).is_none());
    }
}
