//! The form of a reporter: all errors at once, with their codes, and nothing but checked text inside.

use std::borrow::Cow;

use kulla_open311::*;
use proptest::option::of;
use proptest::prelude::*;

use crate::any;

fn service(code: &str) -> Service {
    Service {
        service_code: code.into(),
        service_name: code.into(),
        description: None,
        metadata: true,
        kind: ServiceKind::Realtime,
        keywords: vec![],
        group: None,
        extra: vec![],
    }
}

fn submit(form: &str) -> Result<Submission, String> {
    let definition = include_bytes!("../fixtures/definition.xml");
    let definitions = [ServiceDefinition::read(definition, Format::Xml).unwrap()];
    let services = [service("FLOOD"), service("001")];
    let rules = Rules { jurisdictions: &[], services: &services, definitions: &definitions };
    Submission::from_form(form.as_bytes(), &rules).map_err(|errors| errors.to_string())
}

#[test]
fn a_report_with_its_attributes_is_read() {
    let report = submit(concat!(
        "api_key=k&service_code=FLOOD&lat=42.66&long=21.16&attribute[DEPTH]=35&attribute%5BWHAT%5D%5B%5D=1&",
        "attribute[WHAT][]=2&description=Uj%C3%AB+n%C3%AB+rrug%C3%AB%0D%0A100%25+50%zz&email=a%40example.org&phone=&",
        "media_url=https%3A%2F%2Fexample.org%2F1.jpg&unknown=x"
    ));
    insta::assert_debug_snapshot!(report.unwrap());
}

#[test]
fn all_that_is_wrong_is_told_at_once() {
    let long = "x".repeat(4001);
    let errors = [
        submit("").unwrap_err(),
        submit("service_code=404&address_string=here").unwrap_err(),
        submit("service_code=001&lat=91&long=1").unwrap_err(),
        submit("service_code=001&lat=north").unwrap_err(),
        submit("service_code=001&lat=NaN&long=inf").unwrap_err(),
        submit(&format!("service_code=001&address_id=1&description={long}")).unwrap_err(),
        submit("service_code=001&address_id=1&description=a%00b&email=no&media_url=javascript:alert(1)").unwrap_err(),
        submit("service_code=FLOOD&address_id=1").unwrap_err(),
        submit("service_code=FLOOD&address_id=1&attribute[DEPTH]=deep&attribute[WHAT]=3&attribute[WHEN]=today&attribute[WHO]=me&attribute[WHO]=me").unwrap_err(),
        submit("service_code=001&address_id=1&first_name=%ff").unwrap_err(),
        submit("service_code=001&address_id=1&first_name=a%0Ab").unwrap_err(),
    ];
    insta::assert_snapshot!(errors.join("\n"));
}

#[test]
fn four_thousand_characters_are_counted_as_characters() {
    let text = "ë".repeat(DESCRIPTION_CHARS_MAX);
    assert!(submit(&format!("service_code=001&address_id=1&description={text}")).is_ok());
}

#[test]
fn a_jurisdiction_is_needed_only_where_there_are_several() {
    let services = [service("001")];
    let form = |id: &str| format!("service_code=001&address_id=1&jurisdiction_id={id}");
    let code = |jurisdictions: &[&str], id: &str| {
        let rules = Rules { jurisdictions, services: &services, definitions: &[] };
        Submission::from_form(form(id).as_bytes(), &rules).map_or_else(|errors| errors.status(), |_| 200)
    };
    assert_eq!(code(&[], ""), 200);
    assert_eq!(code(&["a"], ""), 200);
    assert_eq!(code(&["a", "b"], ""), 400);
    assert_eq!(code(&["a", "b"], "c"), 404);
    assert_eq!(code(&["a"], "c"), 404);
    assert_eq!(code(&["a", "b"], "b"), 200);
}

