//! Backups taken under load, and desks restored from them.

use super::client::Client;
use super::desk::Desk;
use super::engine::{Engine, on_each_engine};
use super::files::{fetch, sent};
use reqwest::Method;
use robindesk_protocol::{HealthAnswer, OrderPage, TicketPage, Timestamp};
use robindesk_server::clock::Clock;
use robindesk_server::ops::backup::{BackedUp, BackupError, backup};
use robindesk_server::ops::restore::{RestoreError, restore};
use robindesk_server::store::read::invariants;
use robindesk_server::{Running, Settings, start};
use std::fs;
use std::path::Path;
use tokio::sync::watch;
use tokio::task::JoinSet;

async fn take(desk: &Desk, target: &Path) -> BackedUp {
    let app = desk.running.app();
    backup(&app.settings, &app.clock, target).await.unwrap_or_else(|error| panic!("{error}"))
}

async fn put(settings: &Settings, from: &Path) -> Result<(), RestoreError> {
    restore(settings, &Clock::System, from, false).await.map(|_| ())
}

/// A desk restored into a folder of its own, at work.
async fn restored(folder: &Path, from: &Path, secret_of: &Running) -> Running {
    let mut settings = Settings::embedded(folder.to_owned());
    settings.rate_limit = false;
    // So that the tokens of before are good.
    settings.secret = Some(secret_of.app().settings.secret().unwrap());
    put(&settings, from).await.unwrap_or_else(|error| panic!("{error}"));
    start(settings).await.unwrap()
}

fn load(desk: &Desk) -> (watch::Sender<bool>, JoinSet<()>) {
    let (go, going) = watch::channel(true);
    let mut all = JoinSet::new();
    for _ in 0..4 {
        let (brand, going) = (desk.brand_a.clone(), going.clone());
        all.spawn(async move {
            while *going.borrow() {
                let placed = brand.place(&Desk::new_order()).await;
                brand.write(placed.ticket.id, "When?", None).await;
            }
        });
    }
    (go, all)
}

