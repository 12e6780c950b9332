//! Files that are saved: in the folder for downloads, whole or not at all, and never over another.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// So many files of one name are enough.
const MOST: u32 = 1000;

/// A place in the folder for a file that is still coming. Gone with the value, unless it is finished.
///
/// # Errors
/// When the disk refuses.
pub fn begin(folder: &Path) -> io::Result<NamedTempFile> {
    std::fs::create_dir_all(folder)?;
    tempfile::Builder::new().prefix(".robindesk-").tempfile_in(folder)
}

/// Keeps a text that was made here, whole or not at all.
///
/// # Errors
/// When the disk refuses.
pub fn keep(folder: &Path, name: &str, text: &str) -> io::Result<PathBuf> {
    let mut part = begin(folder)?;
    part.write_all(text.as_bytes())?;
    finish(part, name)
}

/// Gives a file that has come its name, or one beside it when that is taken.
///
/// # Errors
/// When the disk refuses.
pub fn finish(mut part: NamedTempFile, name: &str) -> io::Result<PathBuf> {
    let folder = part.path().parent().map(Path::to_owned).unwrap_or_default();
    part.as_file().sync_all()?;
    for number in 1..=MOST {
        let path = folder.join(numbered(&safe(name), number));
        match part.persist_noclobber(&path) {
            Ok(_) => return Ok(path),
            Err(taken) if taken.error.kind() == io::ErrorKind::AlreadyExists => part = taken.file,
            Err(refused) => return Err(refused.error),
        }
    }
    Err(io::Error::other("there are too many files of that name"))
}

/// Why nothing can be written to the folder, in plain words. The system's own name the part of a file
/// that nobody knows of.
pub fn why_not(error: &io::Error) -> String {
    use io::ErrorKind as Kind;
    match error.kind() {
        Kind::PermissionDenied => "you may not write there".to_owned(),
        Kind::ReadOnlyFilesystem => "that disk can only be read".to_owned(),
        Kind::StorageFull | Kind::QuotaExceeded => "the disk is full".to_owned(),
        Kind::AlreadyExists | Kind::NotADirectory => "that is a file, not a folder".to_owned(),
        _ => error.to_string(),
    }
}

/// A name that stays in its folder and hides nothing.
fn safe(name: &str) -> String {
    let odd = |c: char| c.is_control() || "/\\:".contains(c);
    let name: String = name.chars().map(|c| if odd(c) { '_' } else { c }).collect();
    let name = name.trim_start_matches('.').trim();
    let mut end = name.len().min(200);
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    if end == 0 { "file".to_owned() } else { name[..end].to_owned() }
}

/// `brief.pdf`, then `brief (2).pdf`.
fn numbered(name: &str, number: u32) -> String {
    match (number, name.rsplit_once('.')) {
        (1, _) => name.to_owned(),
        (_, Some((stem, ending))) if !stem.is_empty() => format!("{stem} ({number}).{ending}"),
        _ => format!("{name} ({number})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_lead_elsewhere() {
        for (name, expected) in [
            ("brief.pdf", "brief.pdf"),
            ("../../etc/passwd", "_.._etc_passwd"),
            (".bashrc", "bashrc"),
            ("a\u{1b}[31m\0b", "a_[31m_b"),
            ("..", "file"),
            ("", "file"),
        ] {
            assert_eq!(safe(name), expected);
        }
    }

    #[test]
    fn a_refusal_is_told_without_the_systems_numbers() {
        for (kind, told) in [
            (io::ErrorKind::PermissionDenied, "you may not write there"),
            (io::ErrorKind::ReadOnlyFilesystem, "that disk can only be read"),
            (io::ErrorKind::StorageFull, "the disk is full"),
        ] {
            assert_eq!(why_not(&kind.into()), told);
        }
    }

    #[test]
    fn nothing_is_saved_over_another() {
        let home = tempfile::tempdir().unwrap();
        let part = || tempfile::NamedTempFile::new_in(home.path()).unwrap();
        assert_eq!(finish(part(), "a.pdf").unwrap(), home.path().join("a.pdf"));
        assert_eq!(finish(part(), "a.pdf").unwrap(), home.path().join("a (2).pdf"));
        assert_eq!(finish(part(), "b").unwrap(), home.path().join("b"));
    }
}
