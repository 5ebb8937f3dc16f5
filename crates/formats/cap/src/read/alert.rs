//! The root: who says what kind of message, to whom, about which earlier ones (§3.2.1).

use super::Count::{Many, One, Optional};
use super::value::{is_name, is_space};
use super::{Reader, Slot, start};
use crate::codes::{MsgType, Scope, Status};
use crate::model::{Alert, Info, Reference};
use crate::report::quoted;
use crate::rules;
use crate::time::Time;
use crate::xml::Node;

/// How many earlier references a reference is compared with.
const REFERENCES_COMPARED_MAX: usize = 64;

static SLOTS: &[Slot] = &[
    Slot("identifier", One),
    Slot("sender", One),
    Slot("sent", One),
    Slot("status", One),
    Slot("msgType", One),
    Slot("source", Optional),
    Slot("scope", One),
    Slot("restriction", Optional),
    Slot("addresses", Optional),
    Slot("code", Many),
    Slot("note", Optional),
    Slot("references", Optional),
    Slot("incidents", Optional),
    Slot("info", Many),
];

#[derive(Default)]
struct Draft {
    identifier: Option<String>,
    sender: Option<String>,
    status: Option<Status>,
    source: Option<String>,
    scope: Option<Scope>,
    restriction: Option<String>,
    addresses: Vec<String>,
    codes: Vec<String>,
    note: Option<String>,
    references: Vec<Reference>,
    /// Where `references` stands, or the alert if there is none.
    references_at: usize,
    /// It names something, even if that could not be read.
    references_named: bool,
    incidents: Vec<String>,
    infos: Vec<Info>,
    info_unread: bool,
}

