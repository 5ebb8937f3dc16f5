//! `http` and `tls`: names, addresses and fingerprints that indicators are matched against.
//!
//! Source: Suricata, `src/output-json-http.c` and `src/output-json-tls.c`.

use crate::time::Timestamp;
use crate::value::{Note, Taker, Text, Value, each_member};

/// `http` ("Event type: HTTP"), without bodies and headers, which are payload.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Http<'a> {
    /// `hostname`.
    pub hostname: Option<Text<'a>>,
    /// `http_port`.
    pub http_port: Option<u16>,
    /// `url`: path and query.
    pub url: Option<Text<'a>>,
    /// `http_user_agent`.
    pub user_agent: Option<Text<'a>>,
    /// `http_content_type`.
    pub content_type: Option<Text<'a>>,
    /// `http_refer`.
    pub refer: Option<Text<'a>>,
    /// `xff`: address that a proxy forwarded for.
    pub xff: Option<Text<'a>>,
    /// `http_method`.
    pub method: Option<Text<'a>>,
    /// `protocol`.
    pub protocol: Option<Text<'a>>,
    /// `status`.
    pub status: Option<u16>,
    /// `redirect`.
    pub redirect: Option<Text<'a>>,
    /// `length`: bytes of the response body.
    pub length: Option<u64>,
    /// What was odd about this part.
    pub notes: Vec<Note>,
}

impl<'a> Http<'a> {
    pub(crate) fn read(object: &'a str) -> Self {
        let mut http = Self::default();
        let mut taker = Taker::default();
        each_member(object, |key, value| match key {
            b"hostname" => http.hostname = taker.text("http.hostname", value),
            b"http_port" => http.http_port = taker.number("http.http_port", value),
            b"url" => http.url = taker.text("http.url", value),
            b"http_user_agent" => http.user_agent = taker.text("http.http_user_agent", value),
            b"http_content_type" => http.content_type = taker.text("http.http_content_type", value),
            b"http_refer" => http.refer = taker.text("http.http_refer", value),
            b"xff" => http.xff = taker.text("http.xff", value),
            b"http_method" => http.method = taker.text("http.http_method", value),
            b"protocol" => http.protocol = taker.text("http.protocol", value),
            b"status" => http.status = taker.number("http.status", value),
            b"redirect" => http.redirect = taker.text("http.redirect", value),
            b"length" => http.length = taker.number("http.length", value),
            _ => {}
        });
        http.notes = taker.notes;
        http
    }
}

/// `tls` ("Event type: TLS").
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tls<'a> {
    /// `sni`: name that the client asked for.
    pub sni: Option<Text<'a>>,
    /// `version`.
    pub version: Option<Text<'a>>,
    /// `subject` of the certificate.
    pub subject: Option<Text<'a>>,
    /// `issuerdn` of the certificate.
    pub issuerdn: Option<Text<'a>>,
    /// `serial` of the certificate.
    pub serial: Option<Text<'a>>,
    /// `fingerprint`: SHA-1 of the certificate, as hexadecimal pairs with colons.
    pub fingerprint: Option<Text<'a>>,
    /// `notbefore`, as UTC; it is written without a zone.
    pub not_before: Option<Timestamp>,
    /// `notafter`, as UTC; it is written without a zone.
    pub not_after: Option<Timestamp>,
    /// `ja3.hash`.
    pub ja3: Option<Text<'a>>,
    /// `ja3s.hash`.
    pub ja3s: Option<Text<'a>>,
    /// `ja4`.
    pub ja4: Option<Text<'a>>,
    /// `session_resumed`.
    pub session_resumed: Option<bool>,
    /// What was odd about this part.
    pub notes: Vec<Note>,
}

impl<'a> Tls<'a> {
    pub(crate) fn read(object: &'a str) -> Self {
        let mut tls = Self::default();
        let mut taker = Taker::default();
        each_member(object, |key, value| match key {
            b"sni" => tls.sni = taker.text("tls.sni", value),
            b"version" => tls.version = taker.text("tls.version", value),
            b"subject" => tls.subject = taker.text("tls.subject", value),
            b"issuerdn" => tls.issuerdn = taker.text("tls.issuerdn", value),
            b"serial" => tls.serial = taker.text("tls.serial", value),
            b"fingerprint" => tls.fingerprint = taker.text("tls.fingerprint", value),
            b"notbefore" => tls.not_before = zoneless("tls.notbefore", value, &mut taker),
            b"notafter" => tls.not_after = zoneless("tls.notafter", value, &mut taker),
            b"ja3" => tls.ja3 = hash("tls.ja3.hash", value, &mut taker),
            b"ja3s" => tls.ja3s = hash("tls.ja3s.hash", value, &mut taker),
            b"ja4" => tls.ja4 = taker.text("tls.ja4", value),
            b"session_resumed" => tls.session_resumed = taker.flag("tls.session_resumed", value),
            _ => {}
        });
        tls.notes = taker.notes;
        tls
    }
}

fn hash<'a>(member: &'static str, value: Value<'a>, taker: &mut Taker) -> Option<Text<'a>> {
    let object = taker.object(member, value)?;
    let mut hash = None;
    each_member(object, |key, value| {
        if key == b"hash" {
            hash = taker.text(member, value);
        }
    });
    hash
}

/// Times of a certificate are UTC (RFC 5280, section 4.1.2.5) and carry no zone in EVE.
fn zoneless(member: &'static str, value: Value<'_>, taker: &mut Taker) -> Option<Timestamp> {
    let text = taker.text(member, value)?;
    let time = text.parse().or_else(|_| format!("{text}Z").parse()).ok();
    if time.is_none() {
        taker.note(member, crate::value::NoteKind::Mistyped);
    }
    time
}
