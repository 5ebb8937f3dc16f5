//! One block of content: what, how bad, until when (§3.2.2).

use super::Count::{Many, One, OneOrMore, Optional};
use super::value::{is_absolute, is_language, is_script, is_space, scheme};
use super::{Reader, Slot, start};
use crate::codes::{Category, Certainty, MsgType, ResponseType, Severity, Urgency};
use crate::limits::HEADLINE_CHARS_ADVISED_MAX;
use crate::model::{Area, Info, LANGUAGE_DEFAULT, NamedValue, Resource};
use crate::report::quoted;
use crate::rules;
use crate::time::Time;
use crate::xml::Node;

/// How many earlier blocks a block's language is compared with.
const LANGUAGES_COMPARED_MAX: usize = 64;

static SLOTS: &[Slot] = &[
    Slot("language", Optional),
    Slot("category", OneOrMore),
    Slot("event", One),
    Slot("responseType", Many),
    Slot("urgency", One),
    Slot("severity", One),
    Slot("certainty", One),
    Slot("audience", Optional),
    Slot("eventCode", Many),
    Slot("effective", Optional),
    Slot("onset", Optional),
    Slot("expires", Optional),
    Slot("senderName", Optional),
    Slot("headline", Optional),
    Slot("description", Optional),
    Slot("instruction", Optional),
    Slot("web", Optional),
    Slot("contact", Optional),
    Slot("parameter", Many),
    Slot("resource", Many),
    Slot("area", Many),
];

static NAMED: &[Slot] = &[Slot("valueName", One), Slot("value", One)];

#[derive(Default)]
struct Draft {
    language: Option<String>,
    categories: Vec<Category>,
    event: Option<String>,
    response_types: Vec<ResponseType>,
    urgency: Option<Urgency>,
    severity: Option<Severity>,
    certainty: Option<Certainty>,
    audience: Option<String>,
    event_codes: Vec<NamedValue>,
    effective: Option<Time>,
    onset: Option<Time>,
    expires: Option<Time>,
    expires_at: Option<usize>,
    sender_name: Option<String>,
    headline: Option<String>,
    description: Option<String>,
    instruction: Option<String>,
    web: Option<String>,
    contact: Option<String>,
    parameters: Vec<NamedValue>,
    resources: Vec<Resource>,
    areas: Vec<Area>,
}

