//! The menus on a ticket, its order, and herself.

use super::Desk;
use crate::app::effect::Change;
use crate::panes::menu::{Choice, Entry, Menu};
use crate::panes::queue::Queue;
use crate::ui::badge;
use crate::ui::look::Look;
use crate::ui::plain::Plain;
use jiff::civil::Weekday;
use robindesk_protocol::{Availability, OrderStatus, Priority, TicketStatus, Timestamp};

impl Desk {
    pub fn status_menu(&self, look: &Look) -> Option<Menu> {
        let t = self.at_hand()?;
        let entry = |status: TicketStatus| Entry {
            glyph: badge::status_glyph(look, status),
            words: badge::status_words(status).into(),
            detail: String::new(),
            style: look.theme.text,
            choice: Choice::Change(Change::TicketStatus { ticket: t.id, status }),
            now: t.status == status,
        };
        let entries = TicketStatus::ALL.iter().map(|s| entry(*s)).collect();
        Some(Menu::new(format!("Status of #{}", t.id), entries))
    }

    pub fn priority_menu(&self, look: &Look) -> Option<Menu> {
        let t = self.at_hand()?;
        let entry = |priority: Priority| Entry {
            glyph: badge::priority_glyph(look, priority),
            words: priority.as_str().into(),
            detail: String::new(),
            style: badge::priority_style(look, priority),
            choice: Choice::Change(Change::Priority { ticket: t.id, priority }),
            now: t.priority == priority,
        };
        let entries = Priority::ALL.iter().rev().map(|p| entry(*p)).collect();
        Some(Menu::new(format!("Priority of #{}", t.id), entries))
    }

    pub fn snooze_menu(&self, look: &Look) -> Option<Menu> {
        let t = self.at_hand()?;
        let entry = |words: &str, until: Option<Timestamp>| Entry {
            glyph: look.glyph("◷", "@"),
            words: words.into(),
            detail: String::new(),
            style: look.theme.text,
            choice: Choice::Change(Change::Snooze { ticket: t.id, until }),
            now: false,
        };
        let hours = |n: i64| Some(look.now.plus_ms(n * 3_600_000));
        let mut entries = vec![
            entry("an hour", hours(1)),
            entry("four hours", hours(4)),
            entry("tomorrow at 9", morning(look, jiff::civil::Date::tomorrow)),
            entry("monday at 9", morning(look, |d| d.nth_weekday(1, Weekday::Monday))),
        ];
        if t.snoozed_until.is_some() {
            entries.push(entry("wake it now", None));
        }
        Some(Menu::new(format!("Snooze #{} for", t.id), entries))
    }

    /// Where the order may go next, as the server says (`product.md`, Orders).
    pub fn order_menu(&self, look: &Look) -> Option<Menu> {
        let order = self.order.order().filter(|o| !o.next_statuses.is_empty())?;
        let entry = |status: OrderStatus| {
            let off_road = matches!(
                status,
                OrderStatus::Rejected | OrderStatus::Cancelled | OrderStatus::Refunded
            );
            Entry {
                glyph: if off_road { look.glyph("×", "x") } else { look.glyph("→", ">") },
                words: badge::order_words(status).into(),
                detail: String::new(),
                style: if off_road { look.theme.bad } else { look.theme.good },
                choice: Choice::Change(Change::OrderStatus {
                    order: order.id,
                    status,
                    rejection_message: None,
                }),
                now: false,
            }
        };
        let entries = order.next_statuses.iter().map(|s| entry(*s)).collect();
        Some(Menu::new(format!("Order {} goes to", order.id), entries))
    }

    /// Every view, with how many tickets it holds where that is known.
    pub fn views_menu(&self, look: &Look) -> Menu {
        let entry = |(view, queue): (usize, &Queue)| Entry {
            glyph: look.glyph("≡", "="),
            words: Plain::line(queue.tickets.view.name()).into_string(),
            detail: queue.tickets.view_total().map(|n| format!("{n} ")).unwrap_or_default(),
            style: look.theme.accent,
            choice: Choice::View(view),
            now: view == self.view,
        };
        Menu::new("Go to".into(), self.queues.iter().enumerate().map(entry).collect())
    }

    pub fn availability_menu(&self, look: &Look) -> Menu {
        let entry = |availability: Availability| Entry {
            glyph: look.glyph("●", "*"),
            words: availability.as_str().into(),
            detail: String::new(),
            style: badge::availability_style(look, availability),
            choice: Choice::Change(Change::Availability(availability)),
            now: self.who.user.agent_status == Some(availability),
        };
        Menu::new("I am".into(), Availability::ALL.iter().map(|a| entry(*a)).collect())
    }
}

/// Nine o'clock on a day after today, in her zone.
fn morning(
    look: &Look,
    day: impl Fn(jiff::civil::Date) -> Result<jiff::civil::Date, jiff::Error>,
) -> Option<Timestamp> {
    let now = jiff::Timestamp::from_millisecond(look.now.0).ok()?.to_zoned(look.zone.clone());
    let nine = day(now.date()).ok()?.at(9, 0, 0, 0).to_zoned(look.zone.clone()).ok()?;
    Some(Timestamp(nine.timestamp().as_millisecond()))
}
