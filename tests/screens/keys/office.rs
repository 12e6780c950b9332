//! Scripts for what admins have beside the desk.

use super::super::desk::Desk;
use super::super::numbers;
use super::scripts::Script;
use robindesk::app::action::Action;
use robindesk::app::effect::Effect;
use robindesk::app::message::Message;

fn on_stats(desk: &mut Desk) {
    *desk = numbers::admin();
    desk.keys("4");
}

/// The keys of the stats.
pub fn stats(action: Action) -> Script {
    match action {
        Action::Range => (on_stats, |d| {
            let week = d.shows("Stats · 7 days") && d.shows("Orders per day, 7 days");
            d.keys("r");
            let month = d.shows("Stats · 30 days") && d.shows("The rotation, 30 days");
            d.keys("r");
            week && month && d.shows("Orders per hour, 24 hours")
        }),
        Action::AsTable => (on_stats, |d| {
            let table = d.shows("12:00      5") && !d.shows("▒");
            d.keys("v");
            table && d.shows("▒")
        }),
        Action::FilterAgents => (on_stats, |d| {
            d.types("SAM");
            let typed = d.shows("/ SAM") && d.shows("◐ busy") && !d.shows("○ away");
            d.keys("enter");
            let kept = d.shows("/SAM most open") && !d.shows("○ away");
            d.keys("esc");
            let all = d.shows("○ away") && d.shows("┏ Stats");
            d.keys("esc");
            typed && kept && all && d.shows("┏ Inbox")
        }),
        Action::Hold => (on_stats, |d| {
            let mut newer = numbers::stats();
            (newer.seq, newer.tickets.open) = (99_999, 4_321);
            d.clock.advance_ms(5_000);
            d.hear(Message::Stats(Ok(Box::new(newer))));
            let held = d.shows("held at 10:06:00") && !d.shows("4,321");
            d.keys("space");
            held && d.shows("4,321") && d.shows("as of")
        }),
        Action::Export => (on_stats, |d| {
            let names = d.effects.iter().find_map(|effect| match effect {
                Effect::Export { files } => {
                    assert!(files[0].1.contains("tickets,now,open now,137\r\n"));
                    Some(files.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>())
                }
                _ => None,
            });
            let name = "robindesk-stats-2026-11-23-100600";
            d.hear(Message::Exported(Ok(format!("exported to /home/maya: {name}.csv"))));
            names == Some(vec![format!("{name}.csv"), format!("{name}.json")])
                && d.shows("exported to /home/maya: ")
        }),
        other => panic!("{} has no script", other.name()),
    }
}

/// Going to a screen.
pub fn screens(action: Action) -> Script {
    let before: fn(&mut Desk) = |d| {
        *d = numbers::admin();
        d.keys("1");
    };
    match action {
        Action::Stats => (before, |d| d.shows("┏ Stats · today")),
        Action::Health => (before, |d| {
            let shown = d.shows("┏ Health") && d.shows("nothing is wrong");
            d.effects.clear();
            d.keys("R");
            shown && d.effects.contains(&Effect::LoadHealth)
        }),
        other => panic!("{} has no script", other.name()),
    }
}
