//! The services of the profile as the standard writes them.

use kulla_desk::profile::{Profile, Service as Own, in_language};
use kulla_open311::{
    Attribute, AttributeValue, Datatype, Service, ServiceDefinition, ServiceKind, Services,
};

/// What can be reported.
pub(crate) fn list(profile: &Profile, lang: &str) -> Services {
    Services(profile.services.iter().map(|own| service(own, lang)).collect())
}

/// One service.
pub(crate) fn service(own: &Own, lang: &str) -> Service {
    Service {
        service_code: own.code.to_string(),
        service_name: in_language(&own.name, lang).to_owned(),
        description: Some(in_language(&own.description, lang).to_owned()),
        metadata: !own.question.is_empty(),
        kind: ServiceKind::Batch,
        keywords: own.keywords.clone(),
        group: Some(in_language(&own.group, lang).to_owned()),
        extra: Vec::new(),
    }
}

/// What one service asks.
pub(crate) fn definition(own: &Own, lang: &str) -> ServiceDefinition {
    let attribute = |(order, question): (u32, &kulla_desk::profile::Question)| Attribute {
        variable: true,
        code: question.code.to_string(),
        datatype: if question.several { Datatype::MultiValueList } else { Datatype::SingleValueList },
        required: question.required,
        datatype_description: None,
        order: Some(order),
        description: Some(in_language(&question.text, lang).to_owned()),
        values: question
            .answer
            .iter()
            .map(|answer| AttributeValue {
                key: answer.key.to_string(),
                name: in_language(&answer.text, lang).to_owned(),
            })
            .collect(),
    };
    ServiceDefinition {
        service_code: own.code.to_string(),
        attributes: (1..).zip(&own.question).map(attribute).collect(),
    }
}
