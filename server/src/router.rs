//! The whole URL map on one page, and what every request goes through on its way.

use crate::error::ApiError;
use crate::request_id;
use crate::routes::{
    agents, auth, canned, events, files, health, history, messages, orders, presence, profiles,
    search, tickets,
};
use crate::state::App;
use axum::Router;
use axum::extract::{MatchedPath, Request};
use axum::http::header::CONTENT_TYPE;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use std::any::Any;
use std::time::{Duration, Instant};
use tower_http::catch_panic::CatchPanicLayer;

/// How long an answer may take to begin. Streams are answered at once and then go on.
const DEADLINE: Duration = Duration::from_secs(30);

/// How long a file may take to arrive. Each piece of it has a deadline of its own besides.
const UPLOAD_DEADLINE: Duration = Duration::from_mins(15);

/// Every route of the server.
pub fn router(app: App) -> Router {
    let routes = Router::new()
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
        .route("/api/auth/login", post(auth::login))
        .route("/api/auth/refresh", post(auth::refresh))
        .route("/api/auth/logout", post(auth::logout))
        .route("/api/auth/me", get(auth::me))
        .route("/api/orders", get(orders::list).post(orders::place))
        .route("/api/orders/{order_id}", get(orders::one))
        .route("/api/orders/{order_id}/status", put(orders::set_status))
        .route("/api/orders/brand/{brand_id}", get(orders::of_brand))
        .route("/api/orders/creator/{creator_id}", get(orders::of_creator))
        .route("/api/crm/tickets", get(tickets::list))
        .route("/api/crm/tickets/my", get(tickets::mine))
        .route("/api/crm/tickets/bulk", post(tickets::bulk))
        .route("/api/crm/tickets/{ticket_id}", get(tickets::one))
        .route("/api/crm/tickets/order/{order_id}", get(tickets::of_order))
        .route("/api/crm/tickets/{ticket_id}/messages", get(messages::page).post(messages::post))
        .route("/api/crm/tickets/{ticket_id}/status", put(tickets::set_status))
        .route("/api/crm/tickets/{ticket_id}/priority", put(tickets::set_priority))
        .route("/api/crm/tickets/{ticket_id}/tags", put(tickets::set_tags))
        .route("/api/crm/tickets/{ticket_id}/snooze", put(tickets::snooze))
        .route("/api/crm/tickets/{ticket_id}/reassign", put(tickets::reassign))
        .route("/api/crm/tickets/{ticket_id}/read", post(tickets::read))
        .route("/api/crm/tickets/{ticket_id}/presence", post(presence::set))
        .route("/api/crm/macros", get(canned::list).post(canned::create))
        .route(
            "/api/crm/macros/{macro_id}",
            get(canned::one).put(canned::update).delete(canned::delete),
        )
        .route("/api/crm/tickets/{ticket_id}/history", get(history::events_of))
        .route("/api/crm/tickets/{ticket_id}/history/assignment", get(history::assignment))
        .route("/api/crm/agent/{agent_id}/tickets", get(tickets::of_agent))
        .route("/api/crm/agent/status", put(agents::set_status))
        .route("/api/packages", get(profiles::packages))
        .route("/api/packages/{package_id}", get(profiles::package))
        .route("/api/brands", get(profiles::brands))
        .route("/api/brands/{brand_id}", get(profiles::brand))
        .route("/api/creators", get(profiles::creators))
        .route("/api/creators/{creator_id}", get(profiles::creator))
        .route("/api/crm/tickets/{ticket_id}/files", post(files::post))
        .route("/api/files/{file_id}", get(files::one))
        .route("/api/search", get(search::search))
        .route("/api/events", get(events::stream));
    around(routes.with_state(app))
}

/// Layers, the outermost last: the request's number is known to everything inside of it.
fn around(routes: Router) -> Router {
    routes
        .fallback(async || ApiError::no_such_path())
        .method_not_allowed_fallback(async || ApiError::method_not_allowed())
        .layer(from_fn(deadline))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn(logged))
        .layer(from_fn(request_id::layer))
}

/// Whatever hangs inside of us must not hang the client as well.
async fn deadline(request: Request, next: Next) -> Response {
    let sent = request.headers().get(CONTENT_TYPE).and_then(|v| v.to_str().ok());
    let form = sent.is_some_and(|kind| kind.starts_with("multipart/"));
    let deadline = if form { UPLOAD_DEADLINE } else { DEADLINE };
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

/// One line a request. The path's template and not the path, which may name what is private.
async fn logged(request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let method = request.method().clone();
    let path = request.extensions().get::<MatchedPath>().cloned();
    let response = next.run(request).await;
    tracing::info!(
        request_id = request_id::current(),
        method = method.as_str(),
        path = path.as_ref().map_or("-", MatchedPath::as_str),
        status = response.status().as_u16(),
        ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX),
        "Answered a request"
    );
    response
}

#[cfg(test)]
mod tests {
    use super::around;
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
        let mut app = around(routes);
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
