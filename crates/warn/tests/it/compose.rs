//! The message that goes out.

use kulla_cap::{Status, Verdict, validate};
use kulla_record::place::Geometry;
use kulla_warn::compose::{Imprint, message};

use super::*;

fn imprint() -> Imprint {
    Imprint { identifier: "kulla-1".into(), sent: at(3), web: Some("https://example.org/w/31".into()) }
}

#[test]
fn every_message_is_accepted_without_a_note_by_our_own_validation() {
    let profile = profile();
    for mode in [Mode::Actual, DRILL] {
        let facts = Facts { mode, ..actual(&profile) };
        let message = message(&flood(), &facts, &imprint()).unwrap();
        let report = validate(message.xml.as_bytes());
        assert_eq!((report.verdict, report.findings), (Verdict::Accept, vec![]));
        assert_eq!(report.alert.unwrap(), message.alert);
    }
}

#[test]
fn each_language_says_the_same_of_the_same_places_in_its_own_words() {
    let alert = message(&flood(), &actual(&profile()), &imprint()).unwrap().alert;
    let languages: Vec<_> = alert.infos.iter().map(|info| info.language.as_str()).collect();
    assert_eq!(languages, ["en", "sq", "sr-Latn"]);
    let events: Vec<_> = alert.infos.iter().map(|info| info.event.as_str()).collect();
    assert_eq!(events, ["Flood", "Vërshim", "Poplava"]);
    for info in &alert.infos {
        assert_eq!(info.onset.unwrap().to_string(), "2026-11-17T22:00:00+01:00");
        assert_eq!(info.expires.unwrap().to_string(), "2026-11-18T05:00:00+01:00");
        assert_eq!(info.event_codes[0].value, "OET-081");
        assert_eq!(info.areas[0].geocodes[0].value, "20");
        assert_eq!(info.areas[0].circles[0].to_string(), "42.214,20.74 9.5");
        assert_eq!(info.parameters[0].value, "Areas are approximate.");
    }
}

#[test]
fn every_headline_of_an_exercise_begins_with_the_word_and_every_text_says_so() {
    let profile = profile();
    let facts = Facts { mode: DRILL, ..actual(&profile) };
    let mut content = flood();
    content.left_out.clear();
    content.texts.insert("tr".into(), text("Sel: nehirden uzaklaşın", "22:00–04:00, 3,42 m.", "112."));
    let alert = message(&content, &facts, &imprint()).unwrap().alert;
    assert_eq!(alert.status, Status::Exercise);
    assert_eq!(alert.note.as_deref(), Some("EXERCISE · USHTRIM · VEŽBA: drini-flood"));
    let begins = ["EXERCISE: ", "USHTRIM: ", "VEŽBA: ", "EXERCISE · USHTRIM · VEŽBA: "];
    for (info, word) in alert.infos.iter().zip(begins) {
        assert!(info.headline.as_deref().unwrap().starts_with(word));
        let said = info.description.as_deref().unwrap();
        assert!(said.starts_with("EXERCISE · USHTRIM · VEŽBA (drini-flood)\n"), "{said}");
    }
    // A writer who put the word there already does not get it twice.
    let shouted = text("VEŽBA: poplava", "22:00–04:00, 3,42 m.", "112.");
    assert_eq!(kulla_warn::compose::headline(&shouted, "sr", &facts), "VEŽBA: poplava");
}

#[test]
fn no_exercise_goes_out_where_the_profile_has_no_word_for_it() {
    for words in [BTreeMap::new(), words(&[("en", "EXERCISE"), ("sq", " ")])] {
        let profile = Profile { exercise_words: words, ..profile() };
        let facts = Facts { mode: DRILL, ..actual(&profile) };
        assert_eq!(message(&flood(), &facts, &imprint()).unwrap_err().code, "compose.exercise-word");
    }
}

#[test]
fn a_real_message_says_nowhere_that_it_is_an_exercise() {
    let message = message(&flood(), &actual(&profile()), &imprint()).unwrap();
    assert!(message.xml.contains("<status>Actual</status>"));
    assert!(!message.xml.contains("USHTRIM") && !message.xml.to_lowercase().contains("exercise"));
}

#[test]
fn a_cancellation_refers_to_what_it_cancels_and_gives_the_all_clear() {
    let (first, profile) = (issued(), profile());
    let followed = [Followed { subject: WARNING, warning: &first }];
    let facts = Facts { followed: &followed, ..actual(&profile) };
    let message = message(&all_clear(), &facts, &Imprint { sent: at(9), ..imprint() }).unwrap();
    let reference = "kulla@ame.invalid,kulla-2026-0031,2026-11-17T21:03:00+01:00";
    assert!(message.xml.contains(&format!("<references>{reference}</references>")));
    assert!(message.xml.contains("<responseType>AllClear</responseType>"));
    assert_eq!(validate(message.xml.as_bytes()).verdict, Verdict::Accept);
}

#[test]
fn a_drawn_shape_stands_beside_the_municipalities_that_it_touches() {
    let ring = vec![Point(20.6, 42.1), Point(20.8, 42.1), Point(20.8, 42.3), Point(20.6, 42.1)];
    let hole = vec![Point(20.7, 42.15), Point(20.75, 42.15), Point(20.75, 42.2), Point(20.7, 42.15)];
    let shape = Geometry::MultiPolygon(vec![vec![ring, hole]]);
    let place = Place { words: "Drini i Bardhë".into(), geometry: Some(shape), ..flood().place };
    let alert = message(&Content { place, ..flood() }, &actual(&profile()), &imprint()).unwrap().alert;
    let areas = &alert.infos[0].areas;
    assert_eq!((areas[0].description.as_str(), areas[0].polygons.len()), ("Drini i Bardhë", 1));
    assert_eq!(areas[0].polygons[0].to_string(), "42.1,20.6 42.1,20.8 42.3,20.8 42.1,20.6");
    assert_eq!(areas[1].geocodes[0].value, "20");
}

#[test]
fn imported_boundaries_take_the_place_of_circles() {
    let ring = vec![Point(20.6, 42.1), Point(20.8, 42.1), Point(20.8, 42.3), Point(20.6, 42.1)];
    let mut profile = profile();
    profile.areas.get_mut("20").unwrap().shape = Shape::Polygons(vec![ring]);
    profile.areas_note.clear();
    let info = &message(&flood(), &actual(&profile), &imprint()).unwrap().alert.infos[0];
    assert_eq!((info.areas[0].polygons.len(), info.areas[0].circles.len()), (1, 0));
    assert!(info.parameters.is_empty());
}

#[test]
fn a_message_that_would_not_fit_into_a_record_is_refused() {
    let ring = |n: i32| {
        let mut ring: Vec<Point> = (0..n)
            .map(|i| {
                let turn = f64::from(i) / f64::from(n) * std::f64::consts::TAU;
                Point(20.7 + 0.1 * turn.cos(), 42.2 + 0.1 * turn.sin())
            })
            .collect();
        ring.push(ring[0]);
        ring
    };
    let mut profile = profile();
    profile.areas.get_mut("20").unwrap().shape = Shape::Polygons(vec![ring(8_000)]);
    let refusal = message(&flood(), &actual(&profile), &imprint()).unwrap_err();
    assert_eq!(refusal.code, "compose.too-large");
}
