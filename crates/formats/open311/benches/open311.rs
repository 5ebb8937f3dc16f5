//! What reading and writing cost beside `serde`, in one run.
//!
//! The reference for JSON is `serde_json` to and from a struct with the members of a request and their plain
//! types; for XML, `quick-xml`'s serde into the same struct. Each figure is the best of many rounds over one
//! document of a hundred requests. The struct keeps its times as text; ours reads them as instants and writes
//! them from instants.
#![expect(clippy::disallowed_methods, reason = "a bench measures time")]
#![expect(clippy::print_stdout, reason = "a bench speaks to a terminal")]

use std::hint::black_box;
use std::time::Instant;

use kulla_open311::{
    Document, Format, Point, Rules, Service, ServiceKind, ServiceRequest, ServiceRequests, Status,
    Submission,
};
use serde::{Deserialize, Serialize};

const REQUESTS: usize = 100;
const ROUNDS: usize = 1000;

#[derive(Serialize, Deserialize)]
struct Plain {
    service_request_id: String,
    status: String,
    status_notes: Option<String>,
    service_name: Option<String>,
    service_code: Option<String>,
    description: Option<String>,
    agency_responsible: Option<String>,
    service_notice: Option<String>,
    requested_datetime: Option<String>,
    updated_datetime: Option<String>,
    expected_datetime: Option<String>,
    address: Option<String>,
    address_id: Option<String>,
    zipcode: Option<String>,
    lat: Option<f64>,
    long: Option<f64>,
    media_url: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename = "service_requests")]
struct PlainList {
    #[serde(rename = "request", default)]
    requests: Vec<Plain>,
}

fn requests() -> ServiceRequests {
    let made = |n: usize| {
        let mut request = ServiceRequest::new(format!("{:06}", 638_000 + n), Status::Open);
        request.status_notes = Some("E pranuar".into());
        request.service_name = Some("Rrugë e bllokuar".into());
        request.service_code = Some("006".into());
        request.description = Some(format!(
            "Uji ka mbuluar rrugën te ura {n}, nuk kalohet me veturë; fëmijët shkojnë në këmbë."
        ));
        request.agency_responsible = Some("Komuna".into());
        request.requested_datetime = "2026-02-14T06:37:38+01:00".parse().ok();
        request.updated_datetime = "2026-02-14T07:37:38+01:00".parse().ok();
        request.address = Some("Rruga B 12".into());
        request.point = Point::new(42.662_9 + n as f64 / 1000.0, 21.165_5);
        request.media_url = Some(format!("https://example.org/media/{n}.jpg"));
        request
    };
    ServiceRequests((0..REQUESTS).map(made).collect())
}

fn time<T>(work: &mut impl FnMut() -> T) -> f64 {
    let start = Instant::now();
    black_box(work());
    start.elapsed().as_secs_f64()
}

/// Best of the rounds in seconds, ours and the reference's, taken in turns so that a busy machine hurts both.
fn best<A, B>(mut ours: impl FnMut() -> A, mut serde: impl FnMut() -> B) -> (f64, f64) {
    (0..ROUNDS).fold((f64::INFINITY, f64::INFINITY), |(one, two), _| {
        (one.min(time(&mut ours)), two.min(time(&mut serde)))
    })
}

fn report(name: &str, bytes: usize, (ours, serde): (f64, f64)) {
    let each = |seconds: f64| seconds * 1e6 / REQUESTS as f64;
    let rate = bytes as f64 / ours / 1e6;
    let (one, two, ratio) = (each(ours), each(serde), serde / ours);
    println!("  {name:<12} {one:6.2} µs/request ({rate:5.0} MB/s)  serde {two:6.2}  × {ratio:5.2}");
}

fn main() {
    let document = requests();
    let json = document.write(Format::Json);
    let xml = document.write(Format::Xml);
    let plain: Vec<Plain> = serde_json::from_str(&json).expect("the reference reads what we write");
    let list: PlainList = quick_xml::de::from_str(&xml).expect("the reference reads what we write");
    assert_eq!((plain.len(), list.requests.len()), (REQUESTS, REQUESTS));
    println!(
        "{REQUESTS} requests, {} bytes of JSON, {} of XML; × is serde's time over ours",
        json.len(),
        xml.len()
    );
    let read = |text: &str, format| ServiceRequests::read(text.as_bytes(), format);
    let serde_read = || serde_json::from_slice::<Vec<Plain>>(json.as_bytes());
    report("JSON read", json.len(), best(|| read(&json, Format::Json), serde_read));
    report(
        "JSON write",
        json.len(),
        best(|| document.write(Format::Json), || serde_json::to_string(&plain)),
    );
    let serde_read = || quick_xml::de::from_str::<PlainList>(&xml);
    report("XML read", xml.len(), best(|| read(&xml, Format::Xml), serde_read));
    report(
        "XML write",
        xml.len(),
        best(|| document.write(Format::Xml), || quick_xml::se::to_string(&list)),
    );
    form();
}

fn form() {
    let service = Service {
        service_code: "006".into(),
        service_name: "Rrugë".into(),
        description: None,
        metadata: false,
        kind: ServiceKind::Realtime,
        keywords: vec![],
        group: None,
        extra: vec![],
    };
    let services = [service];
    let rules = Rules { services: &services, ..Rules::default() };
    let body = "service_code=006&lat=42.66&long=21.16&description=Uji+ka+mbuluar+rrug%C3%ABn&email=a%40example.org&first_name=A";
    assert!(Submission::from_form(body.as_bytes(), &rules).is_ok());
    let submit =
        || (0..REQUESTS).filter(|_| Submission::from_form(body.as_bytes(), &rules).is_ok()).count();
    let (seconds, _) = best(submit, || ());
    println!("  form to checked submission {:6.2} µs", seconds * 1e6 / REQUESTS as f64);
}
