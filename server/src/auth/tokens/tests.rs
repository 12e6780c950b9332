//! Every way to forge a token that we know of, tried on [`Keys`].

use super::{Keys, LEEWAY, NAME};
use crate::auth::Secret;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use robindesk_protocol::{Claims, Timestamp, UserId, UserType};
use serde_json::{Value, json};

const SECRET: &str = "kB7vQ2mZ9xW4tR8pL1nD6sF3hJ5gC0yA";
const NOW: u64 = 1_793_525_400;

fn now() -> Timestamp {
    Timestamp(i64::try_from(NOW).unwrap() * 1000)
}

fn keys() -> Keys {
    Keys::new(&Secret::new(SECRET).unwrap())
}

fn claims() -> Claims {
    Claims {
        sub: UserId(3),
        user_type: UserType::Agent,
        sid: "s-1".to_owned(),
        iss: NAME.to_owned(),
        aud: NAME.to_owned(),
        iat: NOW,
        exp: NOW + 900,
        jti: "t-1".to_owned(),
    }
}

/// Signs anything with the right secret.
fn signed(header: &Header, body: &Value) -> String {
    jsonwebtoken::encode(header, body, &EncodingKey::from_secret(SECRET.as_bytes())).unwrap()
}

/// The claims as JSON with `change` made to them; `null` removes.
fn with(change: &Value) -> Value {
    let mut body = serde_json::to_value(claims()).unwrap();
    for (name, value) in change.as_object().unwrap() {
        if value.is_null() {
            body.as_object_mut().unwrap().remove(name);
        } else {
            body[name] = value.clone();
        }
    }
    body
}

fn read(token: &str) -> Option<Claims> {
    keys().read(token, now())
}

#[test]
fn our_own_token_is_read() {
    let token = keys().sign(&claims()).unwrap();
    assert_eq!(read(&token), Some(claims()));
    let body = URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap();
    let body: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(body["sub"], json!("3"), "sub is a string on the wire");
}

#[test]
fn no_algorithm_but_ours_is_accepted() {
    let body = URL_SAFE_NO_PAD.encode(serde_json::to_vec(&claims()).unwrap());
    let ours = keys().sign(&claims()).unwrap();
    let signature = ours.rsplit('.').next().unwrap();
    for alg in ["none", "None", "NONE", "nOnE", "hs256", "HS384", "HS512", "RS256", "ES256", ""] {
        let head = URL_SAFE_NO_PAD.encode(json!({"alg": alg, "typ": "JWT"}).to_string());
        for signature in ["", signature] {
            assert_eq!(read(&format!("{head}.{body}.{signature}")), None, "{alg}");
        }
    }
    for alg in [Algorithm::HS384, Algorithm::HS512] {
        assert_eq!(read(&signed(&Header::new(alg), &with(&json!({})))), None, "{alg:?}");
    }
}

#[test]
fn every_single_byte_counts() {
    let token = keys().sign(&claims()).unwrap();
    for at in 0..token.len() {
        for byte in [b'A', b'B', b'z', b'0', b'-', b'_', b'=', b'.', b' '] {
            let mut forged = token.clone().into_bytes();
            if forged[at] != byte {
                forged[at] = byte;
                let forged = String::from_utf8(forged).unwrap();
                assert_eq!(read(&forged), None, "byte {at} as {}", char::from(byte));
            }
        }
    }
    assert_eq!(read(&format!("{token}=")), None);
    assert_eq!(read(&format!("{token}.")), None);
    assert_eq!(read(&token[..token.len() - 1]), None);
    assert_eq!(read(""), None);
}

#[test]
fn a_header_that_says_more_is_refused() {
    let body = with(&json!({}));
    assert!(read(&signed(&Header::new(Algorithm::HS256), &body)).is_some());
    let plain = || Header::new(Algorithm::HS256);
    for header in [
        Header { kid: Some("../../dev/null".to_owned()), ..plain() },
        Header { jku: Some("https://example.com/keys".to_owned()), ..plain() },
        Header { x5u: Some("https://example.com/cert".to_owned()), ..plain() },
        Header { crit: Some(vec!["exp".to_owned()]), ..plain() },
        Header { cty: Some("JWT".to_owned()), ..plain() },
        Header { typ: Some("at+jwt".to_owned()), ..plain() },
    ] {
        assert_eq!(read(&signed(&header, &body)), None, "{header:?}");
    }
}

#[test]
fn a_claim_that_is_missing_or_wrong_is_refused() {
    for change in [
        json!({"aud": "other"}),
        json!({"iss": "other"}),
        json!({"aud": null}),
        json!({"iss": null}),
        json!({"sub": null}),
        json!({"sub": "0"}),
        json!({"sub": "x"}),
        json!({"sid": null}),
        json!({"jti": null}),
        json!({"exp": null}),
        json!({"exp": "tomorrow"}),
        json!({"iat": null}),
        json!({"user_type": "owner"}),
        json!({"user_type": null}),
        json!({"exp": NOW - LEEWAY}),
        json!({"nbf": NOW + LEEWAY + 1}),
        json!({"iat": NOW + LEEWAY + 1}),
    ] {
        let token = signed(&Header::new(Algorithm::HS256), &with(&change));
        assert_eq!(read(&token), None, "{change}");
    }
}

#[test]
fn a_token_ends_with_its_time() {
    let token = keys().sign(&claims()).unwrap();
    let after = |seconds: u64| now().plus_ms(i64::try_from(seconds * 1000).unwrap());
    assert!(keys().read(&token, after(900 + LEEWAY - 1)).is_some());
    assert!(keys().read(&token, after(900 + LEEWAY)).is_none());
}

#[test]
fn another_secret_signs_for_another_desk() {
    let other = Secret::new("Zz7vQ2mZ9xW4tR8pL1nD6sF3hJ5gC0yA").unwrap();
    let token = Keys::new(&other).sign(&claims()).unwrap();
    assert_eq!(read(&token), None);
}
