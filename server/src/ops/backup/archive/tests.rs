//! An archive is read as it was packed, and no byte of it can be another.

use super::{ArchiveError, Pack, members, verify};
use std::fs::{self, File};
use std::path::Path;

fn pack(path: &Path) {
    let mut pack = Pack::new(File::create(path).unwrap());
    for (name, bytes) in [("robindesk.db", &b"a database"[..]), ("files/ab/x", &[7; 1_024])] {
        pack.begin(name, bytes.len() as u64).unwrap();
        pack.piece(bytes).unwrap();
        assert_eq!(pack.end().unwrap().len(), 64);
    }
    pack.seal().unwrap();
}

#[test]
fn what_was_packed_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("backup");
    pack(&path);
    verify(&path).unwrap();
    let mut read = Vec::new();
    members(&path, |name, size, from| {
        let mut bytes = Vec::new();
        from.read_to_end(&mut bytes)?;
        read.push((name.to_owned(), size, bytes));
        Ok(())
    })
    .unwrap();
    assert_eq!(read.len(), 2);
    assert_eq!(read[0], ("robindesk.db".to_owned(), 10, b"a database".to_vec()));
    assert_eq!(read[1].2, [7; 1_024]);
}

#[test]
fn a_flipped_bit_anywhere_is_seen() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("backup");
    pack(&path);
    let whole = fs::read(&path).unwrap();
    // Every kind of byte: headers, contents, padding, the seal and the end.
    for at in (0..whole.len()).step_by(11) {
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (at % 8);
        fs::write(&path, bytes).unwrap();
        assert!(verify(&path).is_err(), "byte {at}");
    }
    for length in [0, 1, 100, 2_047, 2_048, whole.len() - 1] {
        fs::write(&path, &whole[..length]).unwrap();
        assert!(verify(&path).is_err(), "{length} bytes");
    }
    fs::write(&path, [&whole[..], &[0]].concat()).unwrap();
    assert!(matches!(verify(&path), Err(ArchiveError::Damaged(_))));
}

#[test]
fn a_member_is_as_long_as_it_was_said_to_be() {
    let folder = tempfile::tempdir().unwrap();
    let mut pack = Pack::new(File::create(folder.path().join("backup")).unwrap());
    pack.begin("short", 2).unwrap();
    pack.piece(b"x").unwrap();
    assert!(pack.end().is_err());
    assert!(pack.piece(b"yz").is_err());
}
