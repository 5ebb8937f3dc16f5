//! The OpenAPI document, made from the registry: a route that is not in it does not exist.

use utoipa::openapi::path::{HttpMethod, OperationBuilder, ParameterBuilder, ParameterIn};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{
    ComponentsBuilder, ContentBuilder, InfoBuilder, OpenApi, OpenApiBuilder, PathItem, PathsBuilder, Ref,
    RefOr, Required, ResponseBuilder, Schema, SecurityRequirement, ServerBuilder,
};
use utoipa::{PartialSchema, ToSchema};

use crate::problem::Problem;
use crate::registry::{GATEWAYS, Gateway};
use crate::route::{Route, Shape};

/// The document, as it is checked in at `docs/openapi.json`.
pub fn document() -> OpenApi {
    let mut paths = PathsBuilder::new();
    let mut parts: Vec<(String, RefOr<Schema>)> = crate::api::bodies();
    parts.push((Problem::name().into_owned(), Problem::schema()));
    Problem::schemas(&mut parts);
    for gateway in GATEWAYS {
        for route in (gateway.routes)() {
            parts.extend(shapes(&route).flat_map(|shape| shape.parts.clone()));
            let path = format!("{}{}", gateway.mounts[0], route.path);
            paths = paths.path(path, PathItem::new(method(&route), operation(gateway, &route)));
        }
    }
    let components = ComponentsBuilder::new()
        .schemas_from_iter(parts)
        .security_scheme(
            "bearer",
            SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build()),
        )
        .security_scheme("cookie", SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new("kulla"))))
        .build();
    let about = "From a signal to a public warning, on one labelled log. Everything under `/api/v1` is also under \
        `/as/{n}/api/v1` for a browser, whose changes need the header `x-kulla: 1`; one that \
        names its session in `x-kulla-session` is answered as that one or not at all. What may not be read and what \
        is not there are one answer. What is written and not shown yet is answered with 202 and a cursor; a request \
        with `?wait=` and that cursor is answered once it is shown, or with 503.";
    OpenApiBuilder::new()
        .info(InfoBuilder::new().title("Kulla").version("1").description(Some(about)).build())
        .servers(Some([ServerBuilder::new().url("/").build()]))
        .paths(paths.build())
        .components(Some(components))
        .build()
}

fn shapes(route: &Route) -> impl Iterator<Item = &Shape> {
    route.body.iter().chain(&route.answer)
}

fn method(route: &Route) -> HttpMethod {
    match route.method {
        "post" => HttpMethod::Post,
        "put" => HttpMethod::Put,
        _ => HttpMethod::Get,
    }
}

fn operation(gateway: &Gateway, route: &Route) -> OperationBuilder {
    let session = gateway.mounts[0] == "/api/v1";
    let mut operation = OperationBuilder::new().tag(gateway.name).summary(Some(route.says));
    for name in route.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')) {
        let name = name.trim_start_matches('*');
        operation = operation.parameter(parameter(name, ParameterIn::Path, Required::True));
    }
    for name in route.query {
        operation = operation.parameter(parameter(name, ParameterIn::Query, Required::False));
    }
    if session {
        operation = operation.parameter(parameter("wait", ParameterIn::Query, Required::False));
    }
    if let Some(body) = &route.body {
        let body =
            RequestBodyBuilder::new().content(body.media, content(body)).required(Some(Required::True));
        operation = operation.request_body(Some(body.build()));
    }
    let mut done = ResponseBuilder::new().description("Done");
    if let Some(answer) = &route.answer {
        done = done.content(answer.media, content(answer));
    }
    operation = operation.response("200", done.build());
    if session {
        operation = operation.response("default", refused());
        operation = operation.securities(Some([scheme("bearer"), scheme("cookie")]));
    }
    operation
}

fn refused() -> utoipa::openapi::Response {
    let problem = RefOr::Ref(Ref::from_schema_name("Problem"));
    let content = ContentBuilder::new().schema(Some(problem)).build();
    ResponseBuilder::new().description("Refused").content("application/problem+json", content).build()
}

fn scheme(name: &str) -> SecurityRequirement {
    SecurityRequirement::new(name, Vec::<String>::new())
}

fn parameter(name: &str, at: ParameterIn, required: Required) -> ParameterBuilder {
    ParameterBuilder::new().name(name).parameter_in(at).required(required).schema(Some(String::schema()))
}

fn content(shape: &Shape) -> utoipa::openapi::Content {
    let bytes = || {
        RefOr::T(Schema::Object(
            utoipa::openapi::ObjectBuilder::new()
                .schema_type(utoipa::openapi::schema::Type::String)
                .build(),
        ))
    };
    ContentBuilder::new().schema(Some(shape.schema.clone().unwrap_or_else(bytes))).build()
}
