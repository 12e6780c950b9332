//! A desk that moves to another database, of the other engine, and goes on there.

use super::desk::{Bare, Desk};
use super::engine::{Engine, on_each_engine};
use robindesk_server::ops::copy::{CopyError, copy};
use robindesk_server::ops::seed::{Plan, seed};
use robindesk_server::start_with;
use robindesk_server::store::read::{events, invariants};

/// Another database than this desk's, of the other engine; `None` where that is not installed.
fn other(desk: &Bare, folder: &std::path::Path) -> Option<String> {
    match desk.running.app().store.engine() {
        "sqlite" => Engine::Postgres.url(folder),
        _ => Engine::Sqlite.url(folder),
    }
}

on_each_engine! {
    async fn a_desk_goes_on_where_it_was_copied_to(desk: Bare) {
        let folder = tempfile::tempdir().unwrap();
        let Some(to) = other(&desk, folder.path()) else { return };
        let plan = Plan { orders: 40, ..Plan::demo(desk.running.app().clock.now()) };
        let seeded = seed(desk.running.app(), &plan).await.unwrap();
        let admin = desk.client(&seeded.super_admin).await;
        let brand = desk.client(&seeded.brands[0].0).await;
        let paths = ["/api/crm/tickets?limit=200", "/api/orders?limit=200", "/api/crm/tickets/7/messages",
            "/api/admin/audit", "/api/packages?limit=200", "/api/search?q=the"];
        let mut before = Vec::new();
        for path in paths {
            before.push(admin.get(path).await.text);
        }
        let mut settings = desk.running.app().settings.as_ref().clone();
        let from = settings.database_url();
        let newest = desk.running.app().feed.newest();
        let clock = desk.running.app().clock.clone();
        let Bare { running, .. } = desk;
        running.stop().await;
        let carried = copy(&from, &to).await.unwrap_or_else(|error| panic!("{error}"));
        assert!(carried.rows > 500, "{carried:?}");
        let again = copy(&from, &to).await.unwrap_err();
        assert!(again.to_string().contains("the target is not empty"), "{again}");

        settings.database = Some(to);
        let running = start_with(settings, clock).await.unwrap();
        let store = &running.app().store;
        let sound = invariants::all(store).await.unwrap();
        assert!(sound.iter().all(|found| found.broken.is_empty()), "{sound:?}");
        let base = format!("http://{}", running.addr());
        let (admin, brand) = (admin.at(&base), brand.at(&base));
        for (path, before) in paths.iter().zip(before) {
            assert_eq!(admin.get(path).await.text, before, "{path}");
        }
        // Ids and event numbers go on where they stood.
        let package = &seeded.packages[0];
        let mut order = Desk::new_order();
        order.brand_id = seeded.brands[0].1.id;
        order.package_id = package.id;
        (order.creator_id, order.total_amount) = (package.creator_id, package.price.clone());
        order.currency = Some(package.currency);
        assert_eq!(brand.place(&order).await.order.id.0, 41);
        let next = events::after(store, newest, 10).await.unwrap();
        assert_eq!(next[0].seq, newest + 1);
        running.stop().await;
    }

    async fn what_cannot_be_copied_is_refused(desk: Desk) {
        let folder = tempfile::tempdir().unwrap();
        let from = desk.running.app().settings.database_url();
        let error = copy(&from, &from).await.unwrap_err();
        assert!(matches!(error, CopyError::Same), "{error}");
        let nowhere = format!("sqlite:{}", folder.path().join("none.db").display());
        let error = copy(&nowhere, &from).await.unwrap_err();
        assert!(matches!(error, CopyError::NoDesk(_)), "{error}");
        let error = copy(&from, "mysql://desk").await.unwrap_err();
        assert!(matches!(error, CopyError::To(_)), "{error}");
        // Into a desk that somebody works at: not one row of it is touched.
        let other = Desk::on(Engine::Sqlite).await.unwrap();
        let error = copy(&from, &other.running.app().settings.database_url()).await.unwrap_err();
        assert!(error.to_string().contains("not empty: its table users"), "{error}");
        assert_eq!(other.brand_a.place(&Desk::new_order()).await.order.id.0, 1);
        let mut conn = desk.running.app().store.connect().await.unwrap();
        conn.run("CREATE TABLE stranger (id BIGINT PRIMARY KEY)", vec![]).await.unwrap();
        let to = format!("sqlite:{}", folder.path().join("new.db").display());
        let error = copy(&from, &to).await.unwrap_err();
        assert!(error.to_string().contains("stranger"), "{error}");
    }
}
