//! One route as a value: from it come the router, the OpenAPI document and the counters.

use std::sync::Arc;

use axum::handler::Handler;
use axum::routing::{MethodRouter, get, post, put};
use utoipa::ToSchema;
use utoipa::openapi::{RefOr, Schema};

use crate::house::House;

/// What goes over the wire, for the document.
#[derive(Clone)]
pub(crate) struct Shape {
    pub media: &'static str,
    pub schema: Option<RefOr<Schema>>,
    /// Schemas that it refers to.
    pub parts: Vec<(String, RefOr<Schema>)>,
}

impl Shape {
    fn json<T: ToSchema>() -> Shape {
        let mut parts = vec![(T::name().into_owned(), T::schema())];
        T::schemas(&mut parts);
        let named = RefOr::Ref(utoipa::openapi::Ref::from_schema_name(T::name().as_ref()));
        Shape { media: "application/json", schema: Some(named), parts }
    }

    const fn bytes(media: &'static str) -> Shape {
        Shape { media, schema: None, parts: Vec::new() }
    }
}

/// One method of one path.
pub(crate) struct Route {
    pub method: &'static str,
    /// Below the mount of its gateway.
    pub path: &'static str,
    pub says: &'static str,
    pub query: &'static [&'static str],
    pub body: Option<Shape>,
    pub answer: Option<Shape>,
    pub run: MethodRouter<Arc<House>>,
}

impl Route {
    fn new(
        method: &'static str,
        path: &'static str,
        says: &'static str,
        run: MethodRouter<Arc<House>>,
    ) -> Route {
        Route { method, path, says, query: &[], body: None, answer: None, run }
    }

    pub fn get<H: Handler<T, Arc<House>>, T: 'static>(
        path: &'static str,
        says: &'static str,
        run: H,
    ) -> Route {
        Route::new("get", path, says, get(run))
    }

    pub fn post<H: Handler<T, Arc<House>>, T: 'static>(
        path: &'static str,
        says: &'static str,
        run: H,
    ) -> Route {
        Route::new("post", path, says, post(run))
    }

    pub fn put<H: Handler<T, Arc<House>>, T: 'static>(
        path: &'static str,
        says: &'static str,
        run: H,
    ) -> Route {
        Route::new("put", path, says, put(run))
    }

    /// Parameters behind `?`.
    pub fn query(self, query: &'static [&'static str]) -> Route {
        Route { query, ..self }
    }

    /// Takes JSON of this shape.
    pub fn takes<T: ToSchema>(self) -> Route {
        Route { body: Some(Shape::json::<T>()), ..self }
    }

    /// Takes bytes.
    pub fn takes_bytes(self, media: &'static str) -> Route {
        Route { body: Some(Shape::bytes(media)), ..self }
    }

    /// Answers with JSON of this shape.
    pub fn gives<T: ToSchema>(self) -> Route {
        Route { answer: Some(Shape::json::<T>()), ..self }
    }

    /// Answers with bytes.
    pub fn gives_bytes(self, media: &'static str) -> Route {
        Route { answer: Some(Shape::bytes(media)), ..self }
    }
}
