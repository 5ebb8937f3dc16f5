//! Reads a sources file: strictly, because a source that nobody answers for, that is for nothing or that no
//! law allows is not listened to, and because a setting with a typing error would be a silent feed.

use std::collections::BTreeSet;

use kulla_record::kind::signal::Source;
use kulla_record::label::Word;
use kulla_record::place::{Geometry, Place, Point};
use toml::de::{DeTable, DeValue};

use super::keys::{Fault, Keys, OF_SOURCES, line_of};
use super::{DOORS, Door};

/// Bytes of a sources file.
pub const SOURCES_BYTES_MAX: usize = 1 << 20;
/// Sources of one node.
pub const SOURCES_MAX: usize = 256;
/// Faults that are told at once.
const FAULTS_MAX: usize = 20;
/// Characters of a name, and of a purpose or basis.
const NAME_CHARS: std::ops::RangeInclusive<usize> = 1..=120;
const REASON_CHARS: std::ops::RangeInclusive<usize> = 3..=300;
/// The longest period, in seconds: a month.
const PERIOD_S_MAX: u32 = 31 * 86_400;

/// A source that the operator listed.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// The agency that answers for it.
    pub owner: Word,
    /// What is known of it: becomes its record.
    pub source: Source,
    /// How it comes in.
    pub door: Door,
}

/// Reads the text of a sources file. `knows`: whether the profile has an agency of that code.
pub fn read(text: &str, knows: &dyn Fn(&str) -> bool) -> Result<Vec<Listed>, Vec<Fault>> {
    let one = |line, rule, message: String| vec![Fault { line, rule, message }];
    if text.len() > SOURCES_BYTES_MAX {
        return Err(one(
            1,
            "source.too-many",
            format!("the file is longer than {SOURCES_BYTES_MAX} bytes"),
        ));
    }
    let document = DeTable::parse(text).map_err(|error| {
        let line = error.span().map_or(1, |span| line_of(text, span.start));
        one(line, "source.syntax", format!("it is no TOML: {}", error.message()))
    })?;
    let mut faults = Vec::new();
    for (key, _) in document.get_ref().iter().filter(|(key, _)| key.get_ref() != "source") {
        let message = format!("`{}` means nothing here: write `[[source]]` for each source", key.get_ref());
        faults.push(Fault { line: line_of(text, key.span().start), rule: "source.unknown-key", message });
    }
    let mut listed = Vec::new();
    if let Some(list) = document.get_ref().get("source") {
        let Some(tables) = tables(list.get_ref()) else {
            let line = line_of(text, list.span().start);
            return Err(one(
                line,
                "source.syntax",
                "`source` is a list: write `[[source]]` for each source".into(),
            ));
        };
        if tables.len() > SOURCES_MAX {
            return Err(one(1, "source.too-many", format!("a node has at most {SOURCES_MAX} sources")));
        }
        for (table, at) in tables {
            let keys = Keys::new(&OF_SOURCES, (text, table), line_of(text, at));
            listed.extend(source(&keys, knows));
            faults.extend(keys.finish());
        }
    }
    faults.extend(twice(&listed));
    faults.truncate(FAULTS_MAX);
    if faults.is_empty() { Ok(listed.into_iter().map(|(_, listed)| listed).collect()) } else { Err(faults) }
}

fn tables<'a>(value: &'a DeValue<'a>) -> Option<Vec<(&'a DeTable<'a>, usize)>> {
    value.as_array()?.iter().map(|one| Some((one.get_ref().as_table()?, one.span().start))).collect()
}

