//! What is read, and what is refused.

use kulla_cot::{Affiliation, Event, Frame, Point, Rule, Time, read, read_all};

const POSITION: &[u8] = include_bytes!("../../fixtures/position.xml");
const MARKER: &[u8] = include_bytes!("../../fixtures/marker.xml");

fn marker() -> Frame<'static> {
    read(MARKER).expect("the fixture is an event")
}

#[test]
fn a_position_says_who_and_where() {
    let frame = read(POSITION).expect("the fixture is an event");
    let event = frame.event;
    assert_eq!(event.uid, "ANDROID-5f1c0de0a7");
    assert_eq!(event.kind().affiliation(), Some(Affiliation::Friend));
    assert_eq!(event.point, Point { hae: Some(612.4), ce: Some(4.7), ..Point::new(42.662914, 21.165503) });
    assert_eq!(event.stale.millis() - event.time.millis(), 375_000);
    assert_eq!(event.detail.contact().and_then(|c| c.callsign).as_deref(), Some("DRENICA 4"));
    assert_eq!(event.detail.track().and_then(|t| t.speed), Some(1.25));
    assert_eq!(event.detail.status().and_then(|s| s.battery), Some(78));
    assert!(!event.detail.is_archived());
}

#[test]
fn spellings_of_the_field_mean_what_they_mean() {
    let event = marker().event;
    assert_eq!((event.kind().base(), event.kind().suffix()), ("a-u-G", Some("origin=sketch")));
    assert_eq!((event.point.hae, event.point.ce, event.point.le), (None, None, None));
    assert_eq!(event.stale, Time::parse("2026-03-14T10:00:00.123Z").expect("a time"));
    assert_eq!(event.exercise(), Some("Drini 26"));
    assert_eq!(event.releaseable_to.as_deref(), Some("XKX ALB"));
    assert_eq!(event.other[1], ("x:hint".into(), "a <b>".into()));
    let remarks = event.detail.remarks().expect("remarks");
    assert_eq!(remarks.text, "Ujë deri në gju; \"rruga e mbyllur\"\nsecond line");
    let marti = event.detail.marti().expect("marti");
    assert_eq!(marti.dests[0].callsign.as_deref(), Some("QENDRA 1"));
    assert_eq!(marti.dests[1].uid.as_deref(), Some("ANDROID-00ff"));
    let unknown = event.detail.element("x:unknown").expect("the unknown element");
    assert_eq!(unknown.text(), " <kept> & this ");
    assert_eq!(unknown.attribute("b").as_deref(), Some("A\n"));
}

#[test]
fn an_untouched_frame_gives_back_its_own_bytes() {
    assert_eq!(marker().bytes(), MARKER);
}

#[test]
fn unknown_detail_survives_a_change_byte_for_byte() {
    let mut event = marker().event;
    let unknown = "<x:unknown   a = \"1\"\n            b='&#x41;&#10;' ><![CDATA[ <kept> ]]>&amp; this \
                   <!-- and this --></x:unknown>";
    let mut contact = event.clone().detail.contact().expect("a contact").callsign.map(|c| c.into_owned());
    contact.as_mut().expect("a callsign").push('!');
    event
        .detail
        .set(&kulla_cot::detail::Contact { callsign: contact.map(Into::into), ..Default::default() });
    assert_eq!(event.detail.remove("archive"), 1);
    let written = event.to_xml().expect("an event that can be written");
    assert!(written.contains(unknown), "{written}");
    assert!(written.contains("<contact callsign=\"Ura e re &amp; shkolla!\"/>"), "{written}");
    assert!(written.contains("<extra note=\"outside of detail\"><deep/></extra></event>"), "{written}");
    let again = read(written.as_bytes()).expect("what we write").event;
    assert_eq!(again, event);
}

fn refusal(frame: &str) -> String {
    read(frame.as_bytes()).expect_err("a broken frame").to_string()
}

fn with(detail: &str) -> String {
    format!(
        "<event uid='u' type='a-f-G' time='2026-01-01T00:00:00Z' stale='2026-01-01T00:01:00Z'>\
         <point lat='1' lon='2'/><detail>{detail}</detail></event>"
    )
}

