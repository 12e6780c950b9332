//! Orders: the whole state machine for everybody, and what placing one must be refused.

use super::{may_set, next_for, successors};
use crate::desk::command::{Command, IdempotencyKey, Request};
use crate::desk::reply::Reply;
use crate::desk::stage::{AGENT, BRAND, CREATOR, Stage};
use robindesk_protocol::{
    Amount, Audience, BrandId, Code, CreatorId, Currency, EventKind, MessageType, NewOrder,
    OrderStatus, PackageId, UserType,
};

/// The road of `product.md`, drawn anew: who may go from where to where.
fn road(user: UserType, from: OrderStatus, to: OrderStatus) -> bool {
    use OrderStatus::{Cancelled, Completed, Confirmed, InProgress, Pending, Refunded, Rejected};
    let staff = user.is_staff();
    let seller = staff || user == UserType::Creator;
    match (from, to) {
        (Pending, Confirmed | Rejected) | (Confirmed, InProgress) | (InProgress, Completed) => {
            seller
        }
        (Pending | Confirmed, Cancelled) => staff || user == UserType::Brand,
        (InProgress, Cancelled) => staff,
        (Completed | Cancelled, Refunded) => user.is_admin(),
        _ => false,
    }
}

#[test]
fn every_step_for_everybody_is_as_the_product_says() {
    for &user in UserType::ALL {
        for &from in OrderStatus::ALL {
            for &to in OrderStatus::ALL {
                let allowed = next_for(user, from).contains(&to);
                assert_eq!(allowed, road(user, from, to), "{user}: {from} -> {to}");
                if allowed {
                    assert!(successors(from).contains(&to) && may_set(user, to));
                }
            }
        }
    }
}

#[test]
fn a_refused_step_is_a_403_for_who_never_may_and_a_409_for_who_may_elsewhere() {
    for (who, from, to, code) in [
        (BRAND, OrderStatus::Pending, OrderStatus::Confirmed, Code::Forbidden),
        (CREATOR, OrderStatus::Pending, OrderStatus::Cancelled, Code::Forbidden),
        (AGENT, OrderStatus::Completed, OrderStatus::Refunded, Code::Forbidden),
        (BRAND, OrderStatus::InProgress, OrderStatus::Cancelled, Code::IllegalTransition),
        (CREATOR, OrderStatus::Pending, OrderStatus::Completed, Code::IllegalTransition),
        (AGENT, OrderStatus::Rejected, OrderStatus::Confirmed, Code::IllegalTransition),
        (AGENT, OrderStatus::Confirmed, OrderStatus::Pending, Code::IllegalTransition),
    ] {
        let mut stage = Stage::with_agents(1);
        let (order, _) = stage.one_order();
        stage.world.orders.get_mut(&order).unwrap().status = from;
        let status = to;
        let command = Command::SetOrderStatus { order, status, rejection_message: None };
        let rejection = stage.by(who, command).unwrap_err();
        assert_eq!(rejection.code, code, "{from} -> {to}: {}", rejection.detail);
        if code == Code::IllegalTransition {
            assert!(rejection.detail.contains(from.as_str()), "{}", rejection.detail);
        }
    }
}

#[test]
fn a_409_says_where_the_order_may_go_and_who_may_not_take_it_there() {
    for (who, from, to, detail) in [
        (
            CREATOR,
            OrderStatus::Pending,
            OrderStatus::Completed,
            "The order is pending; from there it may go to: confirmed, rejected, cancelled. \
             Accounts of type creator may take it to: confirmed, rejected.",
        ),
        (
            BRAND,
            OrderStatus::InProgress,
            OrderStatus::Cancelled,
            "The order is in_progress; from there it may go to: completed, cancelled. \
             Accounts of type brand may take it to: nowhere.",
        ),
        (
            AGENT,
            OrderStatus::Rejected,
            OrderStatus::Confirmed,
            "The order is rejected; from there it may go to: nowhere.",
        ),
    ] {
        let mut stage = Stage::with_agents(1);
        let (order, _) = stage.one_order();
        stage.world.orders.get_mut(&order).unwrap().status = from;
        let command = Command::SetOrderStatus { order, status: to, rejection_message: None };
        assert_eq!(stage.by(who, command).unwrap_err().detail, detail);
    }
}

#[test]
fn each_change_is_logged_told_on_the_ticket_and_stamped() {
    let mut stage = Stage::with_agents(1);
    let (order, ticket) = stage.one_order();
    stage.changes = crate::desk::changes::Changes::default();
    for status in [OrderStatus::Confirmed, OrderStatus::InProgress, OrderStatus::Completed] {
        let command = Command::SetOrderStatus { order, status, rejection_message: None };
        stage.by(CREATOR, command).unwrap();
    }
    let kinds: Vec<_> = stage.changes.events.iter().map(|e| e.event.kind).collect();
    let pair = [EventKind::OrderUpdated, EventKind::MessageCreated];
    assert_eq!(kinds, [pair, pair, pair].concat());
    let said = stage.changes.messages.iter().all(|m| {
        m.ticket_id == ticket
            && m.message_type == MessageType::System
            && m.audience == Audience::Everyone
            && m.sender.is_none()
    });
    assert!(said);
    assert_eq!(stage.world.orders[&order].completed_at, Some(stage.at));
}

