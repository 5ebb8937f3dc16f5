//! All gateways in one ordered, readable list. The router, the OpenAPI document and the tests are made from
//! it; a new protocol is a folder beside this file and a line here.

use std::sync::Arc;

use axum::response::Response;
use axum::{Router, middleware};

use crate::house::House;
use crate::problem::Problem;
use crate::route::Route;
use crate::{api, cap, console, entry, live, observations, open311, operator, outside, public};

/// One protocol.
pub(crate) struct Gateway {
    pub name: &'static str,
    /// Where its routes stand; the first is the one that the OpenAPI document names.
    pub mounts: &'static [&'static str],
    pub routes: fn() -> Vec<Route>,
}

/// For people in a browser and for machines.
const SESSION: &[&str] = &["/api/v1", "/as/{n}/api/v1"];
/// For everybody; an exercise beside real work has a place of its own.
const PUBLIC: &[&str] = &["", "/exercise/{name}"];

/// The order is that of the OpenAPI document and of nothing else: no two of them share a path.
pub(crate) const GATEWAYS: &[Gateway] = &[
    Gateway { name: "api", mounts: SESSION, routes: api::routes },
    Gateway { name: "live", mounts: SESSION, routes: live::routes },
    Gateway { name: "observations", mounts: SESSION, routes: observations::routes },
    Gateway { name: "entry", mounts: &["/enter"], routes: entry::routes },
    Gateway { name: "login", mounts: &["/login"], routes: entry::login_routes },
    Gateway { name: "enrol", mounts: &["/enrol"], routes: entry::enrol_routes },
    Gateway { name: "console", mounts: &["/as/{n}"], routes: console::routes },
    Gateway { name: "public", mounts: PUBLIC, routes: public::routes },
    Gateway { name: "open311", mounts: PUBLIC, routes: open311::routes },
    Gateway { name: "cap", mounts: PUBLIC, routes: cap::routes },
    Gateway { name: "health", mounts: &[""], routes: operator::health_routes },
];

/// On the operator's own socket.
pub(crate) const OPERATOR: &[Gateway] =
    &[Gateway { name: "operator", mounts: &[""], routes: operator::routes }];

/// The router for the public and for everybody with a session.
pub fn router(house: &Arc<House>) -> Router {
    outside::around(assemble(GATEWAYS), house).with_state(Arc::clone(house))
}

/// The router for the operator's socket, which only the operator's own account can open. No host is checked
/// there, because no browser gets to it.
pub fn operator_router(house: &Arc<House>) -> Router {
    assemble(OPERATOR).with_state(Arc::clone(house))
}

fn assemble(gateways: &[Gateway]) -> Router<Arc<House>> {
    let mut router = Router::new();
    for gateway in gateways {
        for mount in gateway.mounts {
            for route in (gateway.routes)() {
                let named = Named { gateway: gateway.name, path: route.path };
                let run = route.run.layer(middleware::map_response(move |answer| name(named, answer)));
                router = router.route(&format!("{mount}{}", route.path), run);
            }
        }
    }
    router.fallback(absent).method_not_allowed_fallback(absent)
}

/// Which route answered, for the counter of requests.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Named {
    pub gateway: &'static str,
    pub path: &'static str,
}

async fn name(named: Named, mut answer: Response) -> Response {
    answer.extensions_mut().insert(named);
    answer
}

async fn absent() -> Problem {
    Problem::absent()
}