async fn totals(client: &Client) -> (u64, u64) {
    let orders: OrderPage = client.get("/api/orders?limit=1").await.data();
    let tickets: TicketPage = client.get("/api/crm/tickets?limit=1").await.data();
    (orders.paging.total, tickets.paging.total)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_under_load_restores_to_a_desk_that_goes_on() {
    let desk = Desk::on(Engine::Sqlite).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("desk.backup");
    desk.brand_a.place(&Desk::new_order()).await;
    let bytes = vec![42; 100_000];
    let (_, file) = sent(&desk.brand_a, &[("file", &bytes)]).await;
    let (go, mut load) = load(&desk);
    for _ in 0..3 {
        let before = totals(&desk.admin).await.0;
        let done = take(&desk, &target).await;
        // Everything that was acknowledged before, and an order whole or not at all.
        assert!(done.noted && done.manifest.holds.orders >= before);
        assert_eq!(done.manifest.holds.orders, done.manifest.holds.tickets);
        assert_eq!((done.manifest.members.len(), done.manifest.missing.len()), (2, 0));
    }
    go.send_replace(false);
    while let Some(client) = load.join_next().await {
        client.unwrap();
    }
    let held = take(&desk, &target).await.manifest.holds;
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(left.len(), 1, "nothing but the backup: {left:?}");

    let running = restored(&folder.path().join("data"), &target, &desk.running).await;
    let sound = invariants::all(&running.app().store).await.unwrap();
    assert!(sound.iter().all(|found| found.broken.is_empty()), "{sound:?}");
    let base = format!("http://{}", running.addr());
    let admin = desk.admin.at(&base);
    assert_eq!(totals(&admin).await, (held.orders, held.tickets));
    assert_eq!(fetch(&admin, &file, None).await.2, bytes);
    // Numbers go on where they stood.
    let placed = desk.brand_a.at(&base).place(&Desk::new_order()).await;
    assert_eq!(placed.order.id.0.unsigned_abs(), held.orders + 1);
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_from_before_a_restore_is_not_taken_for_another_of_its_number() {
    let desk = Desk::on(Engine::Sqlite).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("desk.backup");
    desk.brand_a.place(&Desk::new_order()).await;
    take(&desk, &target).await;
    let (_, lost) = sent(&desk.brand_a, &[("file", b"what was lost")]).await;
    let path = format!("/api/files/{}", lost.id);
    let etag = desk.brand_a.get(&path).await.headers["etag"].to_str().unwrap().to_owned();

    let running = restored(&folder.path().join("data"), &target, &desk.running).await;
    let brand = desk.brand_a.at(format!("http://{}", running.addr()));
    let (_, file) = sent(&brand, &[("file", b"something else")]).await;
    assert_eq!(file.id, lost.id);
    for headers in [
        &[("if-none-match", etag.as_str())][..],
        &[("if-range", etag.as_str()), ("range", "bytes=5-")],
    ] {
        let answer = brand.send(Method::GET, &path, headers, None).await;
        assert_eq!((answer.status.as_u16(), answer.text.as_str()), (200, "something else"));
    }
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_damaged_backup_is_refused_and_touches_nothing() {
    let desk = Desk::on(Engine::Sqlite).await.unwrap();
    desk.brand_a.place(&Desk::new_order()).await;
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("desk.backup");
    take(&desk, &target).await;
    let whole = fs::read(&target).unwrap();
    let settings = Settings::embedded(folder.path().join("data"));
    for part in 0..64 {
        let mut bytes = whole.clone();
        let at = part * (whole.len() - 1) / 63;
        bytes[at] ^= 1 << (part % 8);
        fs::write(&target, bytes).unwrap();
        let error = put(&settings, &target).await.unwrap_err();
        assert!(matches!(error, RestoreError::Archive(_)), "byte {at}: {error}");
    }
    assert!(!settings.data_dir.exists());
    fs::write(&target, &whole).unwrap();
    put(&settings, &target).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_desk_is_never_overwritten_unasked() {
    let desk = Desk::on(Engine::Sqlite).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("desk.backup");
    take(&desk, &target).await;
    desk.brand_a.place(&Desk::new_order()).await;
    let settings = desk.running.app().settings.as_ref().clone();
    let error = put(&settings, &target).await.unwrap_err();
    assert!(matches!(error, RestoreError::InTheWay(_)), "{error}");
    let error = restore(&settings, &Clock::System, &target, true).await.unwrap_err();
    assert!(matches!(error, RestoreError::Served), "{error}");
    assert_eq!(totals(&desk.admin).await.0, 1, "a desk that is served goes on");

    let Desk { running, admin, .. } = desk;
    let secret = settings.secret().unwrap();
    running.stop().await;
    let done = restore(&settings, &Clock::System, &target, true).await.unwrap();
    let running = start(settings.clone()).await.unwrap();
    let admin = admin.at(format!("http://{}", running.addr()));
    assert_eq!(totals(&admin).await.0, 0);
    running.stop().await;
    // What was there before is whole, under its other name.
    let mut before = Settings::embedded(folder.path().join("before"));
    let kept = done.before.unwrap();
    before.database = Some(format!("sqlite:{}", kept.display()));
    before.secret = Some(secret);
    let running = start(before).await.unwrap();
    let admin = admin.at(format!("http://{}", running.addr()));
    assert_eq!(totals(&admin).await.0, 1);
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_is_no_backup_is_not_overwritten() {
    let desk = Desk::on(Engine::Sqlite).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("letters.txt");
    fs::write(&target, "dear").unwrap();
    let app = desk.running.app();
    let error = backup(&app.settings, &app.clock, &target).await.unwrap_err();
    assert!(matches!(error, BackupError::Taken(_)), "{error}");
    assert_eq!(fs::read_to_string(&target).unwrap(), "dear");
    let settings = Settings::embedded(folder.path().join("data"));
    assert!(put(&settings, &target).await.unwrap_err().to_string().contains("no backup"));
    let error = backup(&settings, &app.clock, &folder.path().join("new")).await.unwrap_err();
    assert!(matches!(error, BackupError::NoDesk(_)), "{error}");
}

on_each_engine! {
    async fn health_tells_of_the_last_backup_where_there_can_be_one(desk: Desk) {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("desk.backup");
        let app = desk.running.app();
        let health = async || {
            let health = desk.admin.get("/api/admin/health").await;
            health.data::<HealthAnswer>().health.last_backup
        };
        assert_eq!(health().await, None);
        match backup(&app.settings, &Clock::held(Timestamp(7)), &target).await {
            Ok(_) => assert_eq!(health().await, Some(Timestamp(7))),
            Err(error) => {
                assert_eq!(app.store.engine(), "postgresql");
                assert!(error.to_string().contains("pg_dump"), "{error}");
                let error = put(&app.settings, &target).await.unwrap_err();
                assert!(matches!(error, RestoreError::Postgres), "{error}");
            }
        }
    }
}
