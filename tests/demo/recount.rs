//! What an admin reads on the screen, held against a naive recount of the log: a real server with a
//! seeded desk, a real runner, and the console's own drawing.

use crate::screen::Screen;
use robindesk::app::Clock;
use robindesk::app::runner::RunnerOptions;
use robindesk::disk::Folders;
use robindesk::disk::tokens::{KeptSession, keep_new};
use robindesk::net::{Address, Pace};
use robindesk_protocol::{Event, EventKind, OrderStatus, Ticket, TicketId, UserId};
use robindesk_server::auth::open_session;
use robindesk_server::ops::seed::{Plan, seed};
use robindesk_server::store::read::events;
use robindesk_server::{Running, Settings};
use std::collections::BTreeMap;

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// What the log says, read from its beginning.
#[derive(Default)]
struct Recount {
    log: Vec<Event>,
    orders: BTreeMap<OrderStatus, u64>,
    tickets: BTreeMap<TicketId, Ticket>,
    /// Tickets given and messages written, by whom and when.
    given: Vec<(UserId, i64)>,
    wrote: Vec<(UserId, i64)>,
}

impl Recount {
    async fn of(server: &Running) -> Self {
        let mut recount = Self::default();
        loop {
            let after = recount.log.last().map_or(0, |event| event.seq);
            let found = events::after(&server.app().store, after, 500).await.unwrap();
            if found.is_empty() {
                break;
            }
            recount.log.extend(
                found.iter().map(|logged| serde_json::from_str::<Event>(&logged.body).unwrap()),
            );
        }
        let mut orders = BTreeMap::new();
        for event in &recount.log {
            orders.extend(event.data.order.as_ref().map(|order| (order.id, order.status)));
            let sender = event.data.message.as_ref().and_then(|message| message.sender.as_ref());
            let sender = sender.filter(|sender| sender.user_type.is_staff());
            recount.wrote.extend(sender.map(|sender| (sender.id, event.at.0)));
            let Some(ticket) = &event.data.ticket else { continue };
            let agent = |ticket: &Ticket| ticket.agent.as_ref().map(|agent| agent.id);
            let had = recount.tickets.get(&ticket.id).and_then(agent);
            let given = agent(ticket).filter(|has| Some(*has) != had);
            recount.given.extend(given.map(|has| (has, event.at.0)));
            recount.tickets.insert(ticket.id, ticket.clone());
        }
        for status in orders.into_values() {
            *recount.orders.entry(status).or_default() += 1;
        }
        recount
    }

    fn placed(&self, from: i64, to: i64) -> usize {
        let placed = self.log.iter().filter(|event| event.kind == EventKind::OrderCreated);
        placed.filter(|event| (from..to).contains(&event.at.0)).count()
    }

    fn open(&self, agent: Option<UserId>) -> usize {
        let tickets = self.tickets.values().filter(|ticket| ticket.status.is_unresolved());
        let of = |t: &&Ticket| agent.is_none() || t.agent.as_ref().map(|a| a.id) == agent;
        tickets.filter(of).count()
    }
}

fn since(all: &[(UserId, i64)], who: UserId, from: i64) -> usize {
    all.iter().filter(|(id, at)| *id == who && *at >= from).count()
}

/// The figures of the first line of the screen that begins with these words.
fn figures(screen: &str, words: &str) -> Vec<String> {
    let found = screen.lines().find_map(|line| {
        let line = line.trim_start_matches(['│', '┃', ' ']);
        line.strip_prefix(words).map(str::to_owned)
    });
    let line = found.unwrap_or_else(|| panic!("no line `{words}` on\n{screen}"));
    let figure = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit());
    line.split_whitespace().filter(figure).map(|word| word.replace(',', "")).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_numbers_on_the_screen_are_what_a_recount_of_the_log_finds() {
    let home = tempfile::tempdir().unwrap();
    let data = home.path().join("server");
    std::fs::create_dir(&data).unwrap();
    let server = robindesk_server::start(Settings::embedded(data)).await.unwrap();
    let now = Clock::System.now();
    let plan = Plan { agents: 3, orders: 60, ..Plan::demo(now) };
    let seeded = seed(server.app(), &plan).await.unwrap();
    let mut console = console(&server, &seeded.admin.email, home.path()).await;
    console.until("● live").await;
    console.keys("4");
    console.until(&seeded.agents[0].name).await;
    // The charts as tables: every figure in words.
    console.keys("v");
    let recount = Recount::of(&server).await;
    let midnight = now.0 - now.0.rem_euclid(DAY);

    let screen = console.shown();
    let lines: Vec<&str> = screen.lines().collect();
    let head = lines.iter().position(|line| line.contains("unassigned")).unwrap();
    let totals: Vec<&str> = lines[head + 1].trim_matches(['┃', ' ']).split_whitespace().collect();
    let waiting = recount.tickets.values().filter(|t| t.waiting_since.is_some()).count();
    let expected = [
        recount.placed(midnight, i64::MAX),
        recount.placed(midnight, i64::MAX),
        recount.open(None),
        waiting,
    ];
    assert_eq!(totals[..4], expected.map(|n| n.to_string()), "{screen}");
    for (status, n) in &recount.orders {
        let words = status.as_str().replace('_', " ");
        let shown: Vec<String> = lines
            .iter()
            .filter(|l| l.contains(&format!(" {words} ")))
            .map(|l| (*l).to_owned())
            .collect();
        assert!(shown.iter().any(|l| l.contains(&format!(" {n} "))), "{words} {n}: {shown:?}");
    }
    for (range, from) in [("r", midnight), ("r", now.0 - 7 * DAY), ("r", now.0 - 30 * DAY)] {
        let from = from - from.rem_euclid(HOUR);
        let screen = console.shown();
        for user in &seeded.agents {
            let shown = figures(&screen, &user.name);
            let expected = [recount.open(Some(user.id)), since(&recount.given, user.id, from)];
            assert_eq!(shown[..2], expected.map(|n| n.to_string()), "{}\n{screen}", user.name);
            let messages = since(&recount.wrote, user.id, from).to_string();
            assert_eq!(shown.last(), Some(&messages), "{}\n{screen}", user.name);
        }
        console.keys(range);
    }
    // By the day, over 30 days.
    console.keys("r");
    console.keys("r");
    let screen = console.shown();
    let all: usize = recount.placed(midnight - 29 * DAY, i64::MAX);
    let line = screen.lines().skip_while(|line| !line.contains("unassigned")).nth(1).unwrap();
    assert_eq!(figures(line, "")[0], all.to_string(), "{screen}");
    assert!(screen.contains("✓ fair"), "{screen}");
    console.close().await;
    server.stop().await;
}

/// The admin's console, tall enough for all of it.
async fn console(server: &Running, email: &str, home: &std::path::Path) -> Screen {
    let clock = Clock::System;
    let address = Address::parse(&server.addr().to_string(), false).unwrap();
    let pair = open_session(server.app(), email).await.unwrap();
    let folders = Folders::under(&home.join("home"));
    let session = KeptSession {
        server: address.to_string(),
        user: pair.user,
        access_token: pair.access_token,
        refresh_token: pair.refresh_token,
        received_at: clock.now(),
    };
    keep_new(&folders, &session).unwrap();
    let (server, pace) = (Some(address), Pace::default());
    let options = RunnerOptions { folders, clock, server, insecure_http: false, pace };
    Screen::open(options, (100, 110))
}
