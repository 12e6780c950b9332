//! A server that does what a test tells it to: cuts, stalls, refuses, forgets.

#[path = "fake/files.rs"]
mod files;

use axum::body::{Body, Bytes};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use axum::{Json, Router};
use futures_util::{StreamExt, stream};
use jsonwebtoken::{EncodingKey, Header, encode};
use robindesk_protocol::{
    AccountStatus, Audience, Claims, Event, EventData, EventKind, Message, MessageId, MessageType,
    Paging, PostMessage, Refresh, SetTicketStatus, Success, Ticket, TicketAnswer, TicketId,
    TicketPage, TicketQuery, TicketStatus, Timestamp, TokenPair, User, UserId, UserType,
};
use serde_json::json;
use std::collections::{HashSet, VecDeque};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::net::TcpListener;

/// What one opening of the event stream gets.
#[derive(Debug, Clone)]
pub enum Opening {
    /// These blocks, and then the connection is cut.
    Cut(Vec<String>),
    /// These blocks, and then nothing more, not even a heartbeat.
    Stall(Vec<String>),
    /// Another status.
    Status(u16),
}

/// What the server knows, and what it was told to do.
#[derive(Debug, Default)]
pub struct Desk {
    pub openings: VecDeque<Opening>,
    /// `Last-Event-ID` of each opening.
    pub resumed: Vec<Option<String>>,
    /// Statuses to answer posts with before they are taken.
    pub posts: VecDeque<u16>,
    /// Each message that was taken, once.
    pub taken: Vec<PostMessage>,
    /// The client's id of every try to post, taken or not.
    pub tried: Vec<String>,
    /// The client's ids of messages that are never taken: the server is always busy for them.
    pub deaf: HashSet<String>,
    /// Pages of tickets to answer with, and the cursor of each that was asked for.
    pub pages: VecDeque<TicketPage>,
    pub cursors: Vec<Option<String>>,
    pub statuses: Vec<SetTicketStatus>,
    /// Statuses to answer changes with; 200 makes one.
    pub changes: VecDeque<u16>,
    /// After how many bytes the body of a file is cut, up or down; then files are whole.
    pub cuts: VecDeque<usize>,
    /// The file that is to be had, the ranges that were asked for, and what was sent, by its id.
    pub file: Vec<u8>,
    pub ranges: Vec<Option<String>>,
    pub files: Vec<(String, Vec<u8>)>,
    /// Access tokens that are accepted.
    pub valid: HashSet<String>,
    /// The refresh token that is accepted; `None`: none is.
    pub refresh: Option<String>,
    pub refreshes: usize,
    pub sign_outs: usize,
}

#[derive(Debug, Clone)]
pub struct Fake {
    pub addr: SocketAddr,
    desk: Arc<Mutex<Desk>>,
}

type Shared = State<Arc<Mutex<Desk>>>;

impl Fake {
    /// Serves on a free port.
    pub async fn start() -> Self {
        Self::start_on("127.0.0.1:0".parse().unwrap()).await
    }

    pub async fn start_on(addr: SocketAddr) -> Self {
        let desk = Arc::new(Mutex::new(Desk::default()));
        let listener = TcpListener::bind(addr).await.unwrap();
        let addr = listener.local_addr().unwrap();
        let router = Router::new()
            .route("/api/auth/login", post(login))
            .route("/api/auth/refresh", post(refresh))
            .route("/api/auth/logout", post(logout))
            .route("/api/crm/tickets", get(tickets))
            .route("/api/crm/tickets/{id}/messages", post(post_message))
            .route("/api/crm/tickets/{id}/status", put(set_status))
            .route("/api/crm/tickets/{id}/files", post(files::take))
            .route("/api/files/{id}", get(files::give))
            .route("/api/events", get(events))
            .with_state(desk.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { addr, desk }
    }

    pub fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap()
    }

    /// A session that is accepted here, whose access token lives for so many seconds.
    pub fn open_session(&self, life: u64) -> TokenPair {
        self.desk().open_session(life)
    }
}

impl Desk {
    fn open_session(&mut self, life: u64) -> TokenPair {
        let (access_token, refresh_token) = (token(life), uuid::Uuid::new_v4().to_string());
        self.valid.insert(access_token.clone());
        self.refresh = Some(refresh_token.clone());
        let token_type = "Bearer".to_owned();
        TokenPair { access_token, refresh_token, token_type, expires_in: life, user: agent() }
    }

    fn knows(&self, headers: &HeaderMap) -> bool {
        let token = headers.get(header::AUTHORIZATION).and_then(|v| v.to_str().ok());
        token.and_then(|t| t.strip_prefix("Bearer ")).is_some_and(|t| self.valid.contains(t))
    }
}

pub fn agent() -> User {
    User {
        id: UserId(3),
        email: "maya@robindesk.example".to_owned(),
        name: "Maya Rivera".to_owned(),
        user_type: UserType::Agent,
        status: AccountStatus::Active,
        brand_id: None,
        creator_id: None,
        agent_status: None,
        created_at: Timestamp(0),
    }
}

/// One block of the stream with an event that has this number.
pub fn block(seq: i64) -> String {
    let event = Event {
        seq,
        kind: EventKind::TicketUpdated,
        at: Timestamp(seq),
        actor: None,
        ticket_id: Some(TicketId(8)),
        order_id: None,
        data: EventData::default(),
    };
    format!("id: {seq}\nevent: ticket.updated\ndata: {}\n\n", json!(event))
}

