//! Files on the shelf: whole or not there, and read in part.

use super::{NAME, Shelf};
use axum::body::Bytes;
use futures_util::TryStreamExt;

async fn read(shelf: &Shelf, object: &str, from: u64, length: u64) -> Vec<u8> {
    let pieces: Vec<Bytes> =
        shelf.read(object, from, length).await.unwrap().try_collect().await.unwrap();
    pieces.concat()
}

fn files(folder: &std::path::Path) -> usize {
    let inner = std::fs::read_dir(folder).unwrap().flatten();
    inner.map(|d| std::fs::read_dir(d.path()).unwrap().count()).sum()
}

#[tokio::test]
async fn a_file_is_read_as_it_was_written_whole_and_in_part() {
    let folder = tempfile::tempdir().unwrap();
    let shelf = Shelf::folder(folder.path().to_owned());
    let mut incoming = shelf.begin().await.unwrap();
    let whole: Vec<u8> = (0..200_000_u32).flat_map(u32::to_le_bytes).collect();
    for piece in whole.chunks(7_777) {
        incoming.write(Bytes::copy_from_slice(piece)).await.unwrap();
    }
    let object = incoming.finish().await.unwrap();
    assert_eq!(read(&shelf, &object, 0, whole.len() as u64).await, whole);
    assert_eq!(read(&shelf, &object, 100_000, 70_000).await, &whole[100_000..170_000]);
    shelf.remove(&object).await;
    assert_eq!(files(folder.path()), 0);
}

#[tokio::test]
async fn what_is_not_finished_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let shelf = Shelf::folder(folder.path().to_owned());
    let mut incoming = shelf.begin().await.unwrap();
    incoming.write(Bytes::from_static(b"half")).await.unwrap();
    drop(incoming);
    assert_eq!(files(folder.path()), 0);
}

#[tokio::test]
async fn names_that_are_not_ours_are_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    let shelf = Shelf::folder(folder.path().join("files"));
    std::fs::write(folder.path().join("secret"), "x").unwrap();
    for name in ["../secret", "", "zz", "/etc/passwd", "..%2fsecret"] {
        assert!(shelf.read(name, 0, 1).await.is_err(), "{name}");
    }
}

#[tokio::test]
async fn everything_that_lies_there_is_on_one_page_after_another() {
    let folder = tempfile::tempdir().unwrap();
    let shelf = Shelf::folder(folder.path().join("files"));
    assert_eq!(shelf.page("", 10).await.unwrap(), []);
    let mut all = Vec::new();
    for _ in 0..40 {
        all.push(shelf.begin().await.unwrap().finish().await.unwrap());
    }
    let half = shelf.begin().await.unwrap();
    all.sort_unstable();
    let (mut seen, mut after) = (Vec::new(), String::new());
    loop {
        let page = shelf.page(&after, 7).await.unwrap();
        let Some(last) = page.last() else { break };
        after.clone_from(&last.object);
        seen.extend(page.into_iter().map(|lying| lying.object));
    }
    let (parts, whole): (Vec<_>, Vec<_>) = seen.into_iter().partition(|o| o.len() > NAME);
    assert_eq!((parts.len(), whole), (1, all));
    shelf.remove(&parts[0]).await;
    drop(half);
    assert_eq!(files(&folder.path().join("files")), 40);
}
