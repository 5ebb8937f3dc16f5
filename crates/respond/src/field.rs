//! What a person typed, held against its limits before it becomes part of a record for ever.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use kulla_record::clock::AHEAD_MAX_MS;
use kulla_record::decision::{Context, Refusal};
use kulla_record::place::{PLACE_POINTS_MAX, Place};

/// Characters of a title.
pub const TITLE_CHARS_MAX: usize = 200;
/// Characters of a longer text.
pub const TEXT_CHARS_MAX: usize = 8_000;
/// Characters of a reason.
pub const REASON_CHARS_MAX: usize = 2_000;
/// Characters of a number, a code or a language tag.
pub const CODE_CHARS_MAX: usize = 64;
/// Languages of one title.
pub const LANGUAGES_MAX: usize = 16;
/// Areas of one place.
pub const AREAS_MAX: usize = 256;

/// A title: one line that says something.
pub(crate) fn title(field: &'static str, text: &str) -> Result<String, Refusal> {
    one_line(field, text, TITLE_CHARS_MAX)
}

/// A number, code or tag: one short line.
pub(crate) fn code(field: &'static str, text: &str) -> Result<String, Refusal> {
    one_line(field, text, CODE_CHARS_MAX)
}

/// A reason: without one the act is refused.
pub(crate) fn reason(field: &'static str, text: &str) -> Result<String, Refusal> {
    let text = free(field, text, REASON_CHARS_MAX)?;
    some(field, text)
}

/// A text that must say something.
pub(crate) fn text(field: &'static str, text: &str) -> Result<String, Refusal> {
    let text = free(field, text, TEXT_CHARS_MAX)?;
    some(field, text)
}

/// A text that may be empty.
pub(crate) fn text_if_any(field: &'static str, text: &str) -> Result<String, Refusal> {
    free(field, text, TEXT_CHARS_MAX)
}

/// A title in each of its languages, at least one.
pub(crate) fn titles(titles: &BTreeMap<String, String>) -> Result<BTreeMap<String, String>, Refusal> {
    if titles.is_empty() {
        return Err(missing("title"));
    }
    if titles.len() > LANGUAGES_MAX {
        return Err(too_long("title", LANGUAGES_MAX));
    }
    titles.iter().map(|(lang, words)| Ok((code("language", lang)?, title("title", words)?))).collect()
}

/// A place whose points lie on the globe, within its limits.
pub(crate) fn place(place: Place) -> Result<Place, Refusal> {
    text_if_any("place", &place.words)?;
    let points = place.geometry.iter().flat_map(|shape| shape.points()).take(PLACE_POINTS_MAX + 1);
    let mut count = 0;
    for point in points {
        count += 1;
        if !point.is_on_globe() {
            return Err(Refusal::new(
                "place.off-globe",
                format!(
                    "the point {}, {} does not lie on the globe: latitude is -90 to 90, longitude -180 to 180",
                    point.lat(),
                    point.lon()
                ),
            ));
        }
    }
    if count > PLACE_POINTS_MAX || place.areas.len() > AREAS_MAX {
        return Err(Refusal::new(
            "place.too-large",
            format!("a place has at most {PLACE_POINTS_MAX} points and {AREAS_MAX} areas: draw it simpler"),
        ));
    }
    place.areas.iter().try_for_each(|area| code("area", area).map(drop))?;
    Ok(place)
}

/// A time that something happened at: never ahead of now by more than clocks may differ.
pub(crate) fn happened(
    field: &'static str,
    when: Timestamp,
    context: &Context,
) -> Result<Timestamp, Refusal> {
    let ahead = SignedDuration::from_millis(i64::try_from(AHEAD_MAX_MS).unwrap_or(i64::MAX));
    if when.duration_since(context.now) > ahead {
        return Err(Refusal::new(
            "time.in-the-future",
            format!("`{field}` lies in the future: write when it happened"),
        )
        .with("field", field)
        .with("at", when));
    }
    Ok(when)
}

fn one_line(field: &'static str, text: &str, chars_max: usize) -> Result<String, Refusal> {
    let text = free(field, text, chars_max)?;
    if text.contains(['\n', '\t']) {
        return Err(control(field));
    }
    some(field, text)
}

fn free(field: &'static str, text: &str, chars_max: usize) -> Result<String, Refusal> {
    let text = text.trim();
    if text.chars().count() > chars_max {
        return Err(too_long(field, chars_max));
    }
    if text.chars().any(|c| (c.is_control() && c != '\n' && c != '\t') || hides_order(c)) {
        return Err(control(field));
    }
    Ok(text.to_owned())
}

/// Bidirectional overrides and isolates: they make a line read otherwise than it is.
fn hides_order(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn some(field: &'static str, text: String) -> Result<String, Refusal> {
    if text.is_empty() { Err(missing(field)) } else { Ok(text) }
}

fn missing(field: &'static str) -> Refusal {
    Refusal::new("text.missing", format!("`{field}` is empty: say it in a few words")).with("field", field)
}

fn too_long(field: &'static str, max: usize) -> Refusal {
    Refusal::new("text.too-long", format!("`{field}` is too long: at most {max} fit"))
        .with("field", field)
        .with("max", max)
}

fn control(field: &'static str) -> Refusal {
    Refusal::new(
        "text.control",
        format!(
            "`{field}` holds a line break where none fits, or a character that can't be seen: type it again"
        ),
    )
    .with("field", field)
}

#[cfg(test)]
mod tests {
    use kulla_record::place::{Geometry, Point};

    use super::*;

    fn code_of<T: std::fmt::Debug>(outcome: Result<T, Refusal>) -> &'static str {
        outcome.unwrap_err().code
    }

    #[test]
    fn a_title_is_one_line_that_says_something() {
        assert_eq!(title("title", "  Vërshim \n").unwrap(), "Vërshim");
        assert_eq!(code_of(title("title", " \u{a0} ")), "text.missing");
        assert_eq!(code_of(title("title", "a\nb")), "text.control");
        assert_eq!(code_of(title("title", "safe \u{202e}txet")), "text.control");
        assert_eq!(code_of(title("title", &"ë".repeat(TITLE_CHARS_MAX + 1))), "text.too-long");
        assert!(title("title", &"ë".repeat(TITLE_CHARS_MAX)).is_ok());
    }

    #[test]
    fn a_place_off_the_globe_is_refused() {
        let at = |point| Place { geometry: Some(Geometry::Point(point)), ..Place::default() };
        assert!(place(at(Point(20.7, 42.2))).is_ok());
        assert_eq!(code_of(place(at(Point(20.7, 142.2)))), "place.off-globe");
        assert_eq!(code_of(place(at(Point(f64::NAN, 1.0)))), "place.off-globe");
        let long = Place { areas: vec!["20".into(); AREAS_MAX + 1], ..Place::default() };
        assert_eq!(code_of(place(long)), "place.too-large");
    }
}
