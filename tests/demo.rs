//! The demo as an agent's console sees it: a real server, a real runner, and a market at work.

#[path = "demo/recount.rs"]
mod recount;
#[path = "demo/screen.rs"]
mod screen;

use robindesk::app::World;
use robindesk::app::effect::{Ask, Effect, Outgoing};
use robindesk::app::message::{Link, Message};
use robindesk::app::runner::{self, RunnerOptions};
use robindesk::demo::Demo;
use robindesk::net::Pace;
use robindesk_protocol::{Audience, EventKind, TicketQuery, Timestamp, UserType};
use robindesk_server::clock::Clock;
use screen::{DEADLINE, Screen};

/// Waits for the message that `wanted` makes something of.
async fn wait<T>(world: &mut World, mut wanted: impl FnMut(Message) -> Option<T>) -> T {
    let found = async {
        loop {
            let message = world.messages.recv().await.expect("the runner is alive");
            if let Some(found) = wanted(message) {
                return found;
            }
        }
    };
    tokio::time::timeout(DEADLINE, found).await.expect("it happens before the deadline")
}

fn runner_options(demo: &Demo) -> RunnerOptions {
    RunnerOptions {
        folders: demo.folders.clone(),
        clock: Clock::System,
        server: Some(demo.address.clone()),
        insecure_http: false,
        pace: Pace::default(),
    }
}

fn console(demo: &Demo) -> World {
    runner::start(runner_options(demo))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn orders_arrive_by_themselves_and_a_reply_is_answered() {
    let demo = Demo::start(UserType::Agent, &Clock::System, 50).await.unwrap();
    let mut world = console(&demo);
    wait(&mut world, |m| matches!(m, Message::Link(Link::Live)).then_some(())).await;

    let query = TicketQuery {
        agent_id: Some("me".to_owned()),
        status: Some("open,in_progress".to_owned()),
        ..TicketQuery::default()
    };
    world.effects.send(Effect::LoadTickets { ask: Ask(1), query }).unwrap();
    let page = wait(&mut world, |m| match m {
        Message::Tickets { ask: Ask(1), result } => Some(result.unwrap()),
        _ => None,
    })
    .await;
    let ticket = page.tickets.first().expect("her inbox is not empty").id;

    let outgoing = Outgoing {
        client_id: "3b2f0c9e-6f7a-4a0e-9a53-0c3e7f1a2b4c".to_owned(),
        ticket,
        audience: Audience::Brand,
        text: "Has the sample arrived?\nWe are checking the date.".to_owned(),
        at: Timestamp(0),
        not_before: None,
    };
    world.effects.send(Effect::Send(outgoing.clone())).unwrap();
    let (mut sent, mut echoed, mut answered, mut ordered) = (false, false, false, false);
    wait(&mut world, |m| {
        match m {
            Message::Sent { client_id, result, .. } if client_id == outgoing.client_id => {
                assert_eq!(result.unwrap().message_text, outgoing.text);
                sent = true;
            }
            Message::Event(event) => {
                ordered |= event.kind == EventKind::OrderCreated;
                if let Some(message) = event.data.message.filter(|m| m.ticket_id == ticket) {
                    let from = message.sender.map(|s| s.user_type);
                    echoed |= message.client_id.as_deref() == Some(&outgoing.client_id);
                    answered |= echoed && from == Some(UserType::Brand);
                }
            }
            _ => {}
        }
        (sent && echoed && answered && ordered).then_some(())
    })
    .await;

    let folder = demo.folders.data.clone();
    assert!(folder.exists());
    world.effects.send(Effect::Quit).unwrap();
    while world.messages.recv().await.is_some() {}
    assert_eq!(demo.stop(false).await.unwrap(), None);
    assert!(!folder.exists());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_leads_the_desk_sees_the_other_agents_at_work() {
    let demo = Demo::start(UserType::Admin, &Clock::System, 50).await.unwrap();
    let mut world = console(&demo);
    let (mut replied, mut resolved, mut came_or_went, mut counted) = (false, false, false, 0);
    wait(&mut world, |m| {
        match m {
            Message::Stats(stats) => counted = stats.unwrap().seq,
            Message::Event(event) => {
                let agent = event.actor.is_some_and(|a| a.user_type == UserType::Agent);
                let change = event.data.change.map(|change| (change.field, change.to));
                replied |= agent && event.kind == EventKind::MessageCreated;
                resolved |=
                    change.as_ref().is_some_and(|(_, to)| to.as_deref() == Some("resolved"));
                came_or_went |= change.is_some_and(|(field, _)| field == "agent_status");
            }
            _ => {}
        }
        (replied && resolved && came_or_went && counted > 0).then_some(())
    })
    .await;
    world.effects.send(Effect::Quit).unwrap();
    while world.messages.recv().await.is_some() {}
    demo.stop(false).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_who_edit_one_agent_nobody_overwrites_the_other() {
    let demo = Demo::start(UserType::SuperAdmin, &Clock::System, 20).await.unwrap();
    let open = || Screen::open(runner_options(&demo), (120, 40));
    let (mut one, mut two) = (open(), open());
    for screen in [&mut one, &mut two] {
        screen.until("● live").await;
        screen.keys("5");
        screen.until("Maya Rivera").await;
        screen.types("/maya").keys("enter L").types("8");
        screen.until("none → 8").await;
    }
    one.keys("ctrl-s");
    one.until("Maya Rivera is changed").await;
    two.keys("backspace").types("3").keys("ctrl-s");
    two.until("now 8").await;
    two.until("8 → 3").await;
    // Nothing was overwritten yet, and she may now that she has seen it.
    one.until("of at most 8").await;
    two.keys("ctrl-s");
    two.until("Maya Rivera is changed").await;
    one.until("of at most 3").await;
    one.close().await;
    two.close().await;
    assert_eq!(demo.stop(false).await.unwrap(), None);
}
