//! A disk that is full: reads go on, writes are refused in clear words, and the first write after
//! there is room again works, without a restart.

use super::load::Desk;
use super::process::Home;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// A small disk of its own, unmounted when dropped.
struct Disk(TempDir);

impl Disk {
    /// `None` where nothing may be mounted, which is said loudly.
    fn of_megabytes(size: usize) -> Option<Self> {
        let folder = tempfile::tempdir().expect("a folder");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &format!("size={size}m"), "robindesk-full"]);
        if mount.arg(folder.path()).output().is_ok_and(|done| done.status.success()) {
            return Some(Self(folder));
        }
        let said = "SKIPPED, and this is not a pass: a disk of its own cannot be mounted here";
        writeln!(std::io::stderr(), "{said}").ok();
        None
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    /// Writes until nothing goes in any more.
    fn fill(&self) {
        let mut file = fs::File::create(self.path().join("filler")).expect("a file");
        for size in [1024 * 1024, 4096, 1] {
            while file.write_all(&vec![0; size]).is_ok() {}
        }
    }

    fn empty(&self) {
        fs::remove_file(self.path().join("filler")).expect("the filler goes");
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        Command::new("umount").arg("-l").arg(self.path()).output().ok();
    }
}

/// How many files lie in the folders in this one.
fn lying(folder: &Path) -> usize {
    let folders = fs::read_dir(folder).expect("a folder").flatten();
    folders.map(|inner| fs::read_dir(inner.path()).expect("a folder").count()).sum()
}

#[test]
fn a_full_disk_stops_writes_alone_and_only_while_it_is_full() {
    let Some(small) = Disk::of_megabytes(16) else { return };
    let home = Home::with_data(small.path().join("data"));
    let desk = Desk::at(home.port, home.token());
    // Files have room elsewhere: what they lack is their message.
    let files = tempfile::tempdir().expect("a folder");
    std::os::unix::fs::symlink(files.path(), small.path().join("data/files")).expect("a link");
    let mut kept = 0;
    let _process = home.serve();
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        desk.place("before").await.expect("there is room");
        for round in 0..3 {
            small.fill();
            // What is left inside the database's own files may still take a few.
            let mut refused = 0;
            for number in 0..2_000 {
                let (status, body) = desk.try_to_place(&format!("{round}-{number}")).await.unwrap();
                match status {
                    201 => {}
                    503 | 507 => refused += 1,
                    other => panic!("{other}: {body}"),
                }
                if refused == 10 {
                    break;
                }
            }
            assert_eq!(refused, 10, "the disk is full");
            for _ in 0..10 {
                match desk.try_to_send().await {
                    201 => kept += 1,
                    507 => {}
                    other => panic!("{other}"),
                }
            }
            assert_eq!(lying(files.path()), kept, "a file without a message lies there");
            assert_eq!(desk.get("/api/orders/1").await.0, 200);
            assert_eq!(desk.get("/api/crm/tickets").await.0, 200);
            small.empty();
            let (status, body) = desk.try_to_place(&format!("{round}-after")).await.unwrap();
            assert_eq!(status, 201, "the first write after there is room: {body}");
        }
        desk.compare().await;
    });
}
