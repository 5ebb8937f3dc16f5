//! Ninety days, a thousand requests, and dates that say their zone.

use kulla_open311::*;

const NOW: &str = "2026-03-01T12:00:00Z";

fn time(text: &str) -> DateTime {
    text.parse().unwrap()
}

fn query(text: &str) -> Result<Query, String> {
    Query::parse(text.as_bytes(), &Rules::default(), time(NOW)).map_err(|errors| errors.to_string())
}

fn span(text: &str) -> (String, String) {
    match query(text).unwrap().wanted {
        Wanted::Span { start, end, .. } => (start.to_string(), end.to_string()),
        Wanted::Ids(ids) => (ids.concat(), String::new()),
    }
}

fn request(id: &str, code: &str, status: Status, made: &str) -> ServiceRequest {
    let mut request = ServiceRequest::new(id.into(), status);
    request.service_code = Some(code.into());
    request.requested_datetime = Some(time(made));
    request
}

#[test]
fn a_query_without_dates_spans_the_ninety_days_before_now() {
    assert_eq!(span(""), ("2025-12-01T12:00:00Z".into(), NOW.into()));
    assert_eq!(span("start_date=&end_date="), ("2025-12-01T12:00:00Z".into(), NOW.into()));
}

#[test]
fn one_date_sets_the_other_ninety_days_apart() {
    let from = "2026-01-01T00:00:00+01:00";
    assert_eq!(
        span("start_date=2026-01-01T00:00:00%2B01:00"),
        (from.into(), "2026-04-01T00:00:00+01:00".into())
    );
    assert_eq!(span("end_date=2026-04-01T00:00:00Z").0, "2026-01-01T00:00:00Z");
}

#[test]
fn a_span_over_ninety_days_backwards_or_without_a_zone_is_refused() {
    let exact = "start_date=2026-01-01T00:00:00Z&end_date=2026-04-01T00:00:00Z";
    assert!(query(exact).is_ok());
    let errors = [
        query(&exact.replace("04-01T00:00:00Z", "04-01T00:00:01Z")).unwrap_err(),
        query("start_date=2026-02-01T00:00:00Z&end_date=2026-01-01T00:00:00Z").unwrap_err(),
        query("start_date=2026-02-01&end_date=2026-02-01T00:00:00").unwrap_err(),
    ];
    insta::assert_snapshot!(errors.join("\n"));
}

#[test]
fn ids_override_all_other_arguments() {
    let by_id = query("service_request_id=1,%202,,&start_date=nonsense&status=open").unwrap();
    assert_eq!(by_id.wanted, Wanted::Ids(vec!["1".into(), "2".into()]));
    assert!(by_id.wants(&ServiceRequest::new("2".into(), Status::Closed)));
    assert!(!by_id.wants(&ServiceRequest::new("3".into(), Status::Closed)));
}

#[test]
fn codes_states_and_time_narrow_the_answer() {
    let query = query("service_code=006,007&status=OPEN,investigating").unwrap();
    let requests = [
        request("1", "006", Status::Open, "2026-02-01T00:00:00Z"),
        request("2", "007", Status::Other("investigating".into()), "2026-02-01T00:00:00Z"),
        request("3", "006", Status::Closed, "2026-02-01T00:00:00Z"),
        request("4", "008", Status::Open, "2026-02-01T00:00:00Z"),
        request("5", "006", Status::Open, "2025-11-30T00:00:00Z"),
        request("6", "006", Status::Open, "2026-03-01T12:00:01Z"),
        request("7", "006", Status::Open, "2026-03-01T13:00:00+01:00"),
    ];
    let found: Vec<_> =
        query.select(&requests).map(|request| request.service_request_id.as_str()).collect();
    assert_eq!(found, ["1", "2", "7"]);
}

#[test]
fn an_answer_holds_the_first_thousand_requests() {
    let requests = vec![request("1", "006", Status::Open, "2026-02-01T00:00:00Z"); 1001];
    assert_eq!(query("").unwrap().select(&requests).count(), QUERY_REQUESTS_MAX);
}

#[test]
fn a_query_for_updates_may_be_open_at_both_ends() {
    let parse = |text: &str| UpdateQuery::parse(text.as_bytes(), &Rules::default());
    assert_eq!(parse("").map(|query| (query.start, query.end)), Ok((None, None)));
    let start = parse("start_date=2026-01-01T00:00:00Z").unwrap().start;
    assert_eq!(start, Some(time("2026-01-01T00:00:00Z")));
    assert_eq!(
        parse("start_date=2026-02-01T00:00:00Z&end_date=2026-01-01T00:00:00Z").unwrap_err().status(),
        400
    );
}
