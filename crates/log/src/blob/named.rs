//! Which blobs a body names.

use kulla_record::Kind;
use kulla_record::kind::Body;
use kulla_record::kind::reporting::Photo;
use kulla_record::kind::signal::Report;
use memchr::memmem;
use serde_json::Value;

use super::{BlobId, BlobRef};

/// The field that holds the name of a blob, in whatever part of a body.
const FIELD: &str = "blob";
const QUOTED: &[u8] = b"\"blob\"";

/// What the body of a record attaches. Only kinds that attach something are looked at, so that nobody makes a log look
/// damaged by writing the name of a blob into a free field of something else.
pub fn attached(kind: &Kind, body: &[u8]) -> Vec<BlobRef> {
    if *kind != Kind::REPORT {
        return Vec::new();
    }
    let photos =
        Report::read(body).ok().and_then(|report| report.handed_in).map(|handed_in| handed_in.photos);
    photos.unwrap_or_default().iter().filter_map(of_photo).collect()
}

/// A commitment that does not read is one that nothing fulfils.
fn of_photo(photo: &Photo) -> Option<BlobRef> {
    let id = photo.blob.parse().ok()?;
    let mut commitment = [0; 32];
    let digit =
        |at: usize| photo.commitment.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
    for (at, byte) in commitment.iter_mut().enumerate() {
        *byte = digit(2 * at).unwrap_or(0);
    }
    Some(BlobRef { id, bytes: photo.bytes, commitment })
}

/// Every blob that a body may be naming, of whatever kind it is: nothing that a newer program attaches elsewhere is
/// taken for what nothing names.
pub fn may_name(body: &[u8]) -> Vec<BlobId> {
    // Most bodies name none, and are not taken apart.
    if memmem::find(body, QUOTED).is_none() {
        return Vec::new();
    }
    let mut found = Vec::new();
    if let Ok(value) = serde_json::from_slice(body) {
        walk(&value, &mut found);
    }
    found
}

fn walk(value: &Value, found: &mut Vec<BlobId>) {
    match value {
        Value::Object(fields) => {
            found.extend(
                fields.get(FIELD).and_then(Value::as_str).and_then(|name| name.parse::<BlobId>().ok()),
            );
            fields.values().for_each(|value| walk(value, found));
        }
        Value::Array(items) => items.iter().for_each(|value| walk(value, found)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_attaches_its_photographs_and_a_newer_program_may_attach_elsewhere() {
        let report = include_bytes!("../../../record/fixtures/report-2.json");
        let blob = attached(&Kind::REPORT, report);
        assert_eq!((blob.len(), blob[0].id, blob[0].bytes), (1, BlobId([0x0f; 16]), 48_213));
        assert_eq!(blob[0].commitment, [0xab; 32]);
        assert_eq!(may_name(report), [BlobId([0x0f; 16])]);
        let newer = format!(r#"{{"x":[{{"blob":"{}"}}],"blob":7}}"#, BlobId([1; 16]));
        assert_eq!(attached(&Kind::ENTRY, newer.as_bytes()), []);
        assert_eq!(may_name(newer.as_bytes()), [BlobId([1; 16])]);
        assert_eq!(may_name(br#"{"words":"a blob"}"#), []);
    }
}
