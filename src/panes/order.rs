//! The order behind the open ticket.

pub mod view;

use crate::app::action::Action;
use crate::model::Loaded;
use robindesk_protocol::{Order, OrderId, OrderStatus, OrderSummary};

/// The pane's state.
#[derive(Debug, Default)]
pub struct OrderPane {
    pub loaded: Loaded,
    order: Option<Box<Order>>,
    /// What the same brand ordered of the same creator, the newest first.
    past: Vec<Order>,
    shown: Option<OrderId>,
    scroll: u16,
    /// Rows that did not fit at the last drawing.
    over: u16,
}

impl OrderPane {
    /// Turns to another order. Says whether it must be asked for.
    pub fn show(&mut self, order: Option<OrderId>) -> bool {
        if self.shown == order {
            return false;
        }
        *self = Self { shown: order, ..Self::default() };
        order.is_some()
    }

    pub fn shown(&self) -> Option<OrderId> {
        self.shown
    }

    pub fn order(&self) -> Option<&Order> {
        self.order.as_deref()
    }

    /// Takes the order, if it is still the one that is shown.
    pub fn take(&mut self, order: Box<Order>) {
        if self.shown == Some(order.id) {
            self.loaded = Loaded::Here;
            self.order = Some(order);
        }
    }

    /// Takes what the brand and creator of an order did before, if it is still the one shown.
    pub fn take_past(&mut self, order: OrderId, orders: Vec<Order>) {
        if self.shown == Some(order) {
            self.past = orders;
            self.past.retain(|o| o.id != order);
        }
    }

    /// Takes what an event says. Says whether the whole must be asked for again: the history and
    /// where it may go next are not in events.
    pub fn apply(&mut self, summary: &OrderSummary) -> bool {
        let Some(order) = self.order.as_mut().filter(|o| o.id == summary.id) else { return false };
        let changed = order.status != summary.status;
        order.status = summary.status;
        if changed {
            order.next_statuses.clear();
        }
        changed
    }

    /// Shows a status before the server has taken it, and gives the one before.
    pub fn set_status(&mut self, status: OrderStatus) -> Option<OrderStatus> {
        let order = self.order.as_mut()?;
        let before = order.status;
        order.status = status;
        order.next_statuses.clear();
        Some(before)
    }

    /// Scrolls, for the actions that do.
    pub fn act(&mut self, action: Action) {
        self.scroll = match action {
            Action::OrderDown => self.scroll + 1,
            Action::OrderUp => self.scroll.saturating_sub(1),
            _ => return,
        }
        .min(self.over);
    }
}