fn token(life: u64) -> String {
    let claims = Claims {
        sub: UserId(3),
        user_type: UserType::Agent,
        sid: "s".to_owned(),
        iss: "robindesk".to_owned(),
        aud: "robindesk".to_owned(),
        iat: 1_000_000,
        exp: 1_000_000 + life,
        jti: uuid::Uuid::new_v4().to_string(),
    };
    encode(&Header::default(), &claims, &EncodingKey::from_secret(b"a test's own secret")).unwrap()
}

fn problem(status: u16, detail: &str) -> Response {
    let body = json!({
        "success": false, "type": "about:blank", "title": "t", "status": status,
        "code": "conflict", "detail": detail, "request_id": "r", "errors": [],
    });
    (StatusCode::from_u16(status).unwrap(), Json(body)).into_response()
}

fn ok<T: serde::Serialize>(data: T) -> Response {
    Json(Success::new("Done", data)).into_response()
}

async fn login(State(desk): Shared, body: Bytes) -> Response {
    let body: serde_json::Value = serde_json::from_slice(&body).unwrap();
    if body["password"] == "right" {
        return ok(desk.lock().unwrap().open_session(900));
    }
    problem(401, "E-mail or password is wrong.")
}

async fn refresh(State(desk): Shared, Json(body): Json<Refresh>) -> Response {
    let mut desk = desk.lock().unwrap();
    desk.refreshes += 1;
    if desk.refresh.as_ref() == Some(&body.refresh_token) {
        return ok(desk.open_session(900));
    }
    // Used twice: the whole session ends, as the contract says.
    (desk.refresh, desk.valid) = (None, HashSet::new());
    problem(401, "Sign in to go on.")
}

async fn logout(State(desk): Shared) -> Response {
    desk.lock().unwrap().sign_outs += 1;
    ok(json!({}))
}

async fn tickets(
    State(desk): Shared,
    Query(query): Query<TicketQuery>,
    headers: HeaderMap,
) -> Response {
    let mut desk = desk.lock().unwrap();
    if !desk.knows(&headers) {
        return problem(401, "Sign in to go on.");
    }
    desk.cursors.push(query.cursor);
    let empty = TicketPage { tickets: Vec::new(), paging: Paging::default() };
    ok(desk.pages.pop_front().unwrap_or(empty))
}

async fn post_message(
    State(desk): Shared,
    Path(ticket): Path<i64>,
    headers: HeaderMap,
    Json(body): Json<PostMessage>,
) -> Response {
    let mut desk = desk.lock().unwrap();
    let id = body.client_id.clone().unwrap_or_default();
    desk.tried.push(id.clone());
    if !desk.knows(&headers) {
        return problem(401, "Sign in to go on.");
    }
    if desk.deaf.contains(&id) {
        return problem(503, "Not now.");
    }
    if let Some(status) = desk.posts.pop_front() {
        return problem(status, "Not now.");
    }
    let same = |t: &PostMessage| t.client_id == body.client_id;
    let place = desk.taken.iter().position(same).unwrap_or_else(|| {
        desk.taken.push(body.clone());
        desk.taken.len() - 1
    });
    let message = Message {
        id: MessageId(i64::try_from(place).unwrap() + 1),
        ticket_id: TicketId(ticket),
        sender: None,
        message_text: body.message_text,
        message_type: MessageType::Text,
        audience: body.audience.unwrap_or(Audience::Brand),
        client_id: body.client_id,
        created_at: Timestamp(0),
        file: None,
    };
    ok(json!({"message": message}))
}

async fn set_status(
    State(desk): Shared,
    Path(ticket): Path<i64>,
    Json(body): Json<SetTicketStatus>,
) -> Response {
    let mut desk = desk.lock().unwrap();
    if let Some(status) = desk.changes.pop_front().filter(|status| *status != 200) {
        return problem(status, "Not now.");
    }
    let status = body.status;
    desk.statuses.push(body);
    ok(TicketAnswer { ticket: a_ticket(ticket, status) })
}

/// A ticket without an agent or a message.
pub fn a_ticket(id: i64, status: TicketStatus) -> Ticket {
    serde_json::from_value(json!({
        "id": id, "order_id": 6, "agent": null, "status": status, "priority": "medium",
        "stream_channel_id": "ticket_8", "created_at": Timestamp(0), "updated_at": Timestamp(0),
    }))
    .unwrap()
}

async fn events(State(desk): Shared, headers: HeaderMap) -> Response {
    let opening = {
        let mut desk = desk.lock().unwrap();
        if !desk.knows(&headers) {
            return problem(401, "Sign in to go on.");
        }
        let last = headers.get("Last-Event-ID").map(|v| v.to_str().unwrap().to_owned());
        desk.resumed.push(last);
        desk.openings.pop_front().unwrap_or(Opening::Stall(Vec::new()))
    };
    let told = |blocks: Vec<String>| stream::iter(blocks).map(Ok::<_, std::io::Error>);
    let body = match opening {
        Opening::Status(status) => return problem(status, "Not now."),
        Opening::Cut(blocks) => Body::from_stream(told(blocks)),
        Opening::Stall(blocks) => Body::from_stream(told(blocks).chain(stream::pending())),
    };
    ([(header::CONTENT_TYPE, "text/event-stream")], body).into_response()
}
