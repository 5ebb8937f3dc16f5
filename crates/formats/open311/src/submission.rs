//! `POST requests`: the form of a reporter becomes a typed request, or all that is wrong with it at once.

use std::borrow::Cow;

use crate::errors::{ErrorEntry, Errors};
use crate::form::{parse_form, push_field};
use crate::request::Point;
use crate::service::{Attribute, Datatype, Service, ServiceDefinition};
use crate::source::shown;
use crate::time::DateTime;

/// Characters of a description at most ("description").
pub const DESCRIPTION_CHARS_MAX: usize = 4000;
/// Characters of any other field at most; ours, the specification names none.
pub const FIELD_CHARS_MAX: usize = 1000;
/// Links to media at most; ours. The specification knows one, FixMyStreet sends several.
pub const MEDIA_URLS_MAX: usize = 10;

/// What the endpoint knows, against which a submission is checked.
#[derive(Debug, Clone, Copy, Default)]
pub struct Rules<'a> {
    /// Jurisdictions of the endpoint. Fewer than two: `jurisdiction_id` is optional.
    pub jurisdictions: &'a [&'a str],
    /// The services on offer.
    pub services: &'a [Service],
    /// Their definitions, where they have attributes.
    pub definitions: &'a [ServiceDefinition],
}

impl Rules<'_> {
    /// Checks `jurisdiction_id`: 400 when it is needed and missing, 404 when it is not served.
    ///
    /// # Errors
    /// The entry for the errors document.
    pub fn check_jurisdiction(&self, id: Option<&str>) -> Result<(), ErrorEntry> {
        match id {
            None if self.jurisdictions.len() > 1 => Err(ErrorEntry::jurisdiction_missing()),
            Some(id) if !self.jurisdictions.is_empty() && !self.jurisdictions.contains(&id) => {
                Err(ErrorEntry::jurisdiction_unknown(id))
            }
            _ => Ok(()),
        }
    }
}

/// Where it is: at least one of the three ("location parameter").
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Location {
    /// `lat` and `long`.
    pub point: Option<Point>,
    /// `address_string`: free text.
    pub address_string: Option<String>,
    /// `address_id`: of the jurisdiction's own address list.
    pub address_id: Option<String>,
}

/// A report as its form says it, checked. Everything in it is text of strangers: escape it where it is shown.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Submission {
    /// `jurisdiction_id`.
    pub jurisdiction_id: Option<String>,
    /// `service_code`.
    pub service_code: String,
    /// The location parameters.
    pub location: Location,
    /// `attribute[code]`: code and answers, in the order of the form.
    pub attributes: Vec<(String, Vec<String>)>,
    /// `email`.
    pub email: Option<String>,
    /// `device_id`.
    pub device_id: Option<String>,
    /// `account_id`.
    pub account_id: Option<String>,
    /// `first_name`.
    pub first_name: Option<String>,
    /// `last_name`.
    pub last_name: Option<String>,
    /// `phone`.
    pub phone: Option<String>,
    /// `description`: at most [`DESCRIPTION_CHARS_MAX`] characters, lines allowed.
    pub description: Option<String>,
    /// `media_url`, `http` or `https`; more than one is an extension.
    pub media_url: Vec<String>,
}

