//! Any document that this crate can write, for the property tests.

use kulla_open311::*;
use proptest::option::of;
use proptest::prelude::*;

/// Text that is more than space, of characters that XML can hold.
pub fn text() -> impl Strategy<Value = String> {
    "[\\t\\n\\r -~¡-\u{d7ff}\u{e000}-\u{fffd}😀-😎]{0,20}"
        .prop_map(|text| if text.trim().is_empty() { format!("x{text}") } else { text })
}

/// An id or a line: no space around it.
pub fn id() -> impl Strategy<Value = String> {
    "[0-9A-Za-zëçËÇ/&<>\"'+%=._-]{1,12}"
}

pub fn time() -> impl Strategy<Value = DateTime> {
    (0..4_102_444_800_000_i64, -1439..=1439_i32, any::<bool>()).prop_map(|(ms, offset, whole)| {
        let instant = DateTime::from_unix_ms(if whole { ms / 1000 * 1000 } else { ms }).unwrap();
        let text = instant.to_string();
        let sign = if offset < 0 { '-' } else { '+' };
        let zone = format!("{sign}{:02}:{:02}", offset.abs() / 60, offset.abs() % 60);
        text.replace('Z', &zone).parse().unwrap()
    })
}

pub fn extra() -> impl Strategy<Value = Vec<(String, String)>> {
    prop::collection::btree_map("x_[a-z]{1,8}", text(), 0..3).prop_map(|map| map.into_iter().collect())
}

pub fn status() -> impl Strategy<Value = Status> {
    "open|closed|investigating|in_progress".prop_map(|name| name.parse().unwrap())
}

pub fn point() -> impl Strategy<Value = Point> {
    (-90.0..=90.0_f64, -180.0..=180.0_f64).prop_map(|(lat, long)| Point::new(lat, long).unwrap())
}

pub fn services() -> impl Strategy<Value = Services> {
    let kind =
        prop_oneof![Just(ServiceKind::Realtime), Just(ServiceKind::Batch), Just(ServiceKind::Blackbox)];
    let keywords = prop::collection::vec("[a-zë]{1,6}", 0..3);
    let service = (id(), id(), of(text()), any::<bool>(), kind, keywords, of(text()), extra());
    let service =
        service.prop_map(|(code, name, description, metadata, kind, keywords, group, extra)| Service {
            service_code: code,
            service_name: name,
            description,
            metadata,
            kind,
            keywords,
            group,
            extra,
        });
    prop::collection::vec(service, 0..4).prop_map(Services)
}

pub fn definition() -> impl Strategy<Value = ServiceDefinition> {
    let datatype = "string|number|datetime|text|singlevaluelist|multivaluelist";
    let value = (id(), id()).prop_map(|(key, name)| AttributeValue { key, name });
    let attribute = (
        (any::<bool>(), id(), datatype, any::<bool>()),
        (of(text()), of(1..1000_u32), of(text()), prop::collection::vec(value, 0..3)),
    );
    let attribute = attribute.prop_map(
        |((variable, code, datatype, required), (datatype_description, order, description, values))| {
            Attribute {
                variable,
                code,
                datatype: datatype.parse().unwrap(),
                required,
                datatype_description,
                order,
                description,
                values,
            }
        },
    );
    (id(), prop::collection::vec(attribute, 0..4))
        .prop_map(|(service_code, attributes)| ServiceDefinition { service_code, attributes })
}

pub fn requests() -> impl Strategy<Value = ServiceRequests> {
    let request = (
        (id(), status(), of(text()), of(text()), of(id()), of(text())),
        (of(text()), of(text()), of(time()), of(time()), of(time()), of(text())),
        (of(id()), of(id()), of(point()), of(id()), extra()),
    );
    let request = request.prop_map(|(one, two, three)| ServiceRequest {
        service_request_id: one.0,
        status: one.1,
        status_notes: one.2,
        service_name: one.3,
        service_code: one.4,
        description: one.5,
        agency_responsible: two.0,
        service_notice: two.1,
        requested_datetime: two.2,
        updated_datetime: two.3,
        expected_datetime: two.4,
        address: two.5,
        address_id: three.0,
        zipcode: three.1,
        point: three.2,
        media_url: three.3,
        extra: three.4,
    });
    prop::collection::vec(request, 0..4).prop_map(ServiceRequests)
}

pub fn receipts() -> impl Strategy<Value = Receipts> {
    let receipt = (of(id()), of(id()), of(text()), of(id())).prop_map(
        |(service_request_id, token, service_notice, account_id)| Receipt {
            service_request_id,
            token,
            service_notice,
            account_id,
        },
    );
    prop::collection::vec(receipt, 0..3).prop_map(Receipts)
}

pub fn errors() -> impl Strategy<Value = Errors> {
    let entry = (400..600_u16, text()).prop_map(|(code, description)| ErrorEntry { code, description });
    prop::collection::vec(entry, 0..4).prop_map(Errors)
}

pub fn discovery() -> impl Strategy<Value = Discovery> {
    let kind = prop_oneof![Just(EndpointKind::Production), Just(EndpointKind::Test)];
    let endpoint = (id(), id(), id(), kind, prop::collection::vec(id(), 0..3)).prop_map(
        |(specification, url, changeset, kind, formats)| Endpoint {
            specification,
            url,
            changeset,
            kind,
            formats,
        },
    );
    (id(), id(), id(), prop::collection::vec(endpoint, 0..3)).prop_map(
        |(changeset, contact, key_service, endpoints)| Discovery {
            changeset,
            contact,
            key_service,
            endpoints,
        },
    )
}

pub fn updates() -> impl Strategy<Value = Updates> {
    let update = (id(), id(), status(), time(), of(text()), of(id()), extra()).prop_map(
        |(update_id, service_request_id, status, updated_datetime, description, media_url, extra)| Update {
            update_id,
            service_request_id,
            status,
            updated_datetime,
            description,
            media_url,
            extra,
        },
    );
    prop::collection::vec(update, 0..4).prop_map(Updates)
}
