//! Which screen is on: the desk, which everybody has, or one of those that admins have beside it.

use super::action::{Action, Place};
use robindesk_protocol::UserType;

/// A whole screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Screen {
    /// Tickets, chat and order.
    #[default]
    Desk,
    Stats,
    Team,
    Health,
    Audit,
    Settings,
}

impl Screen {
    /// Those that the top line names, from the left.
    pub const NAMED: &'static [(Self, Action)] =
        &[(Self::Stats, Action::Stats), (Self::Team, Action::Team), (Self::Health, Action::Health)];

    /// Where somebody begins: who leads the desk watches its numbers, everybody else works tickets.
    pub const fn first(who: UserType) -> Self {
        if who.is_admin() { Self::Stats } else { Self::Desk }
    }

    /// The screen that an action goes to.
    pub const fn of(action: Action) -> Option<Self> {
        match action {
            Action::Stats => Some(Self::Stats),
            Action::Team => Some(Self::Team),
            Action::Health => Some(Self::Health),
            Action::Audit => Some(Self::Audit),
            Action::Settings => Some(Self::Settings),
            _ => None,
        }
    }

    /// The screen whose own keys these are; nothing for those of the desk and of lists everywhere.
    pub fn of_place(place: Place) -> Option<Self> {
        [Self::Stats, Self::Team, Self::Audit, Self::Settings]
            .into_iter()
            .find(|screen| screen.place() == Some(place))
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::Desk => "Tickets",
            Self::Stats => "Stats",
            Self::Team => "Team",
            Self::Health => "Health",
            Self::Audit => "Audit",
            Self::Settings => "Settings",
        }
    }

    /// Whose keys come before those of the lists there.
    pub const fn place(self) -> Option<Place> {
        match self {
            Self::Stats => Some(Place::Stats),
            Self::Team => Some(Place::Team),
            Self::Audit => Some(Place::Audit),
            Self::Settings => Some(Place::Settings),
            Self::Desk | Self::Health => None,
        }
    }
}

/// Whether somebody of this kind is offered an action at all (`product.md`, People): what she may not
/// do is not shown to her.
pub fn offered(action: Action, who: UserType) -> bool {
    needs(action).is_none_or(|least| who >= least)
}

/// The least that somebody must be for an action; `None` for what everybody on the staff may do.
fn needs(action: Action) -> Option<UserType> {
    use Action::{ByAction, ByActor, EditSettings, MoveTickets, NewMacro, RemoveMacro};
    let admins = Some(UserType::Admin);
    match (action.place(), action) {
        _ if Screen::of(action).is_some() => admins,
        (Place::Stats, _)
        | (_, ByActor | ByAction | MoveTickets | EditSettings | NewMacro | RemoveMacro) => admins,
        (Place::Team, _) => Some(UserType::SuperAdmin),
        _ => None,
    }
}

/// What she is told who asks for it all the same.
pub fn not_offered(action: Action) -> &'static str {
    match needs(action) {
        Some(UserType::SuperAdmin) => "that is for super admins",
        _ => "that is for admins",
    }
}
