//! Who may what: every route of the URL map for everybody, with what is one's own and what is
//! another's. A route without a row fails, and so does a row that its route does not bear out.

use super::client::Client;
use super::desk::{Desk, PASSWORD};
use super::engine::on_each_engine;
use reqwest::Method;
use robindesk_server::router::{Route, Who, table};
use serde_json::{Value, json};

/// What a row of the matrix expects, in the order of [`who`]: nobody, brand A, brand B, creator A,
/// creator B, agent, admin, super admin. Order 1 and ticket 1 are of brand A and creator A.
type Row = (Method, &'static str, Value, [u16; 8]);

fn who(desk: &Desk) -> [(&'static str, &Client); 8] {
    [
        ("nobody", &desk.nobody),
        ("brand_a", &desk.brand_a),
        ("brand_b", &desk.brand_b),
        ("creator_a", &desk.creator_a),
        ("creator_b", &desk.creator_b),
        ("agent", &desk.agents[0]),
        ("admin", &desk.admin),
        ("super_admin", &desk.super_admin),
    ]
}

#[expect(clippy::too_many_lines, reason = "a row a route: a table, not a course of events")]
fn matrix() -> Vec<Row> {
    let order = json!(Desk::new_order());
    let login = json!({"email": "ada@acme.example", "password": PASSWORD});
    let get = |path, row| (Method::GET, path, Value::Null, row);
    let delete = |path, row| (Method::DELETE, path, Value::Null, row);
    let put = |path, body, row| (Method::PUT, path, body, row);
    let party = [401, 200, 404, 200, 404, 200, 200, 200];
    let staff = [401, 403, 403, 403, 403, 200, 200, 200];
    let admin = [401, 403, 403, 403, 403, 403, 200, 200];
    let owner = [401, 403, 403, 403, 403, 403, 403, 200];
    let signed_in = [401, 200, 200, 200, 200, 200, 200, 200];
    vec![
        get("/health/live", [200; 8]),
        get("/health/ready", [200; 8]),
        // Asked from this machine itself.
        get("/metrics", [200; 8]),
        get("/api/openapi.json", [200; 8]),
        get("/api/docs", [200; 8]),
        get("/api/auth/me", signed_in),
        get("/api/auth/sessions", signed_in),
        delete("/api/auth/sessions/none", [401, 404, 404, 404, 404, 404, 404, 404]),
        put(
            "/api/auth/password",
            json!({"current_password": "wrong", "new_password": "long enough"}),
            [401, 400, 400, 400, 400, 400, 400, 400],
        ),
        (
            Method::POST,
            "/api/brands",
            json!({"company_name": "", "contact": {"name": "", "email": ""}}),
            [401, 403, 403, 403, 403, 403, 400, 400],
        ),
        (
            Method::POST,
            "/api/creators",
            json!({"name": "", "email": ""}),
            [401, 403, 403, 403, 403, 403, 400, 400],
        ),
        (
            Method::POST,
            "/api/packages",
            json!({"creator_id": 1, "title": "More", "price": 1, "currency": "USD"}),
            [401, 403, 403, 403, 403, 403, 201, 201],
        ),
        put("/api/brands/1", json!({}), admin),
        put("/api/creators/1", json!({}), admin),
        put("/api/packages/1", json!({}), admin),
        get("/api/admin/agents", admin),
        get("/api/admin/agents/5", admin),
        get("/api/admin/settings", admin),
        get("/api/admin/audit", admin),
        get("/api/admin/agents/5/sessions", owner),
        (
            Method::POST,
            "/api/admin/agents",
            json!({"email": "new@desk.example", "name": "New"}),
            [401, 403, 403, 403, 403, 403, 403, 201],
        ),
        put("/api/admin/agents/6", json!({"name": "noor"}), owner),
        put("/api/admin/agents/6/status", json!({"status": "active"}), owner),
        put("/api/admin/agents/6/password", json!({}), owner),
        delete("/api/admin/agents/6/sessions", owner),
        delete("/api/admin/agents/7", owner),
        (Method::POST, "/api/admin/agents/6/tickets/hand_out", json!({}), admin),
        put("/api/admin/settings", json!({}), owner),
        get("/api/orders", signed_in),
        get("/api/orders/1", party),
        get("/api/orders/brand/1", [401, 200, 404, 404, 404, 200, 200, 200]),
        get("/api/orders/creator/1", [401, 404, 404, 200, 404, 200, 200, 200]),
        get("/api/crm/tickets", staff),
        get("/api/crm/tickets/my", staff),
        get("/api/crm/tickets/1", party),
        get("/api/crm/tickets/order/1", party),
        get("/api/crm/tickets/1/messages", party),
        get("/api/crm/tickets/1/history", staff),
        get("/api/crm/tickets/1/history/assignment", staff),
        get("/api/crm/agents", staff),
        get("/api/crm/agent/5/tickets", staff),
        get("/api/files/1", [401, 404, 404, 404, 404, 404, 404, 404]),
        (
            Method::POST,
            "/api/crm/tickets/1/files",
            Value::Null,
            [401, 415, 404, 415, 404, 415, 415, 415],
        ),
        get("/api/search?q=reel", signed_in),
        get("/api/search?q=tag:vip", [401, 400, 400, 400, 400, 200, 200, 200]),
        get("/api/packages", staff),
        get("/api/packages/1", staff),
        get("/api/brands", staff),
        get("/api/brands/1", staff),
        get("/api/creators", staff),
        get("/api/creators/1", staff),
        get("/api/admin/stats", admin),
        get("/api/admin/agents/stats", admin),
        get("/api/admin/distribution", admin),
        get("/api/admin/health", admin),
        // A stream has no end to wait for: who may listen is told of the odd `Last-Event-ID`.
        get("/api/events?ticket=1", [401, 400, 404, 400, 404, 400, 400, 400]),
        (Method::POST, "/api/auth/login", login, [200; 8]),
        (Method::POST, "/api/auth/refresh", json!({"refresh_token": "x"}), [401; 8]),
        (Method::POST, "/api/orders", order, [401, 201, 403, 403, 403, 201, 201, 201]),
        (
            Method::POST,
            "/api/crm/tickets/1/messages",
            json!({"message_text": "x"}),
            [401, 201, 404, 201, 404, 201, 201, 201],
        ),
        (Method::POST, "/api/crm/tickets/1/read", json!({}), staff),
        (Method::POST, "/api/crm/tickets/1/presence", json!({"state": "viewing"}), staff),
        get("/api/crm/settings", staff),
        get("/api/crm/macros", staff),
        get("/api/crm/macros/1", staff),
        (
            Method::POST,
            "/api/crm/macros",
            json!({"title": "t", "body": "b", "shared": true}),
            [401, 403, 403, 403, 403, 403, 201, 201],
        ),
        put(
            "/api/crm/macros/1",
            json!({"title": "t", "body": "b", "shared": true}),
            [401, 403, 403, 403, 403, 403, 200, 200],
        ),
        (
            Method::DELETE,
            "/api/crm/macros/1",
            Value::Null,
            [401, 403, 403, 403, 403, 403, 200, 404],
        ),
        (
            Method::POST,
            "/api/crm/tickets/bulk",
            json!({"ticket_ids": ["1"], "set": {"priority": "low"}}),
            staff,
        ),
        put("/api/crm/tickets/1/status", json!({"status": "open"}), staff),
        put("/api/crm/tickets/1/priority", json!({"priority": "high"}), staff),
        put("/api/crm/tickets/1/tags", json!({"tags": []}), staff),
        put("/api/crm/tickets/1/snooze", json!({"snoozed_until": null}), staff),
        put("/api/crm/tickets/1/reassign", json!({"agent_id": "5"}), staff),
        put("/api/crm/agent/status", json!({"agent_status": "available"}), staff),
        // A brand may never confirm; a creator may, and after it the order is where it is.
        put(
            "/api/orders/1/status",
            json!({"status": "confirmed"}),
            [401, 403, 404, 200, 404, 409, 409, 409],
        ),
        // The last row: after it nobody is signed in.
        (Method::POST, "/api/auth/logout", Value::Null, signed_in),
    ]
}

/// Whether a row's path is an instance of a route's.
fn is_of(path: &str, route: &Route) -> bool {
    let path = path.split('?').next().unwrap_or(path);
    // As the router has it: a fixed word wins over a parameter.
    let exact = table().iter().any(|r| r.path == path);
    let same = |(is, wants): (&str, &str)| is == wants || wants.starts_with('{');
    let (is, wants) = (path.split('/'), route.path.split('/'));
    path == route.path
        || !exact && is.clone().count() == wants.clone().count() && is.zip(wants).all(same)
}

/// Whether a role may get past the door of a route at all.
fn may_enter(who: Who, role: &str) -> bool {
    match who {
        Who::Public => true,
        Who::SignedIn | Who::Party => role != "nobody",
        Who::Staff => ["agent", "admin", "super_admin"].contains(&role),
        Who::Admin => ["admin", "super_admin"].contains(&role),
        Who::SuperAdmin => role == "super_admin",
    }
}

#[test]
fn every_route_has_a_row_and_every_row_is_as_its_route_says() {
    const ROLES: [&str; 8] =
        ["nobody", "brand_a", "brand_b", "creator_a", "creator_b", "agent", "admin", "super_admin"];
    let rows = matrix();
    for route in table() {
        let of = |row: &&Row| row.0 == route.method && is_of(row.1, &route);
        let rows: Vec<&Row> = rows.iter().filter(of).collect();
        assert!(!rows.is_empty(), "{route:?} has no row in the matrix");
        for (row, (role, status)) in
            rows.iter().flat_map(|row| std::iter::repeat(row).zip(ROLES.iter().zip(row.3)))
        {
            let refused = if *role == "nobody" { status == 401 } else { status == 403 };
            let enters = may_enter(route.who, role);
            assert!(enters || refused, "{role} must be refused by {route:?}: {status}");
            let strangers = ["brand_b", "creator_b"];
            let hidden = route.who == Who::Party && strangers.contains(role);
            assert!(!hidden || status == 404, "{route:?} is no business of {role}: {status}");
            assert!(
                status != 401 || !enters || route.who == Who::Public,
                "{role} is signed in: {} {}",
                row.0,
                row.1
            );
        }
    }
}

on_each_engine! {
    async fn every_route_for_everybody(desk: Desk) {
        desk.brand_a.place(&Desk::new_order()).await;
        let shared = json!({"title": "t", "body": "b", "shared": true});
        desk.admin.post("/api/crm/macros", &shared).await.data::<Value>();
        for (method, path, body, expected) in matrix() {
            for ((name, client), status) in who(&desk).into_iter().zip(expected) {
                let body = (!body.is_null()).then(|| body.to_string());
                let answer = client.send(method.clone(), path, &[("Last-Event-ID", "odd")], body).await;
                let got = answer.status.as_u16();
                assert_eq!(got, status, "{name}: {method} {path}: {}", answer.text);
            }
        }
    }
}
