//! A script for each action: what is done before its key, and what must hold after it.

use super::super::desk::{Desk, ME, now};
use super::super::market::from_party;
use robindesk::app::Ask;
use robindesk::app::action::Action;
use robindesk::app::effect::{Change, Draft, Effect, FileMove};
use robindesk::app::message::{Failure, FailureKind, Message};
use robindesk_protocol::{
    Audience, Availability, BulkSet, BulkUpdate, FileId, FileRef, OrderId, OrderStatus, Priority,
    TicketId, TicketStatus, UserId, UserType,
};

/// What is done before the key, and what must hold after it.
pub type Script = (fn(&mut Desk), fn(&mut Desk) -> bool);

pub fn script(action: Action) -> Script {
    match action.place().name() {
        "list" => list(action),
        "ticket" => ticket(action),
        "chat" => chat(action),
        "composer" => composer(action),
        "order" | "popup" => over(action),
        "team" | "audit" | "settings" => super::staff::script(action),
        _ => everywhere(action),
    }
}

fn at_row(desk: &mut Desk, row: usize) -> bool {
    desk.shows(&format!(" {row} of "))
}

fn list(action: Action) -> Script {
    match action {
        Action::Down => (|_| {}, |d| at_row(d, 2)),
        Action::Up => (|d| _ = d.keys("j j"), |d| at_row(d, 2)),
        Action::First | Action::PageUp => (|d| _ = d.keys("j j j"), |d| at_row(d, 1)),
        Action::Last | Action::PageDown => (|_| {}, |d| at_row(d, 4)),
        Action::Open => (|_| {}, |d| d.shows("#5 Nordic Fit ⇄ Jonas Weber")),
        Action::Filter => (
            |_| {},
            |d| {
                d.types("kite").hear(Message::Wake);
                let asked = d
                    .effects
                    .iter()
                    .any(|e| matches!(e, Effect::LoadTickets { query, .. } if query.q.is_some()));
                let typed = d.shows("/ kite") && d.shows("Blue Kite") && !d.shows("Nordic Fit");
                for _ in 0..3 {
                    d.hear(Message::Wake);
                }
                let asks = |e: &&Effect| matches!(e, Effect::LoadTickets { query, .. } if query.q.is_some());
                let once = d.effects.iter().filter(asks).count() == 1;
                d.keys("enter");
                let kept = d.shows("· /kite") && d.shows(" open ");
                d.keys("esc");
                !asked && typed && once && kept && d.shows("Nordic Fit")
            },
        ),
        Action::Sort => (|_| {}, |d| d.shows("most urgent")),
        Action::Mark => (
            |_| {},
            |d| {
                let marked = d.shows("◆ #5") && d.shows("1 marked · b changes") && at_row(d, 2);
                d.keys("k space");
                marked && !d.shows("◆") && !d.shows("marked")
            },
        ),
        Action::MarkRange => (
            |d| _ = d.keys("j"),
            |d| {
                d.keys("j j");
                let drawn = d.shows("3 in the range · V marks it");
                d.keys("V");
                let marked = d.shows("3 marked") && !d.shows("◆ #5") && d.shows("◆#12");
                d.keys("esc");
                drawn && marked && !d.shows("marked")
            },
        ),
        Action::NextMatch => (|d| _ = d.keys("/ e enter"), |d| at_row(d, 2)),
        Action::PreviousMatch => (|d| _ = d.keys("/ e enter j j"), |d| at_row(d, 2)),
        Action::Refresh => (
            |d| d.effects.clear(),
            |d| d.effects.iter().any(|e| matches!(e, Effect::LoadTickets { .. })),
        ),
        other => panic!("{} has no script", other.name()),
    }
}

fn status_of(ticket: i64, status: TicketStatus) -> Change {
    Change::TicketStatus { ticket: TicketId(ticket), status }
}

