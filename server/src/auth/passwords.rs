//! Passwords: Argon2id with OWASP's parameters, off the async threads, a few at a time.

use crate::error::ApiError;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use robindesk_protocol::MAX_PASSWORD;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Each one takes 19 MiB and a core while it runs.
const AT_ONCE: usize = 4;

/// How long a login waits for its turn before it is told to come back.
const PATIENCE: Duration = Duration::from_secs(5);

/// What a password is held against when there is no account: the same work, so that the time
/// tells nothing. Random bits with the parameters below: the
/// hash of no password that anybody knows.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$b/Xpf40bTbI1y+et6kL5kA$2+nCdKInflrZkszEqDMo5aMUkVi8G81YfYNe3UQ2nHg";

/// Hashes and checks passwords.
#[derive(Debug, Clone)]
pub struct Passwords {
    turns: Arc<Semaphore>,
}

impl Default for Passwords {
    fn default() -> Self {
        Self { turns: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

impl Passwords {
    /// The hash of `password`, in PHC form.
    ///
    /// # Errors
    /// When too many are waiting, or the machine has no memory or randomness left.
    pub async fn hash(&self, password: String) -> Result<String, ApiError> {
        let turn = self.turn().await?;
        off_thread(turn, move || hash(&password)).await?
    }

    /// Whether `password` is the one of `stored`. Takes the same time when there is none.
    ///
    /// # Errors
    /// When too many are waiting.
    pub async fn verify(&self, password: String, stored: Option<String>) -> Result<bool, ApiError> {
        let turn = self.turn().await?;
        off_thread(turn, move || {
            let matches = matches(&password, stored.as_deref().unwrap_or(NOBODY));
            matches && stored.is_some()
        })
        .await
    }

    async fn turn(&self) -> Result<OwnedSemaphorePermit, ApiError> {
        let turn = tokio::time::timeout(PATIENCE, self.turns.clone().acquire_owned()).await;
        turn.ok().and_then(Result::ok).ok_or_else(ApiError::unavailable)
    }
}

async fn off_thread<T: Send + 'static>(
    turn: OwnedSemaphorePermit,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, ApiError> {
    // The turn goes with the work: a client that hangs up must not let another one in early.
    let work = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        work()
    });
    work.await.map_err(|e| ApiError::internal(format!("password worker: {e}")))
}

fn argon() -> Result<Argon2<'static>, ApiError> {
    let params = Params::new(19_456, 2, 1, None);
    let params = params.map_err(|e| ApiError::internal(format!("argon2 parameters: {e}")))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash(password: &str) -> Result<String, ApiError> {
    let hash: Result<PasswordHash, _> = argon()?.hash_password(password.as_bytes());
    hash.map(|h| h.to_string()).map_err(|e| ApiError::internal(format!("argon2: {e}")))
}

fn matches(password: &str, stored: &str) -> bool {
    let (Ok(argon), Ok(stored)) = (argon(), PasswordHash::new(stored)) else { return false };
    let fits = password.len() <= MAX_PASSWORD;
    let password = if fits { password } else { "" };
    argon.verify_password(password.as_bytes(), &stored).is_ok() && fits
}

#[cfg(test)]
mod tests {
    use super::{NOBODY, Passwords, matches};
    use argon2::password_hash::phc::PasswordHash;

    #[tokio::test]
    async fn a_password_fits_its_own_hash_alone() {
        let passwords = Passwords::default();
        let hash = passwords.hash("correct horse".to_owned()).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        let fits = async |password: &str| {
            passwords.verify(password.to_owned(), Some(hash.clone())).await.unwrap()
        };
        assert!(fits("correct horse").await);
        assert!(!fits("correct horse ").await);
        assert!(!fits("").await);
    }

    #[tokio::test]
    async fn nobody_has_no_password() {
        let passwords = Passwords::default();
        for guess in ["", "password"] {
            assert!(!passwords.verify(guess.to_owned(), None).await.unwrap());
        }
    }

    #[test]
    fn nobody_costs_what_an_account_costs() {
        let hash = PasswordHash::new(NOBODY).unwrap();
        assert_eq!(hash.algorithm.as_str(), "argon2id");
        assert_eq!(hash.params.to_string(), "m=19456,t=2,p=1");
        assert_eq!(hash.hash.unwrap().as_bytes().len(), 32);
    }

    #[test]
    fn odd_passwords_and_hashes_match_nothing() {
        assert!(!matches("x", "no hash at all"));
        assert!(!matches(&"x".repeat(2000), NOBODY));
    }
}
