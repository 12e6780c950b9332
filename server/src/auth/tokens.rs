//! Access tokens: short-lived JWTs, HS256 and nothing else (`api.md`, Auth).

use super::Secret;
use crate::desk::command::IdempotencyKey;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use robindesk_protocol::{Claims, Timestamp};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::fmt;
use std::sync::Arc;

/// `iss` and `aud` of every token.
pub const NAME: &str = "robindesk";

/// Seconds by which two nodes' clocks may differ.
const LEEWAY: u64 = 5;

/// No token of ours comes near; anything longer is not worth decoding.
const MAX_BYTES: usize = 4096;

/// Signs and reads access tokens.
#[derive(Clone)]
pub struct Keys(Arc<Pair>);

struct Pair {
    signing: EncodingKey,
    reading: DecodingKey,
    rules: Validation,
    /// What hashes of secrets are sealed with.
    seal: [u8; 32],
}

/// All that a header may hold. One that names a key, a URL or an extension is refused.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlainHeader {
    alg: String,
    #[serde(default)]
    typ: Option<String>,
}

/// The claims, with the one that we never write but must obey where it is.
#[derive(Deserialize)]
struct Presented {
    #[serde(flatten)]
    claims: Claims,
    #[serde(default)]
    nbf: Option<u64>,
}

impl Keys {
    /// Keys made from the installation's secret.
    pub fn new(secret: &Secret) -> Self {
        let secret = secret.expose().as_bytes();
        let mut rules = Validation::new(Algorithm::HS256);
        rules.set_required_spec_claims(&["exp", "aud", "iss", "sub"]);
        rules.set_audience(&[NAME]);
        rules.set_issuer(&[NAME]);
        // Times are held against our own clock, below.
        rules.validate_exp = false;
        Self(Arc::new(Pair {
            signing: EncodingKey::from_secret(secret),
            reading: DecodingKey::from_secret(secret),
            rules,
            seal: Sha256::new().chain_update(b"seal").chain_update(secret).finalize().into(),
        }))
    }

    /// An idempotency key whose hash tells nothing of a body with a secret in it: whoever reads the
    /// database cannot try passwords against it.
    pub fn seal(&self, key: IdempotencyKey) -> IdempotencyKey {
        let sealed =
            Sha256::new().chain_update(self.0.seal).chain_update(&key.body_hash).finalize();
        IdempotencyKey { body_hash: super::hex(&sealed), ..key }
    }

    /// The token that says `claims`; `None` if they could not be signed.
    pub fn sign(&self, claims: &Claims) -> Option<String> {
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), claims, &self.0.signing).ok()
    }

    /// The claims of a token that we signed and that is valid at `now`. Why not is nobody's business.
    pub fn read(&self, token: &str, now: Timestamp) -> Option<Claims> {
        if token.len() > MAX_BYTES || !has_plain_header(token) {
            return None;
        }
        let read = jsonwebtoken::decode::<Presented>(token, &self.0.reading, &self.0.rules).ok()?;
        let Presented { claims, nbf } = read.claims;
        let now = u64::try_from(now.0.div_euclid(1000)).ok()?;
        let latest_start = now.saturating_add(LEEWAY);
        let started = claims.iat <= latest_start && nbf.is_none_or(|nbf| nbf <= latest_start);
        let ended = claims.exp.saturating_add(LEEWAY) <= now;
        (started && !ended).then_some(claims)
    }
}

fn has_plain_header(token: &str) -> bool {
    let head = token.split('.').next().unwrap_or("");
    let header = URL_SAFE_NO_PAD.decode(head).ok();
    let header = header.and_then(|json| serde_json::from_slice::<PlainHeader>(&json).ok());
    header.is_some_and(|h| h.alg == "HS256" && h.typ.is_none_or(|typ| typ == "JWT"))
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys(hidden)")
    }
}

#[cfg(test)]
mod tests;