impl Reader<'_> {
    /// Reads a block; `earlier` are the blocks before it.
    pub(super) fn info(&mut self, node: Node<'_>, earlier: &[Info]) -> Option<Info> {
        let mut draft = Draft::default();
        self.walk(node, SLOTS, |reader, name, child| reader.info_part(&mut draft, name, child));
        self.times(node, &draft);
        let language = draft.language.unwrap_or_else(|| LANGUAGE_DEFAULT.to_string());
        if earlier
            .iter()
            .rev()
            .take(LANGUAGES_COMPARED_MAX)
            .any(|info| info.language.eq_ignore_ascii_case(&language))
        {
            let message =
                || format!("another block is in {} too; it may only add to it", quoted(&language));
            self.findings.add(&rules::LANGUAGE_SAME, start(node), message);
        }
        Some(Info {
            language,
            categories: draft.categories,
            event: draft.event?,
            response_types: draft.response_types,
            urgency: draft.urgency?,
            severity: draft.severity?,
            certainty: draft.certainty?,
            audience: draft.audience,
            event_codes: draft.event_codes,
            effective: draft.effective,
            onset: draft.onset,
            expires: draft.expires,
            sender_name: draft.sender_name,
            headline: draft.headline,
            description: draft.description,
            instruction: draft.instruction,
            web: draft.web,
            contact: draft.contact,
            parameters: draft.parameters,
            resources: draft.resources,
            areas: draft.areas,
        })
    }

    fn info_part(&mut self, draft: &mut Draft, name: &str, child: Node<'_>) {
        match name {
            "language" => draft.language = self.language(child),
            "category" => self.code_into(child, &rules::CATEGORY, &mut draft.categories),
            "event" => draft.event = self.prose_needed(child, &rules::EVENT),
            "responseType" => self.code_into(child, &rules::RESPONSE_TYPE, &mut draft.response_types),
            "urgency" => draft.urgency = self.code(child, &rules::URGENCY),
            "severity" => draft.severity = self.code(child, &rules::SEVERITY),
            "certainty" => draft.certainty = self.code(child, &rules::CERTAINTY),
            "audience" => draft.audience = self.prose(child),
            "eventCode" => draft.event_codes.extend(self.named(child)),
            "effective" => draft.effective = self.time(child, &rules::EFFECTIVE),
            "onset" => draft.onset = self.time(child, &rules::ONSET),
            "expires" => {
                draft.expires_at = Some(start(child));
                draft.expires = self.time(child, &rules::EXPIRES);
            }
            "senderName" => draft.sender_name = self.prose(child),
            "headline" => draft.headline = self.headline(child),
            "description" => draft.description = self.prose(child),
            "instruction" => draft.instruction = self.prose(child),
            "web" => draft.web = self.web(child),
            "contact" => draft.contact = self.prose(child),
            "parameter" => draft.parameters.extend(self.named(child)),
            "resource" => draft.resources.extend(self.resource(child)),
            _ => draft.areas.extend(self.area(child)),
        }
    }

    /// `eventCode`, `parameter` and `geocode`: a value in a named list.
    pub(super) fn named(&mut self, node: Node<'_>) -> Option<NamedValue> {
        let (mut value_name, mut value) = (None, None);
        self.walk(node, NAMED, |reader, name, child| {
            let text = reader.prose_needed(child, &rules::NAME_EMPTY);
            *(if name == "valueName" { &mut value_name } else { &mut value }) = text;
        });
        Some(NamedValue { value_name: value_name?, value: value? })
    }

    fn language(&mut self, node: Node<'_>) -> Option<String> {
        let text = self.text(node);
        // The schema gives an empty element its default, and §3.2.2 says that null means `en-US`.
        if text.is_empty() {
            self.empty(node);
            return None;
        }
        let text = text.trim_matches(is_space);
        if !is_language(text) {
            let message =
                || format!("{} is no language tag; write one such as `sq` or `sr-Latn`", quoted(text));
            self.findings.add(&rules::LANGUAGE, start(node), message);
        }
        Some(text.to_string())
    }

    fn headline(&mut self, node: Node<'_>) -> Option<String> {
        let text = self.prose(node)?;
        let length = text.chars().count();
        if length > HEADLINE_CHARS_ADVISED_MAX {
            let message = || format!("`headline` has {length} characters; small displays show 160");
            self.findings.add(&rules::HEADLINE_LONG, start(node), message);
        }
        Some(text)
    }

    fn web(&mut self, node: Node<'_>) -> Option<String> {
        let text = self.uri(node)?;
        let scheme = scheme(&text);
        match scheme.as_deref() {
            _ if !is_absolute(&text) => {
                let message =
                    || format!("`web` is {}; write the whole address, `https://…`", quoted(&text));
                self.findings.add(&rules::WEB, start(node), message);
            }
            Some("data") => {
                let message = || format!("`web` is {}, which can run a program; remove it", quoted(&text));
                self.findings.add(&rules::URI_SCRIPT, start(node), message);
            }
            // What runs a program has its own finding already.
            Some("http" | "https") => {}
            _ if is_script(&text) => {}
            _ => {
                let message = || format!("`web` is {}; do not make it a link", quoted(&text));
                self.findings.add(&rules::URI_SCHEME, start(node), message);
            }
        }
        Some(text)
    }

    fn times(&mut self, node: Node<'_>, draft: &Draft) {
        let moment = |time: Option<Time>| time.map(|time| time.timestamp());
        let Some(expires) = moment(draft.expires) else {
            if draft.expires_at.is_none() && matches!(self.msg_type, Some(MsgType::Alert | MsgType::Update))
            {
                let message = || "the block does not say when it `expires`".to_string();
                self.findings.add(&rules::EXPIRES_NONE, start(node), message);
            }
            return;
        };
        let at = draft.expires_at.unwrap_or(start(node));
        // `expires` ends the information, not the event: a watch for tomorrow may be renewed today. So only a block
        // that ends before it takes effect is refused.
        let begins = [
            ("effective", moment(draft.effective), &rules::EXPIRES_BEFORE),
            ("onset", moment(draft.onset), &rules::EXPIRES_ONSET),
        ];
        for (name, begins, rule) in begins {
            match begins.map(|begins| expires.cmp(&begins)) {
                Some(std::cmp::Ordering::Less) => {
                    let message = || format!("`expires` is before `{name}`");
                    self.findings.add(rule, at, message);
                }
                Some(std::cmp::Ordering::Equal) => {
                    let message = || format!("`expires` is the same moment as `{name}`");
                    self.findings.add(&rules::EXPIRES_AT_ONCE, at, message);
                }
                _ => {}
            }
        }
        let says = matches!(self.msg_type, Some(MsgType::Alert | MsgType::Update));
        if says && draft.effective.is_none() && self.sent.is_some_and(|sent| expires < sent.timestamp()) {
            let message = || "the block had expired before the message was sent".to_string();
            self.findings.add(&rules::EXPIRES_SENT, at, message);
        }
    }
}
