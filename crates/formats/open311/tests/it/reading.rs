//! Tolerant where cities differ; refusing what is dangerous or would be guessed at.

use kulla_open311::*;

fn xml<D: Document>(text: &str) -> Result<D, String> {
    D::read(text.as_bytes(), Format::Xml).map_err(|error| error.to_string())
}

fn refused<D: Document + std::fmt::Debug>(text: &str, format: Format) -> String {
    D::read(text.as_bytes(), format).unwrap_err().to_string()
}

#[test]
fn a_city_that_pretty_prints_and_adds_its_own_is_understood() {
    let requests = ServiceRequests::read(include_bytes!("../fixtures/requests.xml"), Format::Xml).unwrap();
    insta::assert_debug_snapshot!(requests);
}

#[test]
fn a_city_that_writes_ids_as_numbers_is_understood() {
    let requests =
        ServiceRequests::read(include_bytes!("../fixtures/requests.json"), Format::Json).unwrap();
    let request = &requests.0[0];
    assert_eq!(request.service_request_id, "638344");
    assert_eq!((request.service_code.as_deref(), request.zipcode.as_deref()), (Some("6"), Some("10000")));
    assert_eq!((request.description.as_deref(), request.point), (None, Point::new(42.6629, 21.1655)));
    assert_eq!(request.address.as_deref(), Some("Rruga \"B\"\nPërballë"));
    assert_eq!(request.extra, [("flag".to_owned(), "true".to_owned())]);
    assert!(requests.write(Format::Json).contains(r#""service_request_id":"638344""#));
}

#[test]
fn an_update_of_fixmystreet_keeps_its_members_and_its_state() {
    let updates = Updates::read(include_bytes!("../fixtures/updates.xml"), Format::Xml).unwrap();
    assert_eq!(updates.0[0].status, Status::Other("fixed".into()));
    assert_eq!(updates.0[0].extra, [("external_status_code".to_owned(), "R12".to_owned())]);
}

#[test]
fn any_document_type_is_refused() {
    for text in [
        include_str!("../fixtures/doctype.xml"),
        include_str!("../fixtures/late_doctype.xml"),
        include_str!("../fixtures/entities.xml"),
        "\u{feff}<!DOCTYPE services><services/>",
    ] {
        let error = refused::<Services>(text, Format::Xml);
        assert!(error.ends_with("a document type is refused; send the document without it"), "{error}");
    }
    let wide: Vec<u8> =
        "<!DOCTYPE services><services/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(Services::read(&wide, Format::Xml).is_err());
}

#[test]
fn a_document_over_a_limit_is_refused() {
    let service = "<service><service_code>1</service_code><service_name>n</service_name></service>";
    let many = "<services>".to_owned() + &service.repeat(LIST_ITEMS_MAX + 1) + "</services>";
    assert!(refused::<Services>(&many, Format::Xml).contains("at most 10000 items"));
    let nodes = "<services>".to_owned() + &"<a/>".repeat(XML_NODES_MAX as usize) + "</services>";
    assert!(refused::<Services>(&nodes, Format::Xml).contains("not XML that can be read"));
    let deep = "<services>".to_owned() + &"<a>".repeat(17) + &"</a>".repeat(17) + "</services>";
    assert!(refused::<Services>(&deep, Format::Xml).contains("nested deeper than 16"));
    let deep = "[".repeat(100_000);
    assert!(refused::<Services>(&deep, Format::Json).contains("nested deeper than 16"));
    let many =
        format!("[{}]", vec![r#"{"service_code":"1","service_name":"n"}"#; LIST_ITEMS_MAX + 1].join(","));
    assert!(refused::<Services>(&many, Format::Json).contains("more than 10000 items"));
    let large = " ".repeat(DOCUMENT_BYTES_MAX + 1);
    assert!(refused::<Services>(&large, Format::Json).contains("at most 8388608 bytes"));
}

#[test]
fn an_error_names_the_place_and_the_rule() {
    let request = |members: &str| {
        format!(
            "<service_requests><request><service_request_id>1</service_request_id><status>open</status></request><request>{members}</request></service_requests>"
        )
    };
    let id = "<service_request_id>2</service_request_id><status>open</status>";
    let errors = [
        xml::<ServiceRequests>(&request("")).unwrap_err(),
        xml::<ServiceRequests>(&request(&format!("{id}<lat>north</lat>"))).unwrap_err(),
        xml::<ServiceRequests>(&request(&format!("{id}<lat>91</lat><long>0</long>"))).unwrap_err(),
        xml::<ServiceRequests>(&request(&format!("{id}<lat>1</lat>"))).unwrap_err(),
        xml::<ServiceRequests>(&request(&format!("{id}<updated_datetime>2026-01-01</updated_datetime>")))
            .unwrap_err(),
        xml::<ServiceRequests>("<services/>").unwrap_err(),
        xml::<ServiceRequests>("<service_requests><request></service_requests>").unwrap_err(),
        xml::<Discovery>("<discovery><changeset>1</changeset></discovery>").unwrap_err(),
        refused::<Services>(
            "[{\"service_code\":\"1\",\"service_name\":\"x\",\"metadata\":\"maybe\"}]",
            Format::Json,
        ),
        refused::<Services>("[1]", Format::Json),
        refused::<Services>("{}", Format::Json),
        refused::<Services>("[{\"service_code\":001}]", Format::Json),
        refused::<ServiceDefinition>(
            "{\"service_code\":\"a\",\"attributes\":[{\"code\":\"b\",\"datatype\":\"blob\"}]}",
            Format::Json,
        ),
    ];
    insta::assert_snapshot!(errors.join("\n"));
}

#[test]
fn of_two_members_of_one_name_the_first_is_read_wherever_they_stand() {
    let members =
        [("service_request_id", "1"), ("zipcode", "first"), ("status", "open"), ("zipcode", "second")];
    let xml: String = members.iter().map(|(name, value)| format!("<{name}>{value}</{name}>")).collect();
    let json: Vec<String> = members.iter().map(|(name, value)| format!(r#""{name}":"{value}""#)).collect();
    let documents = [
        (format!("<service_requests><request>{xml}</request></service_requests>"), Format::Xml),
        (format!("[{{{}}}]", json.join(",")), Format::Json),
    ];
    for (text, format) in documents {
        let requests = ServiceRequests::read(text.as_bytes(), format).unwrap();
        assert_eq!(requests.0[0].zipcode.as_deref(), Some("first"), "{text}");
    }
}

#[test]
fn a_path_names_its_resource_and_its_format() {
    let xml = |resource| Some((resource, Format::Xml));
    assert_eq!(route("/services.xml"), xml(Resource::Services));
    assert_eq!(route("requests.json"), Some((Resource::Requests, Format::Json)));
    assert_eq!(route("/services/a.b+c%20d.xml"), xml(Resource::Definition("a.b+c d".into())));
    assert_eq!(route("/requests/1%2F2.xml"), xml(Resource::Request("1/2".into())));
    assert_eq!(route("/tokens/x.xml"), xml(Resource::Token("x".into())));
    assert_eq!(route("/discovery.xml"), xml(Resource::Discovery));
    assert_eq!(route("/servicerequestupdates.xml"), xml(Resource::Updates));
    for path in [
        "",
        "/",
        "/services",
        "/services.html",
        "/services/.xml",
        "/other/1.xml",
        "/requests/%00.xml",
        "/requests/%ff.xml",
    ] {
        assert_eq!(route(path), None, "{path}");
    }
}