#[expect(clippy::too_many_lines, reason = "a script an action: a table, not a course of events")]
fn ticket(action: Action) -> Script {
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
                shown && d.changes() == given && d.shows("#5 is with Sam Lee · u undo")
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

/// Ticket 8 in a chat too small for its conversation.
fn chat_on(d: &mut Desk) {
    d.size = (120, 20);
    d.keys("j enter");
}

/// A message that the server refused.
fn refused(d: &mut Desk) {
    chat_on(d);
    d.delivers = false;
    d.keys("r").types("oops").keys("enter esc");
    let out = d.sent().remove(0);
    let result = Err(Failure { kind: FailureKind::Refused, text: "no".into() });
    d.hear(Message::Sent { client_id: out.client_id, ticket: out.ticket, result });
}

/// What the brand said last.
const NEWEST: &str = "When will the draft be ready?";

fn chat(action: Action) -> Script {
    match action {
        Action::Reply => (chat_on, |d| d.shows("reply to Acme Co · brand lane")),
        Action::Note => (chat_on, |d| d.shows("INTERNAL NOTE")),
        Action::ScrollUp => (chat_on, |d| d.shows("↓ 1 more below")),
        Action::ScrollDown => (
            |d| {
                chat_on(d);
                d.keys("K K");
            },
            |d| d.shows("↓ 1 more below"),
        ),
        Action::ChatPageUp => (chat_on, |d| d.shows("more below")),
        Action::ChatPageDown | Action::Newest => (
            |d| {
                chat_on(d);
                d.keys("pageup");
            },
            |d| !d.shows("more below"),
        ),
        Action::Oldest => (chat_on, |d| d.shows("Order 6 placed")),
        Action::Retry => (refused, |d| {
            d.effects.iter().any(|e| matches!(e, Effect::Resend { .. })) && d.shows("sending…")
        }),
        Action::TakeBack => (refused, |d| {
            let unsent = d.effects.iter().any(|e| matches!(e, Effect::Unsend { .. }));
            unsent && d.shows("reply to Acme Co") && d.shows("┃ oops") && !d.shows("✗ not sent: no")
        }),
        Action::ToList => (chat_on, |d| d.shows(" enter open")),
        other => lanes(other),
    }
}

/// The message that the party's last one is quoted or copied as, in the lane where it was said.
fn lanes(action: Action) -> Script {
    match action {
        Action::MessageUp => (chat_on, |d| d.shows("▌")),
        Action::MessageDown => (
            |d| {
                chat_on(d);
                d.keys("k k");
            },
            |d| {
                d.keys("T");
                d.effects.contains(&Effect::Copy(NEWEST.into()))
            },
        ),
        Action::Relay => (chat_on, |d| {
            d.shows("reply to Lena Ortiz · creator lane") && d.shows(NEWEST) && d.sent().is_empty()
        }),
        Action::Quote => (chat_on, |d| {
            d.shows("reply to Acme Co · brand lane") && d.shows(&format!("┃ > {NEWEST}"))
        }),
        Action::CopyMessage => (chat_on, |d| d.effects.contains(&Effect::Copy(NEWEST.into()))),
        Action::Links => (
            |d| {
                chat_on(d);
                d.keys("c").types("see https://a.example/x and lena@example.com").keys("enter esc");
            },
            |d| {
                d.keys("down enter");
                d.effects.contains(&Effect::Copy("lena@example.com".into()))
            },
        ),
        Action::Attach => (chat_on, |d| {
            let shown = d.shows("Send a file · brand lane") && d.shows("brief.pdf");
            d.types("lo").keys("tab enter");
            let sent = |e: &Effect| matches!(e, Effect::Move { what: FileMove::Up { path, .. }, .. } if path == "/home/maya/logo.svg");
            shown && d.effects.iter().any(sent) && d.shows("↑ logo.svg")
        }),
        Action::Lanes => (
            |d| {
                d.size = (200, 40);
                d.keys("j enter");
            },
            |d| d.shows("lanes side by side") && d.shows("│        ▎"),
        ),
        other => panic!("{} has no script", other.name()),
    }
}

fn writing(d: &mut Desk) {
    d.keys("j enter r").types("one two");
}

fn writing_from_the_start(d: &mut Desk) {
    writing(d);
    d.keys("home");
}

/// What is sent when an X is typed where the cursor stands.
fn with_x(d: &mut Desk) -> String {
    d.types("X").keys("ctrl-s");
    d.sent().pop().map(|out| out.text).unwrap_or_default()
}

fn composer(action: Action) -> Script {
    match action {
        Action::Send | Action::SendAlways => (writing, |d| {
            let sent = d.sent();
            let forgotten = Effect::SaveDraft {
                ticket: TicketId(8),
                audience: Audience::Brand,
                draft: Draft::default(),
            };
            sent.len() == 1
                && (sent[0].ticket, sent[0].audience) == (TicketId(8), Audience::Brand)
                && sent[0].text == "one two"
                && d.effects.contains(&forgotten)
                && d.shows("▎ one two")
                && d.shows("sent ✓")
        }),
        Action::NewLine => (writing, |d| with_x(d) == "one two\nX"),
        Action::Macros => (writing, |d| {
            let shown = d.shows("┏ Macros") && d.shows("Hi Acme Co, Lena Ortiz is on it.");
            d.keys("enter");
            shown && d.shows("one twoHi Acme Co, Lena Ortiz is on it.")
        }),
        Action::Editor => (writing, |d| {
            let asked = d.console.take_ask() == Some(Ask::Edit) && d.console.draft() == "one two";
            d.console.edited(Ok("one\ntwo\nthree".into()));
            asked && d.shows("┃ three") && with_x(d) == "one\ntwo\nthreeX"
        }),
        Action::NextLane => (writing, |d| {
            d.shows("reply to Lena Ortiz · creator lane") && d.shows("draft too: brand lane")
        }),
        Action::Leave => (writing, |d| d.shows("one two") && d.shows(" c note ")),
        Action::UndoTyping => (writing, |d| with_x(d) == "one X"),
        Action::RedoTyping => (
            |d| {
                writing(d);
                d.keys("ctrl-_");
            },
            |d| with_x(d) == "one twoX",
        ),
        Action::Left => (writing, |d| with_x(d) == "one twXo"),
        Action::Right => (writing_from_the_start, |d| with_x(d) == "oXne two"),
        Action::LineUp | Action::LineStart => (writing, |d| with_x(d) == "Xone two"),
        Action::LineDown | Action::LineEnd => (writing_from_the_start, |d| with_x(d) == "one twoX"),
        Action::WordLeft => (writing, |d| with_x(d) == "one Xtwo"),
        Action::WordRight => (writing_from_the_start, |d| with_x(d) == "oneX two"),
        Action::EraseBack => (writing, |d| with_x(d) == "one twX"),
        Action::EraseForward => (writing_from_the_start, |d| with_x(d) == "Xne two"),
        Action::EraseWordBack => (writing, |d| with_x(d) == "one X"),
        Action::EraseWordForward => (writing_from_the_start, |d| with_x(d) == "X two"),
        Action::EraseToStart => (writing, |d| with_x(d) == "X"),
        Action::EraseToEnd => (writing_from_the_start, |d| with_x(d) == "X"),
        other => panic!("{} has no script", other.name()),
    }
}

fn order_on(d: &mut Desk) {
    d.size = (120, 16);
    d.keys("j o");
}

/// A question before the console ends: something is unsent.
fn asked_to_quit(d: &mut Desk) {
    d.delivers = false;
    writing(d);
    d.keys("enter esc q");
    assert!(d.shows("1 message is not sent yet"));
}

fn over(action: Action) -> Script {
    match action {
        Action::OrderStatus => (order_on, |d| {
            d.keys("enter");
            let (order, status) = (OrderId(6), OrderStatus::InProgress);
            d.changes() == [Change::OrderStatus { order, status, rejection_message: None }]
        }),
        Action::OrderDown => (order_on, |d| !d.shows("┃ Reel package")),
        Action::OrderUp => (
            |d| {
                order_on(d);
                d.keys("j");
            },
            |d| d.shows("┃ Reel package"),
        ),
        Action::OrderLeave => (order_on, |d| d.shows(" c note ")),
        Action::Choose => (|d| _ = d.keys("t"), |d| d.changes().len() == 1),
        Action::PopupDown => (
            |d| _ = d.keys("t"),
            |d| {
                d.keys("enter");
                d.changes() == [status_of(5, TicketStatus::Resolved)]
            },
        ),
        Action::PopupUp => (
            |d| _ = d.keys("t down"),
            |d| {
                d.keys("enter");
                d.changes() == [status_of(5, TicketStatus::InProgress)]
            },
        ),
        Action::SaveFile => (
            |d| {
                let mut message = from_party(60, true, "brief.pdf");
                let (id, content_type) = (FileId(60), "application/pdf".into());
                message.file =
                    Some(FileRef { id, name: "brief.pdf".into(), content_type, size: 1_250_000 });
                d.threads[0].1.push(message);
                d.keys("j enter O");
            },
            |d| {
                let down = |e: &Effect| {
                    matches!(e, Effect::Move { what: FileMove::Down { file: FileId(60), .. }, .. })
                };
                d.effects.iter().any(down)
                    && d.shows("↓ brief.pdf")
                    && d.shows("▤ brief.pdf · 1.2 MB")
            },
        ),
        Action::Yes => (asked_to_quit, |d| d.console.is_done()),
        Action::No => (asked_to_quit, |d| !d.console.is_done() && !d.shows("not sent yet")),
        other => panic!("{} has no script", other.name()),
    }
}

fn everywhere(action: Action) -> Script {
    match action {
        Action::Help => (|_| {}, |d| d.shows("Help · esc closes")),
        Action::Palette => (|_| {}, |d| d.shows("┏ Commands")),
        Action::NextPane => (|_| {}, |d| d.shows("┏ Chat")),
        Action::PreviousPane => (|_| {}, |d| d.shows("┏ Order")),
        Action::Inbox => (|d| _ = d.keys("2"), |d| d.shows("┏ Inbox")),
        Action::All => (|_| {}, |d| d.shows("┏ All · last changed")),
        Action::Team => (|d| *d = Desk::as_a(UserType::Admin), |d| d.shows("┏ Team")),
        Action::Audit => (|d| *d = Desk::as_a(UserType::Admin), |d| d.shows("┏ Audit")),
        Action::Settings => (|d| *d = Desk::as_a(UserType::Admin), |d| d.shows("┏ Settings")),
        Action::Search => (
            |_| {},
            |d| {
                let shown = d.shows("┏ Search") && d.shows("status:open");
                d.types("draft").keys("esc 3");
                shown && d.shows("/ draft")
            },
        ),
        Action::Back => (|d| _ = d.keys("enter"), |d| d.shows("┏ Inbox")),
        Action::Unassigned => (|_| {}, |d| d.shows("┏ Unassigned") && d.shows("Sun Valley")),
        Action::Snoozed => (|_| {}, |d| d.shows("┏ Snoozed") && d.shows("Nothing is snoozed")),
        Action::Resolved => (|_| {}, |d| d.shows("┏ Resolved") && d.shows("Old Harbour")),
        Action::Views => (
            |_| {},
            |d| {
                let shown = d.shows(" Go to ");
                d.types("r").keys("enter");
                shown && d.shows("┏ Resolved") && d.shows("v Resolved 1")
            },
        ),
        Action::NextView => (|_| {}, |d| d.shows("┏ All")),
        Action::PreviousView => (|_| {}, |d| d.shows("┏ Resolved")),
        Action::Jump => (
            |_| {},
            |d| {
                let shown = d.shows("d #3");
                d.types("d");
                shown && at_row(d, 3) && !d.shows("d #3")
            },
        ),
        Action::Zoom => (|_| {}, |d| !d.shows(" Chat ")),
        Action::Availability => (
            |_| {},
            |d| {
                let shown = d.shows(" I am ");
                d.types("b").keys("enter");
                let busy = Change::Availability(Availability::Busy);
                shown && d.changes() == [busy] && d.shows("Maya Rivera · busy")
            },
        ),
        Action::DoNotDisturb => {
            (|_| {}, |d| d.shows("do not disturb: nothing") && d.shows("available, undisturbed"))
        }
        Action::Reconnect => (|_| {}, |d| d.effects.contains(&Effect::ReconnectNow)),
        Action::Redraw => (|_| {}, |d| d.console.take_ask() == Some(Ask::Redraw)),
        Action::Suspend => (|_| {}, |d| d.console.take_ask() == Some(Ask::Suspend)),
        Action::SignOut => (
            |_| {},
            |d| {
                d.keys("y");
                d.effects.contains(&Effect::SignOut)
            },
        ),
        Action::Quit => (|_| {}, |d| d.console.is_done() && d.effects.contains(&Effect::Quit)),
        other => panic!("{} has no script", other.name()),
    }
}