impl Reader<'_> {
    pub(super) fn alert(&mut self, node: Node<'_>) -> Option<Alert> {
        let mut draft = Draft { references_at: start(node), ..Draft::default() };
        self.walk(node, SLOTS, |reader, name, child| reader.alert_part(&mut draft, name, child));
        self.scope_rules(node, &draft);
        self.reference_rules(&draft);
        self.content_rules(node, &draft);
        if draft.info_unread {
            return None;
        }
        Some(Alert {
            identifier: draft.identifier?,
            sender: draft.sender?,
            sent: self.sent?,
            status: draft.status?,
            msg_type: self.msg_type?,
            source: draft.source,
            scope: draft.scope?,
            restriction: draft.restriction,
            addresses: draft.addresses,
            codes: draft.codes,
            note: draft.note,
            references: draft.references,
            incidents: draft.incidents,
            infos: draft.infos,
        })
    }

    fn alert_part(&mut self, draft: &mut Draft, name: &str, child: Node<'_>) {
        match name {
            "identifier" => draft.identifier = self.name(child, &rules::IDENTIFIER),
            "sender" => draft.sender = self.name(child, &rules::SENDER),
            "sent" => self.sent = self.time(child, &rules::SENT),
            "status" => draft.status = self.code(child, &rules::STATUS),
            "msgType" => self.msg_type = self.code(child, &rules::MSG_TYPE),
            "source" => draft.source = self.prose(child),
            "scope" => draft.scope = self.code(child, &rules::SCOPE),
            "restriction" => draft.restriction = self.prose(child),
            "addresses" => draft.addresses = self.list(child),
            "code" => draft.codes.extend(self.prose(child)),
            "note" => draft.note = self.prose(child),
            "references" => {
                draft.references_at = start(child);
                (draft.references, draft.references_named) = self.references(child);
            }
            "incidents" => draft.incidents = self.list(child),
            _ => match self.info(child, &draft.infos) {
                Some(info) => draft.infos.push(info),
                None => draft.info_unread = true,
            },
        }
    }

    /// The references, and whether there was anything to read.
    fn references(&mut self, node: Node<'_>) -> (Vec<Reference>, bool) {
        let text = self.text(node);
        let mut references = Vec::new();
        for triple in text.split(is_space).filter(|triple| !triple.is_empty()) {
            match reference(triple) {
                Ok(reference) => references.push(reference),
                Err(why) => {
                    let message = || format!("{} is no `sender,identifier,sent`: {why}", quoted(triple));
                    self.findings.add(&rules::REFERENCES, start(node), message);
                }
            }
        }
        let blank = text.chars().all(is_space);
        if blank {
            self.empty(node);
        }
        (references, !blank)
    }

    fn scope_rules(&mut self, node: Node<'_>, draft: &Draft) {
        let at = start(node);
        if draft.scope == Some(Scope::Private) && draft.addresses.iter().all(String::is_empty) {
            let message = || "`scope` is `Private` but no `addresses` are named; name them".to_string();
            self.findings.add(&rules::ADDRESSES_NEEDED, at, message);
        }
        match (draft.scope, &draft.restriction) {
            (Some(Scope::Restricted), None) => {
                let message =
                    || "`scope` is `Restricted` but no `restriction` is named; name it".to_string();
                self.findings.add(&rules::RESTRICTION_NEEDED, at, message);
            }
            (Some(Scope::Public | Scope::Private), Some(_)) => {
                let message = || "`restriction` is named but `scope` is not `Restricted`".to_string();
                self.findings.add(&rules::RESTRICTION_UNUSED, at, message);
            }
            _ => {}
        }
    }

    fn reference_rules(&mut self, draft: &Draft) {
        let at = draft.references_at;
        let about = matches!(
            self.msg_type,
            Some(MsgType::Update | MsgType::Cancel | MsgType::Ack | MsgType::Error)
        );
        if about && !draft.references_named {
            let message =
                || "`msgType` needs `references`: name the messages that this one is about".to_string();
            self.findings.add(&rules::REFERENCES_NEEDED, at, message);
        }
        for (i, reference) in draft.references.iter().enumerate() {
            let own = Some(&reference.sender) == draft.sender.as_ref()
                && Some(&reference.identifier) == draft.identifier.as_ref();
            let sent = self.sent.map(|sent| sent.timestamp());
            let quote = || quoted(&reference.to_string());
            if own && sent == Some(reference.sent.timestamp()) {
                self.findings
                    .add(&rules::REFERENCES_SELF, at, || format!("{} is this message itself", quote()));
            } else if own {
                let message = || format!("{} has the identifier of this message", quote());
                self.findings.add(&rules::REFERENCES_REUSED, at, message);
            }
            if sent.is_some_and(|sent| reference.sent.timestamp() > sent) {
                let message = || format!("{} was sent later than this message", quote());
                self.findings.add(&rules::REFERENCES_LATER, at, message);
            }
            if draft.references[i.saturating_sub(REFERENCES_COMPARED_MAX)..i].contains(reference) {
                self.findings.add(&rules::REFERENCES_TWICE, at, || format!("{} is named twice", quote()));
            }
        }
    }

    fn content_rules(&mut self, node: Node<'_>, draft: &Draft) {
        let at = start(node);
        if draft.status == Some(Status::Exercise) && draft.note.is_none() {
            let message = || "an exercise should name itself in `note`".to_string();
            self.findings.add(&rules::NOTE_EXERCISE, at, message);
        }
        if self.msg_type == Some(MsgType::Error) && draft.note.is_none() {
            let message = || "an error message should say in `note` what was wrong".to_string();
            self.findings.add(&rules::NOTE_ERROR, at, message);
        }
        let says = matches!(self.msg_type, Some(MsgType::Alert | MsgType::Update));
        if says && draft.infos.is_empty() && !draft.info_unread {
            let message = || "the message has no `info`: it tells nobody anything".to_string();
            self.findings.add(&rules::INFO_NONE, at, message);
        }
    }
}

fn reference(triple: &str) -> Result<Reference, String> {
    let mut parts = triple.split(',');
    let (Some(sender), Some(identifier), Some(sent), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err("it needs three parts with two commas between them".to_string());
    };
    if !is_name(sender) || !is_name(identifier) {
        return Err("sender and identifier must be filled, without `<` and `&`".to_string());
    }
    let sent = Time::parse(sent).map_err(|fault| format!("its time {fault}"))?;
    Ok(Reference { sender: sender.to_string(), identifier: identifier.to_string(), sent })
}
