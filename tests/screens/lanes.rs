//! Two lanes on one ticket: side by side, from one to the other, and the guard between them.

use super::desk::{Desk, now, press};
use super::market::from_party;
use super::snapshots::{snapshot, with_keys};
use crossterm::event::Event;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use robindesk::app::effect::Effect;
use robindesk_protocol::{Audience, MessageId, TicketId};

/// Ticket 8, whose brand has written this.
fn said(text: &str) -> Desk {
    let mut desk = Desk::new();
    desk.threads[0].1.push(from_party(60, true, text));
    desk.keys("j enter");
    desk
}

#[test]
fn lanes_side_by_side() {
    snapshot("lanes", with_keys("j enter z | k k"));
}

#[test]
fn what_the_border_says_is_true_from_the_first_drawing_on() {
    let mut desk = with_keys("j enter");
    desk.screen(200, 60);
    let mut terminal = Terminal::new(TestBackend::new(200, 60)).unwrap();
    desk.console.update_keys(&[Event::Key(press("|"))], false);
    terminal.draw(|frame| desk.console.draw(frame)).unwrap();
    let shown = terminal.backend().to_string();
    assert!(shown.contains("lanes side by side") && !shown.contains("too narrow"), "{shown}");
}

#[test]
fn light_markdown() {
    let text = "We want **three** things, _please_:\n\n- the logo as `SVG`\n- a *short* caption\n\n> like last time\n\n2 * 3 * 4 stays, so does snake_case.";
    snapshot("markdown", said(text));
}

#[test]
fn a_question_before_words_cross() {
    let mut desk = said("Mail me the draft: ana@acme.example or +49 30 1234567.");
    desk.keys("> enter");
    snapshot("guard", desk);
}

#[test]
fn links_to_pick() {
    let mut desk =
        said("See https://acme.example/brief?v=2 and www.acme.example, or ana@acme.example.");
    desk.keys("O down");
    snapshot("links", desk);
}

#[test]
fn what_crosses_is_asked_about_and_enter_goes_back_to_editing() {
    let mut desk = Desk::new();
    desk.keys("j enter > enter");
    assert!(desk.shows("This goes to the creator lane and holds words of"));
    desk.keys("enter");
    assert!(desk.sent().is_empty() && desk.shows("┃ When will the draft be ready?"));
    desk.keys("enter y");
    let sent = desk.sent().remove(0);
    assert_eq!(
        (sent.audience, sent.text.as_str()),
        (Audience::Creator, "When will the draft be ready?")
    );
}

#[test]
fn words_of_her_own_and_notes_are_not_asked_about() {
    let mut desk = with_keys("j enter > ctrl-a ctrl-k");
    desk.types("Is the draft on its way?").keys("enter");
    assert_eq!(desk.sent().len(), 1, "nothing of the brand's is left in it");
    desk.keys("esc c").types("their mail: ana@acme.example").keys("enter");
    assert_eq!(desk.sent().len(), 2, "a note crosses nothing");
}

#[test]
fn a_relay_never_overwrites_what_is_written_there() {
    let mut desk = with_keys("j enter r ctrl-r");
    desk.types("Hi Lena").keys("esc > ctrl-s y");
    assert_eq!(desk.sent()[0].text, "Hi Lena\nWhen will the draft be ready?");
}

#[test]
fn notes_and_what_both_have_read_are_not_relayed() {
    let mut desk = with_keys("j enter k k >");
    assert!(desk.shows("a note stays with staff") && !desk.shows("creator lane ━"));
}

#[test]
fn picking_brings_older_messages_and_esc_lets_go() {
    let mut desk = Desk::new();
    let older = (0..60).map(|n| {
        let mut message = from_party(100 + n, true, &format!("message {n}"));
        message.created_at = now().plus_ms((n - 60) * 60_000);
        message
    });
    desk.threads[0].1 = older.collect();
    desk.size = (120, 20);
    desk.keys("j enter");
    for _ in 0..60 {
        desk.keys("k");
    }
    let oldest = |e: &Effect| {
        matches!(e, Effect::LoadThread { ticket: TicketId(8), before: Some(MessageId(110)), .. })
    };
    assert!(desk.effects.iter().any(oldest) && desk.shows("message 0"));
    desk.keys("T");
    assert!(desk.effects.contains(&Effect::Copy("message 0".into())));
    desk.keys("esc");
    assert!(desk.shows("┏ #8"), "the first lets go of the message");
    desk.keys("esc");
    assert!(desk.shows("┏ Inbox"));
}

#[test]
fn a_link_is_opened_by_the_program_that_is_set() {
    let start = robindesk::app::Start::SignedIn(Box::new(super::desk::maya()));
    let clock = robindesk::app::Clock::held(now());
    let mut options = super::desk::options(start, clock);
    options.opener = Some("xdg-open".into());
    let mut desk = Desk::bare(options);
    desk.tickets = super::market::tickets();
    desk.threads = vec![(TicketId(8), vec![from_party(1, true, "www.acme.example\u{202e}")])];
    desk.begin();
    desk.keys("j enter O enter");
    let (program, link) = ("xdg-open".into(), "https://www.acme.example".into());
    assert!(desk.effects.contains(&Effect::OpenLink { program, link }));
}