/// One source with its line. `None` when something that it can't be without is wrong; the keys know what.
fn source(keys: &Keys<'_>, knows: &dyn Fn(&str) -> bool) -> Option<(usize, Listed)> {
    // Everything is asked for before anything stops, so that one run tells all mistakes.
    let code = keys.text("code", 1..=40).filter(|code| {
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        let well = code.bytes().all(plain) && !code.starts_with('-');
        if !well {
            keys.bad("code", "lower-case letters, digits and `-`, such as `edge-1`");
        }
        well
    });
    let name = keys.text("name", NAME_CHARS);
    let owner = keys.text("owner", 1..=40).and_then(|owner| {
        if !knows(&owner) {
            let message =
                format!("`{owner}` is no agency of this profile: see agencies.toml and municipalities.csv");
            keys.fault_at("owner", "source.no-agency", message);
            return None;
        }
        Word::new(&owner).ok()
    });
    let purpose = keys.text("purpose", REASON_CHARS);
    let basis = keys.text("basis", REASON_CHARS);
    let period_s = keys.number("period_s", 1..=PERIOD_S_MAX);
    let retired = keys.flag("retired");
    let place = place(keys);
    let door = door(keys);
    if door.is_none() {
        // What belongs to a door that is not known can't be called wrong.
        keys.leave_the_rest();
    }
    let owner = owner?;
    let source = Source {
        name: name?,
        door: door.as_ref()?.name().to_owned(),
        purpose: purpose?,
        basis: basis?,
        owner: owner.to_string(),
        period_s,
        code: code?,
        place,
        measures: door.as_ref()?.measures(),
        retired,
        rest: Default::default(),
    };
    Some((keys.line(), Listed { owner, source, door: door? }))
}

fn place(keys: &Keys<'_>) -> Place {
    let words = keys.text_if_there("place", 1..=200).unwrap_or_default();
    let point = keys.pair("point").and_then(|[lon, lat]| {
        let point = Point(lon, lat);
        if !point.is_on_globe() {
            keys.bad("point", "longitude, then latitude, in degrees");
        }
        point.is_on_globe().then_some(Geometry::Point(point))
    });
    Place { words, geometry: point, ..Place::default() }
}

fn door(keys: &Keys<'_>) -> Option<Door> {
    let name = keys.text("door", 1..=40)?;
    match DOORS.iter().find(|kind| kind.name == name) {
        Some(kind) => (kind.read)(keys),
        None => {
            let known = DOORS.iter().map(|kind| format!("`{}`", kind.name)).collect::<Vec<_>>().join(", ");
            keys.fault_at(
                "door",
                "source.unknown-door",
                format!("there is no door `{name}`: there are {known}"),
            );
            None
        }
    }
}

