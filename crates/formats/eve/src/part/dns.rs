//! `dns`, in its three versions: one answer a line (1), all answers (2), and questions as a list (3).
//!
//! Source: Suricata, `src/output-json-dns.c` and `rust/src/dns/log.rs`.

use crate::value::{Note, NoteKind, Taker, Text, Value, each_element, each_member};

/// Answers and questions that are read of one event; a note tells when there were more.
pub const DNS_ANSWERS_MAX: usize = 64;

/// One question (version 3).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DnsQuery<'a> {
    /// `rrname`: the name asked for.
    pub rrname: Option<Text<'a>>,
    /// `rrtype`: the record type asked for.
    pub rrtype: Option<Text<'a>>,
}

/// One answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DnsAnswer<'a> {
    /// `rrname`.
    pub rrname: Option<Text<'a>>,
    /// `rrtype`.
    pub rrtype: Option<Text<'a>>,
    /// `ttl`: seconds.
    pub ttl: Option<u32>,
    /// `rdata`, where it is text; structured data (SOA, SRV) is left out.
    pub rdata: Option<Text<'a>>,
}

/// `dns` ("Event type: DNS").
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dns<'a> {
    /// `version`; absent is version 1.
    pub version: Option<u8>,
    /// `type`: `query` or `answer`, in version 3 `request` or `response`.
    pub kind: Option<Text<'a>>,
    /// `id` of the transaction.
    pub id: Option<u16>,
    /// `rrname`, of the first question in version 3.
    pub rrname: Option<Text<'a>>,
    /// `rrtype`, of the first question in version 3.
    pub rrtype: Option<Text<'a>>,
    /// `rcode`, such as `NXDOMAIN`.
    pub rcode: Option<Text<'a>>,
    /// `queries` (version 3).
    pub queries: Vec<DnsQuery<'a>>,
    /// `answers`; in version 1 the one answer of the event.
    pub answers: Vec<DnsAnswer<'a>>,
    /// What was odd about this part.
    pub notes: Vec<Note>,
}

impl<'a> Dns<'a> {
    pub(crate) fn read(object: &'a str) -> Self {
        let mut dns = Self::default();
        let mut single = DnsAnswer::default();
        let mut taker = Taker::default();
        each_member(object, |key, value| match key {
            b"version" => dns.version = taker.number("dns.version", value),
            b"type" => dns.kind = taker.text("dns.type", value),
            b"id" => dns.id = taker.number("dns.id", value),
            b"rrname" => dns.rrname = taker.text("dns.rrname", value),
            b"rrtype" => dns.rrtype = taker.text("dns.rrtype", value),
            b"rcode" => dns.rcode = taker.text("dns.rcode", value),
            b"rdata" => single.rdata = taker.text("dns.rdata", value),
            b"ttl" => single.ttl = taker.number("dns.ttl", value),
            b"queries" => dns.queries = list("dns.queries", value, &mut taker, query),
            b"answers" => dns.answers = list("dns.answers", value, &mut taker, answer),
            // An alert carries the questions as `query` and the answer as an object of its own.
            b"query" => dns.queries = list("dns.query", value, &mut taker, query),
            b"answer" => dns.read_answer(value, &mut taker),
            _ => {}
        });
        if dns.answers.is_empty() && single.rdata.is_some() {
            single.rrname.clone_from(&dns.rrname);
            single.rrtype.clone_from(&dns.rrtype);
            dns.answers.push(single);
        }
        if let (None, Some(first)) = (&dns.rrname, dns.queries.first()) {
            dns.rrname.clone_from(&first.rrname);
            dns.rrtype.clone_from(&first.rrtype);
        }
        dns.notes = taker.notes;
        dns
    }
}

impl<'a> Dns<'a> {
    fn read_answer(&mut self, value: Value<'a>, taker: &mut Taker) {
        let Some(object) = taker.object("dns.answer", value) else { return };
        each_member(object, |key, value| match key {
            b"rrname" => self.rrname = taker.text("dns.answer.rrname", value),
            b"rrtype" => self.rrtype = taker.text("dns.answer.rrtype", value),
            b"rcode" => self.rcode = taker.text("dns.answer.rcode", value),
            b"answers" => self.answers = list("dns.answer.answers", value, taker, answer),
            _ => {}
        });
    }
}

/// Reads at most [`DNS_ANSWERS_MAX`] objects of a list.
fn list<'a, T>(
    member: &'static str,
    value: Value<'a>,
    taker: &mut Taker,
    mut read: impl FnMut(&'a str, &mut Taker) -> T,
) -> Vec<T> {
    let mut items = Vec::new();
    let Some(array) = taker.array(member, value) else { return items };
    each_element(array, |element| {
        if items.len() == DNS_ANSWERS_MAX {
            taker.note(member, NoteKind::TooMany);
            return false;
        }
        if let Some(object) = taker.object(member, element) {
            items.push(read(object, taker));
        }
        true
    });
    items
}

fn query<'a>(object: &'a str, taker: &mut Taker) -> DnsQuery<'a> {
    let mut query = DnsQuery::default();
    each_member(object, |key, value| match key {
        b"rrname" => query.rrname = taker.text("dns.queries.rrname", value),
        b"rrtype" => query.rrtype = taker.text("dns.queries.rrtype", value),
        _ => {}
    });
    query
}

fn answer<'a>(object: &'a str, taker: &mut Taker) -> DnsAnswer<'a> {
    let mut answer = DnsAnswer::default();
    each_member(object, |key, value| match key {
        b"rrname" => answer.rrname = taker.text("dns.answers.rrname", value),
        b"rrtype" => answer.rrtype = taker.text("dns.answers.rrtype", value),
        b"ttl" => answer.ttl = taker.number("dns.answers.ttl", value),
        b"rdata" => answer.rdata = taker.text("dns.answers.rdata", value),
        _ => {}
    });
    answer
}