/// Reads fields one by one and gathers what is wrong with them.
pub(crate) struct Reader<'a> {
    fields: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    pub(crate) errors: Vec<ErrorEntry>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(fields: Vec<(Cow<'a, str>, Cow<'a, str>)>) -> Self {
        Self { fields, errors: Vec::new() }
    }

    pub(crate) fn refuse(&mut self, description: impl Into<String>) {
        self.errors.push(ErrorEntry::general(description));
    }

    /// The values of all fields of this name that are not empty; empty is the same as absent.
    fn values(&self, name: &str) -> Vec<String> {
        let named = self.fields.iter().filter(|(field, _)| field == name);
        named.map(|(_, value)| value.trim()).filter(|value| !value.is_empty()).map(str::to_owned).collect()
    }

    /// One value of at most `max` characters.
    pub(crate) fn text(&mut self, name: &str, max: usize) -> Option<String> {
        let value = self.values(name).into_iter().next()?;
        if value.chars().count() > max {
            self.refuse(format!("`{name}` has more than {max} characters; shorten it"));
            return None;
        }
        let forbidden = |next: char| next.is_control() && !matches!(next, '\n' | '\r' | '\t');
        if value.contains(forbidden) {
            self.refuse(format!("`{name}` has control characters; send text only"));
            return None;
        }
        Some(value)
    }

    pub(crate) fn line(&mut self, name: &str) -> Option<String> {
        let value = self.text(name, FIELD_CHARS_MAX)?;
        if value.contains(['\n', '\r']) {
            self.refuse(format!("`{name}` must be one line"));
            return None;
        }
        Some(value)
    }

    /// `jurisdiction_id`, checked.
    pub(crate) fn jurisdiction(&mut self, rules: &Rules<'_>) -> Option<String> {
        let id = self.line("jurisdiction_id");
        if let Err(error) = rules.check_jurisdiction(id.as_deref()) {
            self.errors.push(error);
        }
        id
    }

    pub(crate) fn email(&mut self) -> Option<String> {
        let value = self.line("email")?;
        let whole = value.split_once('@').is_some_and(|(user, host)| {
            !user.is_empty()
                && !host.is_empty()
                && !host.contains('@')
                && !value.contains(char::is_whitespace)
        });
        if !whole {
            self.refuse("`email` must be one address such as `name@example.org`, or be left out");
        }
        whole.then_some(value)
    }

    pub(crate) fn media(&mut self) -> Vec<String> {
        let mut urls = self.values("media_url");
        urls.extend(self.values("media_url[]"));
        if urls.len() > MEDIA_URLS_MAX {
            self.refuse(format!("at most {MEDIA_URLS_MAX} links in `media_url`"));
            urls.truncate(MEDIA_URLS_MAX);
        }
        let is_link = |url: &str| {
            let lower = url.get(..8).unwrap_or(url).to_ascii_lowercase();
            (lower.starts_with("http://") || lower.starts_with("https://"))
                && url.chars().count() <= FIELD_CHARS_MAX
                && !url.contains(|next: char| next.is_whitespace() || next.is_control())
        };
        if let Some(bad) = urls.iter().find(|url| !is_link(url)) {
            let rule = format!("`media_url` `{}` must be an `http` or `https` link", shown(bad));
            self.refuse(rule);
            urls.retain(|url| is_link(url));
        }
        urls
    }

    fn degrees(&mut self, name: &str) -> Option<f64> {
        let value = self.line(name)?;
        let degrees = value.parse().ok().filter(|degrees: &f64| degrees.is_finite());
        if degrees.is_none() {
            self.refuse(format!("`{name}` `{}` must be a number of degrees, WGS 84", shown(&value)));
        }
        degrees
    }

    fn location(&mut self) -> Location {
        let wrong = self.errors.len();
        let point = match (self.degrees("lat"), self.degrees("long")) {
            (Some(lat), Some(long)) => {
                let point = Point::new(lat, long);
                if point.is_none() {
                    self.refuse("`lat` must be −90 to 90, and `long` −180 to 180");
                }
                point
            }
            (None, None) => None,
            _ => {
                self.refuse("`lat` and `long` must come together");
                None
            }
        };
        let address_string = self.text("address_string", FIELD_CHARS_MAX);
        let address_id = self.line("address_id");
        if self.errors.len() == wrong && point.is_none() && address_string.is_none() && address_id.is_none()
        {
            self.refuse("a location is needed: `lat` and `long`, or `address_string`, or `address_id`");
        }
        Location { point, address_string, address_id }
    }

    /// `attribute[code]` and `attribute[code][]`.
    fn attributes(&mut self) -> Vec<(String, Vec<String>)> {
        let mut attributes: Vec<(String, Vec<String>)> = Vec::new();
        for (name, value) in &self.fields {
            let Some(code) = name.strip_prefix("attribute[") else { continue };
            let code = code.strip_suffix("[]").unwrap_or(code);
            let Some(code) = code.strip_suffix(']') else { continue };
            let value = value.trim();
            if value.is_empty() {
                continue;
            }
            let forbidden = |next: char| next.is_control() && !matches!(next, '\n' | '\r' | '\t');
            // With brackets in it, where a code ends would be for each reader to guess.
            if code.is_empty()
                || code.contains(['[', ']'])
                || value.contains(forbidden)
                || value.chars().count() > DESCRIPTION_CHARS_MAX
            {
                let rule = format!(
                    "`{}` must have a code without brackets, and text of at most {DESCRIPTION_CHARS_MAX} characters",
                    shown(name)
                );
                self.errors.push(ErrorEntry::general(rule));
                continue;
            }
            match attributes.iter_mut().find(|(known, _)| known == code) {
                Some((_, values)) => values.push(value.to_owned()),
                None => attributes.push((code.to_owned(), vec![value.to_owned()])),
            }
        }
        attributes
    }
}

impl Submission {
    /// Reads a form body. Total: any bytes give a submission or errors.
    ///
    /// # Errors
    /// All that is wrong, for the errors document, with the codes of "POST Service Request".
    pub fn from_form(body: &[u8], rules: &Rules<'_>) -> Result<Self, Errors> {
        Self::from_fields(parse_form(body)?, rules)
    }