#[test]
fn an_attribute_whose_code_has_brackets_is_refused_because_readers_would_cut_it_differently() {
    for name in ["attribute[A-[][]]", "attribute[A-[][]", "attribute[a]b]", "attribute[[]]", "attribute[]"]
    {
        let errors = submit(&format!("service_code=001&address_id=1&{name}=b")).unwrap_err();
        assert!(errors.to_string().contains("a code without brackets"), "{name}: {errors}");
    }
    let report = submit("service_code=001&address_id=1&attribute[A][]=b&attribute[A][]=c").unwrap();
    assert_eq!(report.attributes, [("A".to_owned(), vec!["b".to_owned(), "c".to_owned()])]);
}

#[test]
fn multipart_fields_take_the_same_way_and_the_key_stays_outside() {
    let fields = || {
        [("api_key", "secret"), ("service_code", "001"), ("address_string", "Rruga B")]
            .map(|(name, value)| (Cow::Borrowed(name), Cow::Borrowed(value)))
            .to_vec()
    };
    assert_eq!(api_key(&fields()), Some("secret"));
    let services = [service("001")];
    let rules = Rules { services: &services, ..Rules::default() };
    let report = Submission::from_fields(fields(), &rules).unwrap();
    assert_eq!(report.location.address_string.as_deref(), Some("Rruga B"));
    assert!(!format!("{report:?}").contains("secret"));
}

#[test]
fn a_form_over_a_limit_is_refused() {
    let large = "a=".to_owned() + &"b".repeat(FORM_BYTES_MAX);
    assert_eq!(parse_form(large.as_bytes()).unwrap_err().status(), 400);
    let many = "a=b&".repeat(FORM_FIELDS_MAX + 1);
    assert_eq!(parse_form(many.as_bytes()).unwrap_err().status(), 400);
    assert_eq!(
        parse_form("a=b&".repeat(FORM_FIELDS_MAX).as_bytes()).map(|fields| fields.len()),
        Ok(FORM_FIELDS_MAX)
    );
}

#[test]
fn an_update_of_fixmystreet_is_read_and_its_name_is_hidden_unless_it_says_otherwise() {
    let form = "service_request_id=81&service_request_id_ext=80&status=OPEN&updated_datetime=2026-03-01T12:00:00Z\
                &description=this+is+a+comment&email=a@example.org&first_name=Test&last_name=User&title=Mr";
    let update = UpdateSubmission::from_form(form.as_bytes(), &Rules::default()).unwrap();
    assert_eq!((update.status.clone(), update.public_anonymity_required), (Status::Open, true));
    let form = format!("{form}&public_anonymity_required=FALSE");
    let open = UpdateSubmission::from_form(form.as_bytes(), &Rules::default()).unwrap();
    assert!(!open.public_anonymity_required);
    assert_eq!(UpdateSubmission::from_form(open.to_form().as_bytes(), &Rules::default()), Ok(open));
    let errors =
        UpdateSubmission::from_form(b"status=OPEN&updated_datetime=today", &Rules::default()).unwrap_err();
    insta::assert_snapshot!(errors.to_string());
}

fn line() -> impl Strategy<Value = String> {
    "[!-~ë][ -~ëç]{0,10}[!-~]".prop_map(|line| line.replace(['\n', '\r'], " "))
}

proptest! {
    #[test]
    fn what_a_client_sends_is_read_as_the_same(
        point in of(any::point()), address_string in of(line()), address_id in any::id(),
        attributes in prop::collection::btree_map("[A-Z0-9_]{1,6}", prop::collection::vec(line(), 1..3), 0..3),
        lines in prop::array::uniform5(of(line())), description in of(line()), jurisdiction in of(any::id()),
    ) {
        let [device_id, account_id, first_name, last_name, phone] = lines;
        let submission = Submission {
            jurisdiction_id: jurisdiction,
            service_code: "001".into(),
            location: Location { point, address_string, address_id: Some(address_id) },
            attributes: attributes.into_iter().collect(),
            email: Some("a+b@example.org".into()),
            device_id, account_id, first_name, last_name, phone, description,
            media_url: vec!["https://example.org/?a=1&b=2".into(), "http://example.org/%20".into()],
        };
        let services = [service("001")];
        let rules = Rules { services: &services, ..Rules::default() };
        prop_assert_eq!(Submission::from_form(submission.to_form().as_bytes(), &rules), Ok(submission));
    }
}
