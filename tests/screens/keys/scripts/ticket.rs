//! The scripts of the keys on the ticket at hand.

use super::{Script, at_row, status_of};
use crate::desk::{ME, now};
use robindesk::app::action::Action;
use robindesk::app::effect::{Change, Effect};
use robindesk_protocol::{BulkSet, BulkUpdate, Priority, TicketId, TicketStatus, UserId};

#[expect(clippy::too_many_lines, reason = "a script an action: a table, not a course of events")]
pub fn scripts(action: Action) -> Script {
    match action {
        Action::ResolveNext => (
            |_| {},
            |d| {
                let went = d.shows(" 1 of 3 ") && d.shows("#5 resolved · u undo");
                went && d.changes() == [status_of(5, TicketStatus::Resolved)]
            },
        ),
        Action::Status => (
            |_| {},
            |d| {
                let shown = d.shows("Status of #5");
                d.keys("enter");
                shown && d.changes() == [status_of(5, TicketStatus::InProgress)]
            },
        ),
        Action::Priority => (
            |_| {},
            |d| {
                let shown = d.shows("Priority of #5");
                d.types("l").keys("enter");
                let low = Change::Priority { ticket: TicketId(5), priority: Priority::Low };
                shown && d.changes() == [low]
            },
        ),
        Action::Snooze => (
            |_| {},
            |d| {
                let shown = d.shows("Snooze #5 for");
                d.keys("enter");
                let until = Some(now().plus_ms(3_600_000));
                let snoozed = d.shows("snooze");
                shown && snoozed && d.changes() == [Change::Snooze { ticket: TicketId(5), until }]
            },
        ),
        Action::Take => (
            |d| _ = d.keys("2 G"),
            |d| {
                let (ticket, agent) = (TicketId(14), ME);
                d.changes() == [Change::Reassign { ticket, agent, reason: None }]
                    && d.shows("#14 is yours")
            },
        ),
        Action::Assign => (
            |_| {},
            |d| {
                let shown = d.shows("Assign #5 to") && d.shows("available · 2 open of 10");
                d.types("sam").keys("enter");
                let (ticket, agent) = (TicketId(5), UserId(4));
                let given = [Change::Reassign { ticket, agent, reason: None }];
                // Given away, it is no longer hers to take back.
                let told = d.shows("#5 is with Sam Lee") && !d.shows("Sam Lee · u undo");
                shown && told && d.changes() == given
            },
        ),
        Action::Tags => (
            |_| {},
            |d| {
                let shown = d.shows("Tags of #5");
                d.types("VIP late").keys("enter");
                let tags = vec!["vip".to_owned(), "late".to_owned()];
                let set = d.changes() == [Change::Tags { ticket: TicketId(5), tags }];
                // A tag that is known is completed.
                d.keys("j w").types("v").keys("tab enter");
                let vip = Change::Tags { ticket: TicketId(8), tags: vec!["vip".to_owned()] };
                shown && set && d.changes().last() == Some(&vip)
            },
        ),
        Action::Bulk => (
            |d| _ = d.keys("space space j space"),
            |d| {
                let shown = d.shows("Change 3 tickets");
                d.keys("enter");
                let asked = d.shows("Resolve 3 tickets: 2 open, 1 in progress?");
                d.keys("y");
                let ticket_ids = [5, 8, 12].map(TicketId).to_vec();
                let set = BulkSet { status: Some(TicketStatus::Resolved), ..BulkSet::default() };
                let told = d.changes() == [Change::Many(BulkUpdate { ticket_ids, set })];
                told && shown && asked && d.shows("3 tickets resolved · u undo") && at_row(d, 1)
            },
        ),
        Action::Undo => (
            |d| _ = d.keys("e"),
            |d| {
                d.changes().last() == Some(&status_of(5, TicketStatus::Open))
                    && d.shows("#5 ○ Nordic Fit")
            },
        ),
        Action::MarkUnread => (
            |d| _ = d.keys("j enter"),
            |d| {
                let asked = d.changes() == [Change::Unread { ticket: TicketId(8) }];
                let shown = d.shows("2m ● 1") && d.shows("#8 is unread · u undo");
                // It stays so while it is in sight, and is read when she comes back to it.
                let stays = d.keys("k K J").shows("2m ● 1");
                d.keys("h enter");
                asked && shown && stays && !d.shows("2m ● 1")
            },
        ),
        Action::NextUnread | Action::PreviousUnread => (|_| {}, |d| at_row(d, 2)),
        Action::LongestWaiting => (|d| _ = d.keys("j j"), |d| at_row(d, 1)),
        Action::Order => (|d| _ = d.keys("j"), |d| d.shows("enter set status")),
        Action::Why => (|_| {}, |d| d.shows("Why me? #5") && d.shows("Maya Rivera got it.")),
        Action::History => {
            (|_| {}, |d| d.shows("History of #5") && d.shows("set the priority to high"))
        }
        Action::CopyNumber => (|_| {}, |d| d.effects.contains(&Effect::Copy("#5".into()))),
        Action::CopyLink => (
            |_| {},
            |d| {
                let link = "https://desk.example/api/crm/tickets/5".into();
                d.effects.contains(&Effect::Copy(link))
            },
        ),
        other => panic!("{} has no script", other.name()),
    }
}
