//! Any form, query or path gets an answer; a submission that was taken is sent on as the same submission.
#![no_main]

use std::sync::LazyLock;

use kulla_open311::{
    DateTime, Document, Format, Query, Rules, Services, Submission, UpdateQuery, UpdateSubmission,
    parse_form, route,
};
use libfuzzer_sys::fuzz_target;

static SERVICES: LazyLock<Services> = LazyLock::new(|| {
    let json =
        br#"[{"service_code":"water","service_name":"Water","description":"Outages","metadata":false,
        "type":"realtime","keywords":"","group":"utilities"}]"#;
    Services::read(json, Format::Json).expect("a list of one service")
});
/// Noon on 1 March 2026.
const NOW_UNIX_MS: i64 = 1_772_366_400_000;

fuzz_target!(|bytes: &[u8]| {
    let rules = Rules { services: &SERVICES.0, ..Rules::default() };
    let now = DateTime::from_unix_ms(NOW_UNIX_MS).expect("a time of this century");
    let _ = parse_form(bytes);
    if let Ok(submission) = Submission::from_form(bytes, &rules) {
        let form = submission.to_form();
        assert_eq!(
            Submission::from_form(form.as_bytes(), &rules).expect("what we send is taken"),
            submission
        );
    }
    if let Ok(update) = UpdateSubmission::from_form(bytes, &rules) {
        let form = update.to_form();
        assert_eq!(
            UpdateSubmission::from_form(form.as_bytes(), &rules).expect("what we send is taken"),
            update
        );
    }
    let _ = Query::parse(bytes, &rules, now);
    let _ = UpdateQuery::parse(bytes, &rules);
    if let Ok(text) = std::str::from_utf8(bytes) {
        let _ = route(text);
        if let Ok(time) = text.parse::<DateTime>() {
            assert_eq!(time.to_string().parse::<DateTime>().expect("our own spelling"), time);
        }
    }
});