/// Codes name files and figures, so two sources of one code would be one.
fn twice(listed: &[(usize, Listed)]) -> Vec<Fault> {
    let mut seen = BTreeSet::new();
    let again = listed.iter().filter(|(_, listed)| !seen.insert(listed.source.code.as_str()));
    again
        .map(|(line, listed)| Fault {
            line: *line,
            rule: "source.twice",
            message: format!(
                "there is another source with the code `{}`: each needs its own",
                listed.source.code
            ),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "[[source]]\ncode = \"edge-1\"\nname = \"Edge sensor\"\ndoor = \"eve\"\nowner = \"csa\"\n\
        purpose = \"defence of the water company's network\"\nbasis = \"Law 08/L-173\"\nfile = \"/var/log/suricata/eve.json\"\n";

    fn faults(text: &str) -> Vec<(usize, &'static str)> {
        let knows = |agency: &str| ["csa", "ihmk"].contains(&agency);
        read(text, &knows)
            .err()
            .unwrap_or_default()
            .into_iter()
            .map(|fault| (fault.line, fault.rule))
            .collect()
    }

    #[test]
    fn a_source_is_read_with_its_door() {
        let listed = read(GOOD, &|agency| agency == "csa").unwrap();
        assert_eq!((listed[0].source.code.as_str(), listed[0].door.name()), ("edge-1", "eve"));
        assert_eq!(listed[0].owner.as_str(), "csa");
        assert_eq!(read("", &|_| true).unwrap(), []);
    }

    #[test]
    fn a_source_without_owner_purpose_or_legal_basis_is_refused() {
        for key in ["owner", "purpose", "basis", "code", "name", "door"] {
            let without: String = GOOD
                .lines()
                .filter(|line| !line.starts_with(key))
                .map(|line| format!("{line}\n"))
                .collect();
            assert!(faults(&without).contains(&(1, "source.missing-key")), "{key}");
            let empty = GOOD.replace(&format!("{key} = \""), &format!("{key} = \"\" # "));
            assert_eq!(faults(&empty).len(), 1, "{key}: {:?}", faults(&empty));
        }
    }

    #[test]
    fn each_mistake_is_told_with_its_line_and_rule() {
        let off = |from: &str, to: &str| faults(&GOOD.replace(from, to));
        assert_eq!(off("\"csa\"", "\"nsa\""), [(5, "source.no-agency")]);
        assert_eq!(off("file =", "colour = 7\nfile ="), [(8, "source.unknown-key")]);
        assert_eq!(off("\"eve\"", "\"fax\"")[0], (4, "source.unknown-door"));
        assert_eq!(off("file =", "fiel ="), [(1, "source.missing-key")]);
        assert_eq!(off("edge-1", "Edge 1"), [(2, "source.bad-value")]);
        assert_eq!(off("name = \"Edge sensor\"", "name = 7"), [(3, "source.bad-value")]);
        assert_eq!(off("[[source]]", "[[sources]]"), [(1, "source.unknown-key")]);
        assert_eq!(off("[[source]]", "[source]"), [(1, "source.syntax")]);
        assert_eq!(off("name = \"Edge", "name = Edge"), [(3, "source.syntax")]);
        assert_eq!(
            off("file = \"/var/log/suricata/eve.json\"", "tcp = \"10.0.0.1:99\""),
            [(8, "source.bad-value")]
        );
        assert_eq!(off("file =", "unix = \"/run/a\"\nfile ="), [(9, "source.bad-value")]);
        assert_eq!(faults(&format!("{GOOD}\n{GOOD}")), [(10, "source.twice")]);
        assert_eq!(
            faults(&format!("{GOOD}period_s = 0\npoint = [420, 42]\n")),
            [(9, "source.bad-value"), (10, "source.bad-value")]
        );
    }

    #[test]
    fn a_gauge_is_read_with_what_it_measures_and_each_mistake_in_it_is_told() {
        let gauge = "[[source]]\ncode = \"gjonaj\"\nname = \"Gauge\"\ndoor = \"observations\"\nowner = \"ihmk\"\npurpose = \"floods\"\nbasis = \"Law 04/L-027\"\n\
            [[source.measure]]\nproperty = \"water-level\"\nunit = \"m\"\nhysteresis = 0.1\n\
            thresholds = [{ name = \"watch\", value = 2, severity = \"Minor\" }, { name = \"alarm\", value = 3.2, severity = \"Severe\" }]\n\
            rise = { per_hour = 0.15, minutes = 60, severity = \"Moderate\" }\n";
        let listed = read(gauge, &|_| true).unwrap();
        let measure = &listed[0].source.measures[0];
        assert_eq!((measure.thresholds[1].value, measure.rise.as_ref().unwrap().minutes), (3.2, 60));
        let off = |from: &str, to: &str| faults(&gauge.replace(from, to));
        assert_eq!(off("value = 2", "value = 4"), [(12, "source.bad-value")]);
        assert_eq!(off("\"Severe\"", "\"Awful\""), [(12, "source.bad-value")]);
        assert_eq!(off("unit = \"m\"\n", ""), [(8, "source.missing-key")]);
        assert_eq!(off("per_hour", "per_day"), [(13, "source.missing-key"), (13, "source.unknown-key")]);
        assert_eq!(off("hysteresis = 0.1", "hysteresis = nan"), [(11, "source.bad-value")]);
        assert_eq!(off("observations", "open311"), [(8, "source.unknown-key")]);
    }

    #[test]
    fn a_feed_is_asked_for_in_the_clear_or_by_tls_and_by_nothing_else() {
        let feed = |url: &str| {
            format!(
                "[[source]]\ncode = \"ihmk\"\nname = \"IHMK\"\ndoor = \"cap-feed\"\nowner = \"ihmk\"\npurpose = \"warning\"\nbasis = \"Law 04/L-027\"\nurl = \"{url}\"\n"
            )
        };
        assert_eq!(faults(&feed("https://example.org/cap.atom")), []);
        for bad in [
            "ftp://example.org/",
            "example.org/feed",
            "https://",
            "file:///etc/passwd",
            "https://a:b@example.org/",
        ] {
            assert_eq!(faults(&feed(bad)), [(8, "source.bad-value")], "{bad}");
        }
    }
}
