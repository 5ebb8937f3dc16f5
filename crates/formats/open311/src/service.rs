//! `GET services` and `GET services/[service_code]`: what can be reported, and what must be told with it.

use std::fmt;
use std::str::FromStr;

use crate::document::{list_document, object_document};
use crate::fault::ReadError;
use crate::source::{Source, each};
use crate::write::Writer;

/// When a reporter learns the id of a request ("GET Service List", `type`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ServiceKind {
    /// The id comes back at once.
    Realtime,
    /// A token comes back, and the id later for the token.
    Batch,
    /// No id comes back.
    Blackbox,
}

impl fmt::Display for ServiceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            ServiceKind::Realtime => "realtime",
            ServiceKind::Batch => "batch",
            ServiceKind::Blackbox => "blackbox",
        })
    }
}

impl FromStr for ServiceKind {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "realtime" => Ok(ServiceKind::Realtime),
            "batch" => Ok(ServiceKind::Batch),
            "blackbox" => Ok(ServiceKind::Blackbox),
            _ => Err(()),
        }
    }
}

/// One type of request ("GET Service List").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// `service_code`: the unique id, text even where it looks like a number.
    pub service_code: String,
    /// `service_name`: for people.
    pub service_name: String,
    /// `description`: brief.
    pub description: Option<String>,
    /// `metadata`: whether a definition with attributes must be asked for.
    pub metadata: bool,
    /// `type`.
    pub kind: ServiceKind,
    /// `keywords`, on the wire separated by commas.
    pub keywords: Vec<String>,
    /// `group`: a category of services.
    pub group: Option<String>,
    /// Members beyond the specification, such as those of FixMyStreet.
    pub extra: Vec<(String, String)>,
}

const SERVICE_MEMBERS: [&str; 7] =
    ["service_code", "service_name", "description", "metadata", "type", "keywords", "group"];

impl Service {
    fn members(&self, writer: &mut Writer) {
        writer.text("service_code", &self.service_code);
        writer.text("service_name", &self.service_name);
        writer.optional("description", self.description.as_deref());
        writer.bare("metadata", Some(self.metadata));
        writer.plain("type", Some(self.kind));
        let keywords = self.keywords.join(", ");
        writer.optional("keywords", (!keywords.is_empty()).then_some(&keywords));
        writer.optional("group", self.group.as_deref());
        writer.extra(&self.extra);
    }

    fn of(source: &Source<'_>) -> Result<Self, ReadError> {
        let keywords = source.text("keywords").unwrap_or_default();
        let keywords = keywords.split(',').map(str::trim).filter(|word| !word.is_empty());
        Ok(Self {
            service_code: source.required("service_code")?,
            service_name: source.required("service_name")?,
            description: source.owned("description"),
            metadata: source.flag("metadata")?,
            kind: source
                .parsed("type", "must be `realtime`, `batch` or `blackbox`")?
                .unwrap_or(ServiceKind::Realtime),
            keywords: keywords.map(str::to_owned).collect(),
            group: source.owned("group"),
            extra: source.extra(&SERVICE_MEMBERS),
        })
    }
}

/// The answer to `GET services`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Services(pub Vec<Service>);

list_document!(Services, Service, "services", "service");

/// The field that an attribute asks for ("GET Service Definition", `datatype`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Datatype {
    /// One line of text.
    String,
    /// A number.
    Number,
    /// A date and time.
    DateTime,
    /// Text that may have lines.
    Text,
    /// One of the values.
    SingleValueList,
    /// Some of the values.
    MultiValueList,
}

impl fmt::Display for Datatype {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Datatype::String => "string",
            Datatype::Number => "number",
            Datatype::DateTime => "datetime",
            Datatype::Text => "text",
            Datatype::SingleValueList => "singlevaluelist",
            Datatype::MultiValueList => "multivaluelist",
        })
    }
}

impl FromStr for Datatype {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "string" => Ok(Datatype::String),
            "number" => Ok(Datatype::Number),
            "datetime" => Ok(Datatype::DateTime),
            "text" => Ok(Datatype::Text),
            "singlevaluelist" => Ok(Datatype::SingleValueList),
            "multivaluelist" => Ok(Datatype::MultiValueList),
            _ => Err(()),
        }
    }
}

/// One option of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttributeValue {
    /// `key`: what is sent.
    pub key: String,
    /// `name`: what is shown.
    pub name: String,
}

impl AttributeValue {
    fn members(&self, writer: &mut Writer) {
        writer.text("key", &self.key);
        writer.text("name", &self.name);
    }

    fn of(source: &Source<'_>) -> Result<Self, ReadError> {
        let key = source.required("key")?;
        let name = source.id("name").unwrap_or_else(|| key.clone());
        Ok(Self { key, name })
    }
}

/// One question of a definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// `variable`: whether an answer is asked for; otherwise only the description is shown.
    pub variable: bool,
    /// `code`: the unique id of the attribute.
    pub code: String,
    /// `datatype`.
    pub datatype: Datatype,
    /// `required`: whether a request without an answer is refused.
    pub required: bool,
    /// `datatype_description`: help for the answer.
    pub datatype_description: Option<String>,
    /// `order`: 1 is shown first.
    pub order: Option<u32>,
    /// `description`: the question.
    pub description: Option<String>,
    /// `values` of the two list types.
    pub values: Vec<AttributeValue>,
}

impl Attribute {
    fn members(&self, writer: &mut Writer) {
        writer.bare("variable", Some(self.variable));
        writer.text("code", &self.code);
        writer.plain("datatype", Some(self.datatype));
        writer.bare("required", Some(self.required));
        writer.optional("datatype_description", self.datatype_description.as_deref());
        writer.bare("order", self.order);
        writer.optional("description", self.description.as_deref());
        if matches!(self.datatype, Datatype::SingleValueList | Datatype::MultiValueList)
            || !self.values.is_empty()
        {
            writer.list(("values", "value"), &self.values, AttributeValue::members);
        }
    }

    fn of(source: &Source<'_>) -> Result<Self, ReadError> {
        let values = source.list("values", "value")?;
        Ok(Self {
            variable: source.flag("variable")?,
            code: source.required("code")?,
            datatype: source
                .parsed("datatype", "must be one of the six data types of the specification")?
                .unwrap_or(Datatype::String),
            required: source.flag("required")?,
            datatype_description: source.owned("datatype_description"),
            order: source.parsed("order", "must be a whole number, 1 or more")?,
            description: source.owned("description"),
            values: each(&values, "value", AttributeValue::of)?,
        })
    }
}

/// The answer to `GET services/[service_code]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceDefinition {
    /// `service_code`.
    pub service_code: String,
    /// `attributes`, in the order of the document; show them by [`Attribute::order`].
    pub attributes: Vec<Attribute>,
}

impl ServiceDefinition {
    fn members(&self, writer: &mut Writer) {
        writer.text("service_code", &self.service_code);
        writer.list(("attributes", "attribute"), &self.attributes, Attribute::members);
    }

    fn of(source: &Source<'_>) -> Result<Self, ReadError> {
        let attributes = source.list("attributes", "attribute")?;
        Ok(Self {
            service_code: source.required("service_code")?,
            attributes: each(&attributes, "attribute", Attribute::of)?,
        })
    }
}

object_document!(ServiceDefinition, "service_definition");
