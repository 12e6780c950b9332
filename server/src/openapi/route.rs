//! One row of the URL map: what is asked, who may, and what the handler's own signature says of it.

use super::signature::{Facts, Signature};
use crate::state::App;
use axum::Router;
use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{MethodFilter, MethodRouter, on};

/// Who may make a call (`product.md`, People). Everybody else is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Who {
    /// Anybody, signed in or not.
    #[default]
    Public,
    /// Every active account; what it finds is what it may see.
    SignedIn,
    /// The parties of that order, ticket, brand or creator, and staff. To others it is not there.
    Party,
    /// Agents, admins and super admins.
    Staff,
    /// Admins and super admins.
    Admin,
    /// Super admins.
    SuperAdmin,
}

impl Who {
    /// In the words of people.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Public => "anybody",
            Self::SignedIn => "every account",
            Self::Party => "its parties and staff",
            Self::Staff => "staff",
            Self::Admin => "admins and super admins",
            Self::SuperAdmin => "super admins",
        }
    }
}

/// What a success carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carries {
    /// The usual envelope around the handler's `data`.
    Data,
    /// A body of another kind, by its media type.
    Media(&'static str),
}

/// One row.
#[derive(Clone)]
pub struct Route {
    pub method: Method,
    pub path: &'static str,
    pub who: Who,
    /// One line for people.
    pub summary: &'static str,
    /// The status of a success.
    pub success: u16,
    pub carries: Carries,
    /// A part of it can be asked for with `Range`: a 206.
    pub in_parts: bool,
    /// Failures beyond those that follow from the signature.
    pub fails: &'static [u16],
    /// What the handler takes and gives.
    pub facts: Facts,
    handler: MethodRouter<App>,
}

impl std::fmt::Debug for Route {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

macro_rules! methods {
    ($($name:ident: $method:ident),+) => {$(
        #[doc = concat!("A row for ", stringify!($method), ".")]
        pub fn $name<H, M, S>(
            path: &'static str,
            handler: H,
            who: Who,
            summary: &'static str,
        ) -> Route
        where
            H: Handler<M, App> + Signature<S>,
            M: 'static,
        {
            Route {
                method: Method::$method,
                path,
                who,
                summary,
                success: 200,
                carries: Carries::Data,
                in_parts: false,
                fails: &[],
                facts: H::facts(),
                handler: on(MethodFilter::$method, handler),
            }
        }
    )+};
}

methods!(get: GET, post: POST, put: PUT, delete: DELETE);

impl Route {
    /// A success is a 201: something was made.
    #[must_use]
    pub fn creates(mut self) -> Self {
        self.success = 201;
        self
    }

    /// It may also fail so, for a reason that the signature does not show.
    #[must_use]
    pub fn fails(mut self, statuses: &'static [u16]) -> Self {
        self.fails = statuses;
        self
    }

    /// A success is no envelope but a body of this media type.
    #[must_use]
    pub fn carries(mut self, media: &'static str) -> Self {
        self.carries = Carries::Media(media);
        self
    }

    /// A part of it can be asked for with `Range`.
    #[must_use]
    pub fn in_parts(mut self) -> Self {
        self.in_parts = true;
        self
    }

    /// Puts the row into a router.
    pub fn into(self, router: Router<App>) -> Router<App> {
        router.route(self.path, self.handler)
    }
}
