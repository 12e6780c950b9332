//! Files on the shelf: whole or not there, and read in part.

use super::Shelf;
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
    let shelf = Shelf::new(folder.path().to_owned());
    let mut incoming = shelf.begin().await.unwrap();
    let whole: Vec<u8> = (0..200_000_u32).flat_map(u32::to_le_bytes).collect();
    for piece in whole.chunks(7_777) {
        incoming.write(piece).await.unwrap();
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
    let shelf = Shelf::new(folder.path().to_owned());
    let mut incoming = shelf.begin().await.unwrap();
    incoming.write(b"half").await.unwrap();
    drop(incoming);
    assert_eq!(files(folder.path()), 0);
}

#[tokio::test]
async fn names_that_are_not_ours_are_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    let shelf = Shelf::new(folder.path().join("files"));
    std::fs::write(folder.path().join("secret"), "x").unwrap();
    for name in ["../secret", "", "zz", "/etc/passwd", "..%2fsecret"] {
        assert!(shelf.read(name, 0, 1).await.is_err(), "{name}");
    }
}