#[test]
fn refusals_name_the_place_the_rule_and_the_value() {
    let cases = [
        with("<a>").replace("</detail>", ""),
        with("&nbsp;"),
        with("&#0;"),
        with("<a b='1' b='2'/>"),
        with("<a b=1/>"),
        with("<a b='<'/>"),
        with("]]>"),
        with("<!-- a -- b -->"),
        with("<!DOCTYPE a [<!ENTITY b 'c'>]>"),
        with("\u{1}"),
        with("\u{FFFF}"),
        with("</event>"),
        with("").replace("lat='1'", "lat='91'"),
        with("").replace("lat='1'", ""),
        with("").replace("uid='u'", "uid=''"),
        with("").replace("stale='2026-01-01T00:01:00Z'", "stale='soon'"),
        with("").replace("<point lat='1' lon='2'/>", ""),
        with("").replace("<point lat='1' lon='2'/>", "<point lat='1' lon='2'/><point lat='1' lon='2'/>"),
        with("") + "<event/>",
        "<!DOCTYPE event SYSTEM 'x'>".to_owned() + &with(""),
        "<events/>".to_owned(),
        "hello".to_owned(),
        String::new(),
        with(&"<a>".repeat(40)),
        with(&"x".repeat(66_000)),
    ];
    let told: Vec<String> = cases.iter().map(|frame| refusal(frame)).collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn an_element_has_at_most_so_many_attributes_and_none_twice() {
    let attributes = |count: usize| (0..count).map(|n| format!(" a{n}='1'")).collect::<String>();
    let fine = with(&format!("<e{}/>", attributes(128)));
    assert_eq!(read(fine.as_bytes()).expect("an event").event.detail.elements().count(), 1);
    let many = with(&format!("<e{}/>", attributes(129)));
    assert_eq!(read(many.as_bytes()).expect_err("too many").rule(), &Rule::TooManyAttributes);
    for place in [0, 7, 126] {
        let twice = with(&format!("<e{} a{place}='2'/>", attributes(127)));
        let why = read(twice.as_bytes()).expect_err("twice");
        assert_eq!(why.rule(), &Rule::DoubleAttribute(format!("a{place}").into()));
    }
}

#[test]
fn a_document_type_in_another_encoding_is_refused_before_it_is_looked_at() {
    let document = "<!DOCTYPE event><event/>";
    let mut wide = vec![0xFF, 0xFE];
    wide.extend(document.encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(read(&wide).expect_err("UTF-16").rule(), &Rule::NotUtf8);
    assert_eq!(read(&wide[2..]).expect_err("UTF-16").rule(), &Rule::ForbiddenCharacter);
}

#[test]
fn a_message_about_no_place_may_leave_the_point_out() {
    let ping = with("").replace("<point lat='1' lon='2'/>", "").replace("a-f-G", "t-x-c-t");
    assert_eq!(read(ping.as_bytes()).map(|f| f.event.point), Ok(Point::nowhere()));
}

#[test]
fn a_document_of_many_events_is_read_whole() {
    let one = with("");
    let frames = |text: &str| read_all(text.as_bytes()).map(|f| f.len());
    assert_eq!(frames(&one), Ok(1));
    assert_eq!(frames(&format!("<?xml version='1.0'?>\n<events>\n{one} {one}</events>\n")), Ok(2));
    assert_eq!(frames(&format!("{one}<?xml version='1.0'?>\n{one}\n")), Ok(2));
    assert_eq!(frames("<events></events>"), Ok(0));
    assert!(frames(&format!("<events>{one}")).is_err());
    assert!(frames(&format!("{one}<other/>")).is_err());
}

#[test]
fn an_exercise_never_passes_for_an_operation() {
    let mut event = Event::new("u", "a-f-G", "m-g", Time::from_millis(0), 1000, Point::nowhere());
    let expected =
        [("o", None), ("o-Real", None), ("e", Some("")), ("s-Sim", Some("Sim")), ("x-?", Some("x-?"))];
    for (opex, exercise) in expected {
        event.opex = Some(opex.into());
        assert_eq!(event.exercise(), exercise, "{opex}");
    }
}
