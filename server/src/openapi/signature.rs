//! What a handler's own signature says of its call: who may, what it takes, what it gives. The
//! document is made from this and so cannot say anything else than the code does.

use super::Who;
use crate::answer::Answer;
use crate::auth::{Admin, ClientAddress, SignedIn, Staff, SuperAdmin};
use crate::extract::{Body, Form, Keyed, PathId, QueryOf};
use axum::extract::State;
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use std::borrow::Cow;

/// Makes a type's schema.
pub type SchemaOf = fn(&mut SchemaGenerator) -> Schema;

/// Names a type.
pub type NameOf = fn() -> Cow<'static, str>;

/// What a signature says.
#[derive(Debug, Clone, Copy, Default)]
pub struct Facts {
    /// Whom the extractors let through; a rule further in may be stricter.
    pub who: Who,
    pub path: Option<SchemaOf>,
    /// With its name.
    pub query: Option<(NameOf, SchemaOf)>,
    pub body: Option<SchemaOf>,
    /// The body may be left out.
    pub bodyless: bool,
    /// Takes a form with a file.
    pub form: bool,
    /// Takes an `Idempotency-Key`.
    pub keyed: bool,
    /// `data` of the answer.
    pub answer: Option<SchemaOf>,
}

/// One thing that a handler takes.
pub trait Takes {
    /// Adds what it says.
    fn tell(facts: &mut Facts);
}

macro_rules! takes {
    ($([$($of:tt)*] $type:ty => $facts:ident $tell:block)+) => {$(
        impl<$($of)*> Takes for $type {
            fn tell($facts: &mut Facts) $tell
        }
    )+};
}

takes! {
    [S] State<S> => _facts {}
    [] Method => _facts {}
    [] HeaderMap => _facts {}
    [] ClientAddress => _facts {}
    [] SignedIn => facts { facts.who = facts.who.max(Who::SignedIn) }
    [] Staff => facts { facts.who = facts.who.max(Who::Staff) }
    [] Admin => facts { facts.who = facts.who.max(Who::Admin) }
    [] SuperAdmin => facts { facts.who = facts.who.max(Who::SuperAdmin) }
    [T: JsonSchema] PathId<T> => facts { facts.path = Some(T::json_schema) }
    [T: JsonSchema] QueryOf<T> => facts { facts.query = Some((T::schema_name, T::json_schema)) }
    [T: JsonSchema] Body<T> => facts { facts.body = Some(SchemaGenerator::subschema_for::<T>) }
    [T: JsonSchema] Option<Body<T>> => facts {
        facts.body = Some(SchemaGenerator::subschema_for::<T>);
        facts.bodyless = true;
    }
    [] Form => facts {
        facts.form = true;
        facts.keyed = true;
    }
    [T: JsonSchema] Keyed<T> => facts {
        facts.body = Some(SchemaGenerator::subschema_for::<T>);
        facts.keyed = true;
    }
}

/// What a handler gives.
pub trait Gives {
    /// The schema of its `data`, where it has one.
    const DATA: Option<SchemaOf>;
}

impl<T: JsonSchema> Gives for Answer<T> {
    const DATA: Option<SchemaOf> = Some(SchemaGenerator::subschema_for::<T>);
}

impl Gives for Response {
    const DATA: Option<SchemaOf> = None;
}

impl<T: Gives, E> Gives for Result<T, E> {
    const DATA: Option<SchemaOf> = T::DATA;
}

/// A handler, by its arguments.
pub trait Signature<Args> {
    /// What it says.
    fn facts() -> Facts;
}

macro_rules! signatures {
    ($([$($arg:ident),*])+) => {$(
        impl<F, Fut, $($arg: Takes),*> Signature<($($arg,)*)> for F
        where
            F: Fn($($arg),*) -> Fut,
            Fut: Future<Output: Gives>,
        {
            fn facts() -> Facts {
                #[allow(clippy::allow_attributes, unused_mut, reason = "for no arguments")]
                let mut facts = Facts { answer: Fut::Output::DATA, ..Facts::default() };
                $($arg::tell(&mut facts);)*
                facts
            }
        }
    )+};
}

signatures! { [] [A] [A, B] [A, B, C] [A, B, C, D] [A, B, C, D, E] [A, B, C, D, E, G] }
