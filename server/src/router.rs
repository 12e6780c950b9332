//! The router, made from the URL map, and what every request goes through on its way.

mod docs;
mod table;

pub use crate::openapi::{Route, Who};
pub use docs::json as openapi_json;
pub use table::table;

use crate::error::ApiError;
use crate::limits::{self, Guarded};
use crate::pulse::Pulse;
use crate::request_id;
use crate::routes::metrics;
use crate::state::App;
use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use std::any::Any;
use std::time::{Duration, Instant};
use tower_http::catch_panic::CatchPanicLayer;

/// How long an answer may take to begin. Streams are answered at once and then go on.
const DEADLINE: Duration = Duration::from_secs(30);

/// The same of what only reads. A connection to the database that fell silent is given up with it.
const READ_DEADLINE: Duration = Duration::from_secs(10);

/// How long a file may take to arrive. Each piece of it has a deadline of its own besides.
const UPLOAD_DEADLINE: Duration = Duration::from_mins(15);

/// An answer that took as long is worth a line in the log.
const SLOW: Duration = Duration::from_secs(1);

/// Every route of the server.
pub fn router(app: App) -> Router {
    let table = table();
    let guarded: Guarded = table
        .iter()
        .filter(|route| route.who != Who::Public)
        .map(|route| (route.method.clone(), route.path))
        .collect();
    let routes = table.into_iter().fold(Router::new(), |router, route| route.into(router));
    // Also what leads nowhere is counted: whoever tries out addresses has a quota like anybody.
    let routes = nowhere(routes).layer(from_fn_with_state((app.clone(), guarded), limits::layer));
    let pulse = app.pulse.clone();
    around(routes.with_state(app), pulse)
}

/// What is served at the address for metrics alone.
pub fn metrics(app: App) -> Router {
    let pulse = app.pulse.clone();
    let routes = Router::new().route("/metrics", get(metrics::alone));
    around(nowhere(routes).with_state(app), pulse)
}

/// What is answered where there is nothing.
fn nowhere<S: Clone + Send + Sync + 'static>(routes: Router<S>) -> Router<S> {
    routes
        .fallback(async || ApiError::no_such_path())
        .method_not_allowed_fallback(async || ApiError::method_not_allowed())
}

/// Layers, the outermost last: the request's number is known to everything inside of it.
fn around(routes: Router, pulse: Pulse) -> Router {
    routes
        .layer(from_fn(deadline))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(pulse, logged))
        .layer(from_fn(request_id::layer))
}

/// Whatever hangs inside of us must not hang the client as well.
async fn deadline(request: Request, next: Next) -> Response {
    let sent = request.headers().get(CONTENT_TYPE).and_then(|v| v.to_str().ok());
    let form = sent.is_some_and(|kind| kind.starts_with("multipart/"));
    let deadline = match form {
        true => UPLOAD_DEADLINE,
        false if request.method().is_safe() => READ_DEADLINE,
        false => DEADLINE,
    };
    match tokio::time::timeout(deadline, next.run(request)).await {
        Ok(response) => response,
        Err(_) => ApiError::unavailable().into_response(),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the layer hands the panic over")]
fn panicked(panic: Box<dyn Any + Send>) -> Response {
    let cause = panic.downcast_ref::<String>().map(String::as_str);
    let cause = cause.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no message");
    ApiError::internal(format!("panic: {cause}")).into_response()
}

/// One line a request: by default only of those that failed or were slow, as a line costs a busy desk
/// as much as the answer does; all of them at `debug`. The path's template and not the path, which may
/// name what is private.
async fn logged(State(pulse): State<Pulse>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let method = request.method().clone();
    let path = request.extensions().get::<MatchedPath>().cloned();
    let response = next.run(request).await;
    let took = begun.elapsed();
    let status = response.status().as_u16();
    pulse.note(status, took);
    macro_rules! line {
        ($level:ident) => {
            tracing::$level!(
                request_id = request_id::current(),
                method = method.as_str(),
                path = path.as_ref().map_or("-", MatchedPath::as_str),
                status,
                ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
                "Answered a request"
            )
        };
    }
    if status >= 400 || took >= SLOW {
        line!(info);
    } else {
        line!(debug);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::{around, nowhere};
    use crate::pulse::Pulse;
    use axum::Router;
    use axum::body::Body;
    use axum::http::Request;
    use axum::routing::get;
    use robindesk_protocol::{Code, Problem};
    use tower::{Service, ServiceExt};

    async fn asked(method: &str, path: &str) -> (u16, String, Problem) {
        let routes = Router::new()
            .route("/here", get(async || "hello"))
            .route("/panics", get(async || -> &'static str { panic!("canary") }));
        let request = Request::builder().method(method).uri(path);
        let request = request.header("x-request-id", "try-1").body(Body::empty()).unwrap();
        let mut app = around(nowhere(routes), Pulse::default());
        let response = app.as_service().ready().await.unwrap().call(request).await.unwrap();
        let status = response.status().as_u16();
        let id = response.headers()["x-request-id"].to_str().unwrap().to_owned();
        assert_eq!(response.headers()["content-type"], "application/problem+json");
        let body = axum::body::to_bytes(response.into_body(), 65_536).await.unwrap();
        (status, id, serde_json::from_slice(&body).unwrap())
    }

    #[tokio::test]
    async fn every_failure_is_a_problem_with_the_requests_number() {
        for (method, path, status, code) in [
            ("GET", "/nowhere", 404, Code::NotFound),
            ("DELETE", "/here", 405, Code::MethodNotAllowed),
            ("GET", "/panics", 500, Code::Internal),
        ] {
            let (answered, id, problem) = asked(method, path).await;
            assert_eq!((answered, problem.code), (status, code), "{path}");
            assert_eq!((id.as_str(), problem.request_id.as_str()), ("try-1", "try-1"), "{path}");
            assert!(!problem.detail.contains("canary"));
        }
    }
}