    /// Reads fields that were split before, such as the text fields of `multipart/form-data`.
    ///
    /// # Errors
    /// All that is wrong, for the errors document.
    pub fn from_fields(
        fields: Vec<(Cow<'_, str>, Cow<'_, str>)>,
        rules: &Rules<'_>,
    ) -> Result<Self, Errors> {
        let mut reader = Reader::new(fields);
        let jurisdiction_id = reader.jurisdiction(rules);
        let service_code = reader.line("service_code");
        let known = |code: &String| rules.services.iter().any(|service| service.service_code == *code);
        match &service_code {
            None => reader.errors.push(ErrorEntry::service_code_missing()),
            Some(code) if !known(code) => reader.errors.push(ErrorEntry::service_code_unknown(code)),
            Some(_) => {}
        }
        let attributes = reader.attributes();
        let definition = |code: &String| rules.definitions.iter().find(|one| one.service_code == *code);
        if let Some(definition) = service_code.as_ref().and_then(definition) {
            check_attributes(&attributes, definition, &mut reader.errors);
        }
        let submission = Self {
            jurisdiction_id,
            service_code: service_code.unwrap_or_default(),
            location: reader.location(),
            attributes,
            email: reader.email(),
            device_id: reader.line("device_id"),
            account_id: reader.line("account_id"),
            first_name: reader.line("first_name"),
            last_name: reader.line("last_name"),
            phone: reader.line("phone"),
            description: reader.text("description", DESCRIPTION_CHARS_MAX),
            media_url: reader.media(),
        };
        if reader.errors.is_empty() { Ok(submission) } else { Err(Errors(reader.errors)) }
    }

    /// The form body that a client sends.
    #[must_use]
    pub fn to_form(&self) -> String {
        let mut body = String::new();
        let mut push = |name: &str, value: Option<&str>| {
            if let Some(value) = value {
                push_field(&mut body, name, value);
            }
        };
        push("jurisdiction_id", self.jurisdiction_id.as_deref());
        push("service_code", Some(&self.service_code));
        if let Some(point) = self.location.point {
            push("lat", Some(&point.lat().to_string()));
            push("long", Some(&point.long().to_string()));
        }
        push("address_string", self.location.address_string.as_deref());
        push("address_id", self.location.address_id.as_deref());
        for (code, values) in &self.attributes {
            let name = if values.len() > 1 {
                format!("attribute[{code}][]")
            } else {
                format!("attribute[{code}]")
            };
            values.iter().for_each(|value| push(&name, Some(value)));
        }
        push("email", self.email.as_deref());
        push("device_id", self.device_id.as_deref());
        push("account_id", self.account_id.as_deref());
        push("first_name", self.first_name.as_deref());
        push("last_name", self.last_name.as_deref());
        push("phone", self.phone.as_deref());
        push("description", self.description.as_deref());
        self.media_url.iter().for_each(|url| push("media_url", Some(url)));
        body
    }
}

/// Checks answers against the definition: required ones are there, and each fits its data type.
fn check_attributes(
    given: &[(String, Vec<String>)],
    definition: &ServiceDefinition,
    errors: &mut Vec<ErrorEntry>,
) {
    for attribute in definition.attributes.iter().filter(|attribute| attribute.variable) {
        let code = shown(&attribute.code);
        match given.iter().find(|(known, _)| *known == attribute.code) {
            None if attribute.required => {
                errors
                    .push(ErrorEntry::general(format!("`attribute[{code}]` is required by this service")));
            }
            None => {}
            Some((_, values)) => {
                if let Some(rule) = broken_rule(attribute, values) {
                    errors.push(ErrorEntry::general(format!("`attribute[{code}]` {rule}")));
                }
            }
        }
    }
}

fn broken_rule(attribute: &Attribute, values: &[String]) -> Option<&'static str> {
    let listed = |value: &String| attribute.values.iter().any(|option| option.key == *value);
    if attribute.datatype != Datatype::MultiValueList && values.len() > 1 {
        return Some("takes one value");
    }
    let fits = |value: &String| match attribute.datatype {
        Datatype::Text => true,
        Datatype::String => !value.contains(['\n', '\r']),
        Datatype::Number => value.parse().is_ok_and(|number: f64| number.is_finite()),
        Datatype::DateTime => value.parse::<DateTime>().is_ok(),
        Datatype::SingleValueList | Datatype::MultiValueList => listed(value),
    };
    if values.iter().all(fits) {
        return None;
    }
    Some(match attribute.datatype {
        Datatype::Number => "must be a number",
        Datatype::DateTime => "must be a date and time with a zone",
        Datatype::SingleValueList | Datatype::MultiValueList => "must be one of the listed keys",
        Datatype::String | Datatype::Text => "must be one line",
    })
}

/// The `api_key` of a form, for the caller to check; it never becomes part of a submission.
#[must_use]
pub fn api_key<'a>(fields: &'a [(Cow<'_, str>, Cow<'_, str>)]) -> Option<&'a str> {
    let key = fields.iter().find(|(name, _)| name == "api_key").map(|(_, value)| value.trim());
    key.filter(|key| !key.is_empty())
}