#[test]
fn a_rejection_has_a_reason_and_nothing_else_does() {
    for (status, reason, field) in [
        (OrderStatus::Rejected, None, true),
        (OrderStatus::Rejected, Some("   "), true),
        (OrderStatus::Confirmed, Some("why"), true),
        (OrderStatus::Rejected, Some("Fully booked"), false),
    ] {
        let mut stage = Stage::with_agents(1);
        let (order, _) = stage.one_order();
        let rejection_message = reason.map(str::to_owned);
        let command = Command::SetOrderStatus { order, status, rejection_message };
        match stage.by(CREATOR, command) {
            Err(rejection) if field => assert_eq!(rejection.errors[0].field, "rejection_message"),
            Ok(_) if !field => {
                let kept = stage.world.orders[&order].rejection_message.as_deref();
                assert_eq!(kept, Some("Fully booked"));
            }
            other => panic!("{status} with {reason:?}: {other:?}"),
        }
    }
}

#[test]
fn one_order_is_one_ticket_one_assignment_one_first_message_and_three_events() {
    let mut stage = Stage::with_agents(2);
    stage.changes = crate::desk::changes::Changes::default();
    let placed = stage.place();
    let changes = &stage.changes;
    assert_eq!((changes.orders.len(), changes.tickets.len()), (1, 1));
    assert_eq!((changes.messages.len(), changes.decisions.len()), (1, 1));
    let seqs: Vec<_> = changes.events.iter().map(|e| e.event.seq).collect();
    let last = stage.world.head.seq;
    assert_eq!(seqs, [last - 2, last - 1, last]);
    assert_eq!(placed.ticket.agent.unwrap().id, AGENT);
    let first = &changes.messages[0].message_text;
    assert_eq!(first, "Order 1: Reel package \u{d7} 1, 250.00 USD");
    assert!(!first.contains('@'));
}

#[test]
fn what_is_wrong_with_an_order_is_named() {
    let order = Stage::new_order;
    for (new, field) in [
        (NewOrder { package_id: PackageId(9), ..order() }, "package_id"),
        (NewOrder { creator_id: CreatorId(9), ..order() }, "creator_id"),
        (NewOrder { quantity: Some(0), ..order() }, "quantity"),
        (NewOrder { quantity: Some(10_001), ..order() }, "quantity"),
        (NewOrder { quantity: Some(2), ..order() }, "total_amount"),
        (NewOrder { total_amount: Amount::from("249.99"), ..order() }, "total_amount"),
        (NewOrder { total_amount: Amount::from("250.001"), ..order() }, "total_amount"),
        (NewOrder { currency: Currency::parse("EUR"), ..order() }, "currency"),
        (
            NewOrder { additional_instructions: Some("x".repeat(10_001)), ..order() },
            "additional_instructions",
        ),
    ] {
        let mut stage = Stage::with_agents(1);
        let rejection = stage.by(BRAND, Command::PlaceOrder(new)).unwrap_err();
        assert_eq!(rejection.errors[0].field, field, "{}", rejection.detail);
    }
}

#[test]
fn what_nobody_could_pay_is_no_order() {
    let mut stage = Stage::with_agents(1);
    stage.world.packages.values_mut().for_each(|package| package.price_minor = Amount::MAX_MINOR);
    for (quantity, total, field) in
        [(2, "19999999999999.98", "total_amount"), (10_000, "1.00", "quantity")]
    {
        let total_amount = Amount::from(total);
        let new = NewOrder { quantity: Some(quantity), total_amount, ..Stage::new_order() };
        let rejection = stage.by(BRAND, Command::PlaceOrder(new)).unwrap_err();
        assert_eq!(rejection.errors[0].field, field);
        let most = rejection.errors[0].message.contains("9999999999999.99");
        assert!(most, "{}", rejection.errors[0].message);
    }
}

#[test]
fn a_brand_orders_for_itself_staff_for_any_and_a_creator_never() {
    let mut stage = Stage::with_agents(1);
    let other = NewOrder { brand_id: BrandId(2), ..Stage::new_order() };
    let code =
        |outcome: Result<Reply, crate::desk::rejection::Rejection>| outcome.unwrap_err().code;
    assert_eq!(code(stage.by(BRAND, Command::PlaceOrder(other))), Code::Forbidden);
    let usual = Command::PlaceOrder(Stage::new_order());
    assert_eq!(code(stage.by(CREATOR, usual)), Code::Forbidden);
    let discount = NewOrder { total_amount: Amount::from("1.00"), ..Stage::new_order() };
    assert!(stage.by(AGENT, Command::PlaceOrder(discount)).is_ok());
}

#[test]
fn the_same_key_gives_the_first_answer_and_another_body_is_refused() {
    let mut stage = Stage::with_agents(1);
    let request = |stage: &Stage, body_hash: &str| Request {
        at: stage.at,
        by: crate::desk::command::Caller::Account(stage.as_account(BRAND)),
        key: Some(IdempotencyKey { key: "k1".to_owned(), body_hash: body_hash.to_owned() }),
        command: Command::PlaceOrder(Stage::new_order()),
    };
    let asked = request(&stage, "a");
    let first = stage.decide(&asked).unwrap();
    assert_eq!(stage.decide(&asked), Ok(Reply::Replayed(Box::new(first))));
    let other = request(&stage, "b");
    assert_eq!(stage.decide(&other).unwrap_err().code, Code::IdempotencyMismatch);
    assert_eq!(stage.world.head.orders, 1);
}
