//! The archive: a plain tar that any tar reads. Its last member is the seal, the checksum of every
//! byte before it, and behind that only what the seal's own value makes it be: so no bit of the file
//! can change without being seen, not even in its padding.

use crate::auth::hex;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};
use std::path::Path;
use tar::{EntryType, Header};

/// The folder that all members are in.
const ROOT: &str = "robindesk-backup/";
const SEAL: &str = "seal";
const BLOCK: usize = 512;
/// The seal with its header, and the two empty blocks that end a tar.
const TRAILER: usize = 4 * BLOCK;
/// How much is read at a time, in bytes.
const PIECE: usize = 256 * 1024;

/// Why a file is no backup that could be trusted.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    #[error("this is no backup of a desk")]
    NotOurs,
    #[error("the backup is damaged: {0}")]
    Damaged(String),
    #[error("the backup cannot be read: {0}")]
    Io(#[from] io::Error),
}

/// An archive in the making.
pub struct Pack {
    out: BufWriter<File>,
    seal: Sha256,
    member: Sha256,
    /// Bytes of this member that are still to come.
    left: u64,
    size: u64,
}

impl std::fmt::Debug for Pack {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pack").finish_non_exhaustive()
    }
}

impl Pack {
    pub fn new(file: File) -> Self {
        let (seal, member) = (Sha256::new(), Sha256::new());
        Self { out: BufWriter::new(file), seal, member, left: 0, size: 0 }
    }

    /// Begins a member of exactly so many bytes.
    pub fn begin(&mut self, name: &str, size: u64) -> io::Result<()> {
        (self.member, self.left, self.size) = (Sha256::new(), size, size);
        self.raw(header(name, size)?.as_bytes())
    }

    /// The member's next bytes.
    pub fn piece(&mut self, bytes: &[u8]) -> io::Result<()> {
        let grown = || io::Error::other("a file grew while it was read");
        self.left = self.left.checked_sub(bytes.len() as u64).ok_or_else(grown)?;
        self.member.update(bytes);
        self.raw(bytes)
    }

    /// Ends the member; its checksum, in hex.
    pub fn end(&mut self) -> io::Result<String> {
        if self.left > 0 {
            return Err(io::Error::other("a file is shorter than it should be"));
        }
        let padding = [0; BLOCK];
        self.raw(&padding[..padding_of(self.size)])?;
        Ok(hex(&std::mem::take(&mut self.member).finalize()))
    }

    /// A member that is a file on disk.
    pub fn file(&mut self, name: &str, path: &Path) -> io::Result<(u64, String)> {
        let mut file = File::open(path)?;
        let size = file.metadata()?.len();
        self.begin(name, size)?;
        let mut buffer = vec![0; PIECE];
        loop {
            match file.read(&mut buffer)? {
                0 => return Ok((size, self.end()?)),
                read => self.piece(&buffer[..read])?,
            }
        }
    }

    /// Ends the archive, durably.
    pub fn seal(mut self) -> io::Result<()> {
        let trailer = trailer(&hex(&self.seal.clone().finalize()))?;
        self.out.write_all(&trailer)?;
        self.out.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
    }

    fn raw(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.seal.update(bytes);
        self.out.write_all(bytes)
    }
}

/// Whether a file begins like one of our archives.
pub fn is_ours(path: &Path) -> io::Result<bool> {
    let mut begin = [0; ROOT.len()];
    match File::open(path)?.read_exact(&mut begin) {
        Ok(()) => Ok(begin == ROOT.as_bytes()),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}

/// Holds a whole archive against its seal.
///
/// # Errors
/// [`ArchiveError`] when any byte of it is not what it was.
pub fn verify(path: &Path) -> Result<(), ArchiveError> {
    if !is_ours(path)? {
        return Err(ArchiveError::NotOurs);
    }
    let short = || ArchiveError::Damaged("its end is missing".to_owned());
    let mut file = File::open(path)?;
    let sealed = file.metadata()?.len().checked_sub(TRAILER as u64).ok_or_else(short)?;
    let (mut seal, mut buffer) = (Sha256::new(), vec![0; PIECE]);
    let mut body = (&mut file).take(sealed);
    loop {
        match body.read(&mut buffer)? {
            0 => break,
            read => seal.update(&buffer[..read]),
        }
    }
    let mut end = Vec::with_capacity(TRAILER);
    file.read_to_end(&mut end)?;
    if end == trailer(&hex(&seal.finalize()))? {
        return Ok(());
    }
    Err(ArchiveError::Damaged("it is not what was sealed".to_owned()))
}

/// Gives each member of an archive that was verified to `take`, with its name, in order.
pub fn members(
    path: &Path,
    mut take: impl FnMut(&str, u64, &mut dyn Read) -> Result<(), ArchiveError>,
) -> Result<(), ArchiveError> {
    let mut file = File::open(path)?;
    file.rewind()?;
    for entry in tar::Archive::new(BufReader::with_capacity(PIECE, file)).entries()? {
        let mut entry = entry?;
        let size = entry.size();
        let odd = || ArchiveError::Damaged("it holds what no backup holds".to_owned());
        let name = String::from_utf8(entry.path_bytes().into_owned()).map_err(|_| odd())?;
        let name = name.strip_prefix(ROOT).ok_or_else(odd)?;
        if name != SEAL {
            take(name, size, &mut entry)?;
        }
    }
    Ok(())
}

/// Always the same for the same name and size.
fn header(name: &str, size: u64) -> io::Result<Header> {
    let mut header = Header::new_gnu();
    header.set_path(format!("{ROOT}{name}"))?;
    header.set_size(size);
    header.set_mode(0o600);
    header.set_mtime(0);
    header.set_entry_type(EntryType::Regular);
    header.set_cksum();
    Ok(header)
}

fn trailer(seal: &str) -> io::Result<Vec<u8>> {
    let mut bytes = header(SEAL, seal.len() as u64)?.as_bytes().to_vec();
    bytes.extend_from_slice(seal.as_bytes());
    bytes.resize(TRAILER, 0);
    Ok(bytes)
}

/// How many bytes fill the last block.
fn padding_of(size: u64) -> usize {
    let over = usize::try_from(size % BLOCK as u64).unwrap_or(0);
    (BLOCK - over) % BLOCK
}

#[cfg(test)]
mod tests;
