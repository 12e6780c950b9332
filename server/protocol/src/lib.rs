//! The wire contract of Robindesk as Rust types.
//!
//! The server owns these shapes and the console compiles against them, so a change here is a change
//! for every client. The crate knows nothing of HTTP, SQL or terminals. Unknown fields are refused in
//! requests (a typo must not be dropped silently) and ignored in answers (a newer server must not
//! break an older console).

mod amount;
mod audit;
mod auth;
mod bulk;
mod canned;
mod envelope;
mod event;
mod file;
mod history;
mod id;
mod list;
mod message;
mod object;
mod order;
mod people;
mod presence;
mod profile;
mod query;
#[cfg(feature = "schema")]
mod schema;
mod search;
mod settings;
mod sign;
mod staff;
mod stats;
mod ticket;
mod timestamp;
mod whole;

pub use amount::{Amount, AmountError, Currency};
pub use audit::{Action, AuditEntry, Subject, SubjectKind};
pub use auth::{
    ChangePassword, Claims, Login, MAX_PASSWORD, MIN_PASSWORD, Refresh, Session, SessionList,
    TokenPair,
};
pub use bulk::{BulkAnswer, BulkResult, BulkSet, BulkUpdate};
pub use canned::{Macro, MacroActions, MacroAnswer, MacroPage, NewMacro, WriteMacro};
pub use envelope::{Code, FieldError, Problem, Success};
pub use event::{Actor, Change, Event, EventData, EventKind};
pub use file::FileRef;
pub use history::{AssignmentHistory, Considered, DecisionRecord, HistoryPage};
pub use id::{
    AgentId, AuditId, BrandId, CreatorId, FileId, IdError, MacroId, MessageId, OrderId, PackageId,
    TicketId, UserId,
};
pub use list::{
    AgentPage, AuditPage, BrandPage, CreatorPage, MessagePage, OrderPage, PackagePage, Paging,
    TicketPage,
};
pub use message::{Audience, Message, MessageAnswer, MessageType, PostMessage, Sender};
pub use order::{
    Brand, BrandAnswer, Contact, Creator, CreatorAnswer, NewOrder, Order, OrderAnswer, OrderStatus,
    OrderSummary, Package, PackageAnswer, Party, PlacedOrder, SetOrderStatus, StatusChange,
};
pub use people::{
    AccountStatus, AgentRef, Availability, Colleague, ColleaguesAnswer, MAX_EMAIL, MAX_NAME,
    MAX_PHONE, MAX_TEXT, SetAvailability, User, UserAnswer, UserType,
};
pub use presence::{PresenceData, PresenceEvent, PresenceKind, PresenceState, SetPresence};
pub use profile::{
    BrandProfile, CreatorProfile, NewBrand, NewContact, NewCreator, NewPackage, UpdateBrand,
    UpdateContact, UpdateCreator, UpdatePackage,
};
pub use query::{
    AgentQuery, AuditQuery, HeldQuery, MessageQuery, OfBrandQuery, OfCreatorQuery, OrderQuery,
    PageQuery, TicketQuery,
};
#[cfg(feature = "schema")]
pub use schema::ID;
pub use search::{FoundMessage, Hit, HitKind, SearchPage, SearchQuery, Snippet};
pub use settings::{DeskSettings, SettingsAnswer, UpdateSettings};
pub use sign::{FORMATS, MARKS};
pub use staff::{
    Agent, AgentAnswer, AgentPassword, HandOutTickets, HandedOut, MovedTicket, NewAgent,
    ResetPassword, SetAccountStatus, UpdateAgent,
};
pub use stats::{
    AgentRange, AgentStats, AgentStatsAnswer, DayCount, Distribution, DistributionAnswer,
    DistributionQuery, Health, HealthAnswer, HourCount, OrderStats, OutOfTurn, Share, Stats,
    StatsAnswer, TicketStats,
};
pub use ticket::{
    Decision, LastMessage, MarkRead, Outcome, Policy, Priority, Reassign, SetPriority, SetSnooze,
    SetTags, SetTicketStatus, Ticket, TicketAnswer, TicketStatus, Turn,
};
pub use timestamp::Timestamp;

/// Declares an enum whose variants are fixed words on the wire, with `as_str`, `parse`, `ALL` and serde.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vmeta])* $variant),+ }

        impl $name {
            /// Every value, in the order that people expect to read them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word on the wire and on screen.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The value for a word of the wire, `None` for any other text.
            pub fn parse(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let words: Vec<&str> = Self::ALL.iter().map(|v| v.as_str()).collect();
                schemars::json_schema!({"type": "string", "enum": words})
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let word = <std::borrow::Cow<'de, str>>::deserialize(d)?;
                Self::parse(&word).ok_or_else(|| {
                    let known: Vec<&str> = Self::ALL.iter().map(|v| v.as_str()).collect();
                    serde::de::Error::custom(format!("must be one of {}", known.join(", ")))
                })
            }
        }
    };
}
pub(crate) use words;
