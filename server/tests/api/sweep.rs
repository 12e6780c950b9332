//! Files whose message never came: gone after a day, and nothing else is.

use super::desk::Desk;
use super::engine::on_each_engine;
use super::files::{fetch, sent};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

fn now(desk: &Desk) -> SystemTime {
    let now = desk.running.app().clock.now().0.unsigned_abs();
    SystemTime::UNIX_EPOCH + Duration::from_millis(now)
}

/// Lays a file of no message on the shelf.
fn lay(shelf: &Path, name: &str, written: SystemTime) -> PathBuf {
    let path = shelf.join(&name[..2]).join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    File::create(&path).unwrap().set_modified(written).unwrap();
    path
}

/// Starts the desk anew, and waits until these are gone.
async fn swept(desk: Desk, forgotten: &[PathBuf]) -> Desk {
    let desk = desk.restart().await;
    let deadline = Instant::now() + Duration::from_mins(1);
    while forgotten.iter().any(|path| path.exists()) {
        assert!(Instant::now() < deadline, "forgotten files lie there still");
        desk.nobody.get("/health/live").await;
    }
    desk
}

/// The files on the shelf.
fn lying(shelf: &Path) -> Vec<PathBuf> {
    let folders = std::fs::read_dir(shelf).unwrap().flatten();
    let files = folders.flat_map(|folder| std::fs::read_dir(folder.path()).unwrap().flatten());
    files.map(|file| file.path()).collect()
}

fn written(path: &Path, at: SystemTime) {
    File::options().write(true).open(path).unwrap().set_modified(at).unwrap();
}

on_each_engine! {
    async fn a_file_whose_message_never_came_is_swept_away_after_a_day(desk: Desk) {
        desk.brand_a.place(&Desk::new_order()).await;
        let (_, file) = sent(&desk.brand_a, &[("file", b"kept")]).await;
        let (now, shelf) = (now(&desk), desk.running.app().settings.data_dir.join("files"));
        let old = now - Duration::from_hours(25);
        written(&lying(&shelf)[0], old);
        let name = |n: u8| format!("{n:02x}").repeat(16);
        let forgotten = [
            lay(&shelf, &name(0), old),
            lay(&shelf, &name(0xff), old),
            lay(&shelf, &format!("{}.part", name(7)), old),
        ];
        let kept = [
            lay(&shelf, &name(1), now - Duration::from_hours(23)),
            lay(&shelf, &format!("{}.part", name(8)), now),
            lay(&shelf, "notes.txt", old),
        ];
        let desk = swept(desk, &forgotten).await;
        assert!(kept.iter().all(|path| path.exists()));
        assert_eq!(fetch(&desk.brand_a, &file, None).await.2, b"kept");
    }

    async fn any_number_is_swept_away_but_not_what_a_whole_time_is_missing_of(desk: Desk) {
        desk.brand_a.place(&Desk::new_order()).await;
        sent(&desk.brand_a, &[("file", b"one")]).await;
        sent(&desk.brand_a, &[("file", b"another")]).await;
        let (now, shelf) = (now(&desk), desk.running.app().settings.data_dir.join("files"));
        let before = |hours| now - Duration::from_hours(hours);
        for (path, hours) in lying(&shelf).iter().zip([30, 40]) {
            written(path, before(hours));
        }
        let mut number = 0;
        let mut row = |count: usize, hours| -> Vec<PathBuf> {
            let name = |n: usize| format!("{n:02x}").repeat(16);
            let names = (number..number + count).map(name);
            number += count;
            names.map(|name| lay(&shelf, &name, before(hours))).collect()
        };
        // A known one between: twice as many as are believed of one time, and none too many.
        let (late, early) = (row(70, 26), row(70, 35));
        // So many that the database may be another one, or have lost that day.
        let lost = row(101, 50);
        let _desk = swept(desk, &[late, early].concat()).await;
        assert!(lost.iter().all(|path| path.exists()));
    }

    async fn what_a_whole_time_is_missing_of_stays_on_a_shelf_of_any_size(desk: Desk) {
        desk.brand_a.place(&Desk::new_order()).await;
        sent(&desk.brand_a, &[("file", b"one")]).await;
        sent(&desk.brand_a, &[("file", b"another")]).await;
        let (now, shelf) = (now(&desk), desk.running.app().settings.data_dir.join("files"));
        let before = |hours| now - Duration::from_hours(hours);
        for (path, hours) in lying(&shelf).iter().zip([30, 40]) {
            written(path, before(hours));
        }
        // Three pages, and in each of them some of a day that is lost, and of one that is not over.
        let name = |n: usize| format!("{:02x}{n:030x}", n % 256);
        let hours = |n: usize| match n % 12 {
            0 => 50,
            1 if n < 800 => 26,
            _ => 1,
        };
        let kept: Vec<PathBuf> =
            (0..3_000).map(|n| lay(&shelf, &name(n), before(hours(n)))).collect();
        let forgotten = lay(&shelf, &"ff".repeat(16), before(35));
        let _desk = swept(desk, &[forgotten]).await;
        let gone = kept.iter().filter(|path| !path.exists()).count();
        assert_eq!(gone, 0, "of {}", kept.len());
    }
}
