//! What is written is read as the same, in both formats, and both formats say the same.

use kulla_open311::*;
use proptest::prelude::*;

use crate::any;

/// Writes and reads in both formats; times must keep their offset too, which equality does not see.
fn survives<D: Document + PartialEq + std::fmt::Debug>(document: &D) -> Result<(), TestCaseError> {
    for format in [Format::Xml, Format::Json] {
        let written = document.write(format);
        let read = D::read(written.as_bytes(), format);
        prop_assert_eq!(read.as_ref(), Ok(document), "{}", written);
        prop_assert_eq!(read.unwrap().write(format), written);
    }
    let json = document.write(Format::Json);
    prop_assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok(), "{}", json);
    Ok(())
}

proptest! {
    #[test]
    fn services_survive_both_formats(document in any::services()) {
        survives(&document)?;
    }

    #[test]
    fn definitions_survive_both_formats(document in any::definition()) {
        survives(&document)?;
    }

    #[test]
    fn requests_survive_both_formats(document in any::requests()) {
        survives(&document)?;
    }

    #[test]
    fn receipts_and_errors_survive_both_formats(receipts in any::receipts(), errors in any::errors()) {
        survives(&receipts)?;
        survives(&errors)?;
    }

    #[test]
    fn discovery_survives_both_formats(document in any::discovery()) {
        survives(&document)?;
    }

    #[test]
    fn updates_and_their_receipts_survive_both_formats(updates in any::updates(), update_id in any::id()) {
        survives(&updates)?;
        survives(&UpdateReceipts(vec![UpdateReceipt { update_id }]))?;
    }

    #[test]
    fn token_answers_survive_both_formats(service_request_id in any::id(), token in any::id()) {
        survives(&TokenAnswers(vec![TokenAnswer { service_request_id, token }]))?;
    }

    #[test]
    fn text_that_xml_cannot_hold_is_still_read_from_what_is_written(notes in any::<String>()) {
        let mut request = ServiceRequest::new("1".into(), Status::Open);
        request.status_notes = Some(notes.clone());
        let document = ServiceRequests(vec![request]);
        let xml = ServiceRequests::read(document.write(Format::Xml).as_bytes(), Format::Xml).unwrap();
        let json = ServiceRequests::read(document.write(Format::Json).as_bytes(), Format::Json).unwrap();
        let held = |next: char| match next {
            '\t' | '\n' | '\r' => next,
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
            _ => next,
        };
        let filled = |text: String| (!text.trim().is_empty()).then_some(text);
        prop_assert_eq!(&json.0[0].status_notes, &filled(notes.clone()));
        prop_assert_eq!(&xml.0[0].status_notes, &filled(notes.chars().map(held).collect()));
    }
}

#[test]
fn each_document_has_the_shape_of_the_specification() {
    let service = Service {
        service_code: "001".into(),
        service_name: "Road & bridge".into(),
        description: None,
        metadata: true,
        kind: ServiceKind::Batch,
        keywords: vec!["road".into(), "flood".into()],
        group: Some("roads".into()),
        extra: vec![("group_id".into(), "7".into()), ("not a name".into(), "left out".into())],
    };
    let definition = include_bytes!("../fixtures/definition.xml");
    let definition = ServiceDefinition::read(definition, Format::Xml).unwrap();
    let discovery = Discovery::read(include_bytes!("../fixtures/discovery.xml"), Format::Xml).unwrap();
    let mut request = ServiceRequest::new("0638344".into(), Status::Closed);
    request.description = Some("a \"quote\"\n<b>".into());
    request.requested_datetime = "2026-02-14T06:37:38-08:00".parse().ok();
    request.point = Point::new(42.5, 21.0);
    let receipt = Receipt { token: Some("12".into()), ..Receipt::default() };
    let mut shown = String::new();
    for format in [Format::Xml, Format::Json] {
        let documents = [
            Services(vec![service.clone()]).write(format),
            definition.write(format),
            ServiceRequests(vec![request.clone()]).write(format),
            Receipts(vec![receipt.clone()]).write(format),
            Errors(vec![ErrorEntry::key_refused(), ErrorEntry::service_code_missing()]).write(format),
            discovery.write(format),
            ServiceRequests::default().write(format),
        ];
        shown.push_str(&documents.join("\n"));
        shown.push('\n');
    }
    insta::assert_snapshot!(shown);
}
