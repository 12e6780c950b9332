//! The first minute: what is wrong is said, and nothing that was typed is lost by it.

use super::desk::{Desk, now, options};
use super::snapshots::snapshot;
use robindesk::app::effect::{Effect, Secret};
use robindesk::app::message::{Failure, FailureKind, Message, Unkept};
use robindesk::app::{Clock, Start};

fn signing_in() -> Desk {
    let start = Start::Login { server: String::new(), email: String::new() };
    let mut desk = Desk::bare(options(start, Clock::held(now())));
    desk.types("desk.exmaple").keys("enter").types("maya@desk.example").keys("enter");
    desk.types("secret").keys("enter");
    desk
}

fn fails(desk: &mut Desk, kind: FailureKind, text: &str) {
    desk.hear(Message::SignInFailed(Failure { kind, text: text.into() }));
}

fn asked(desk: &Desk) -> Vec<(String, Secret)> {
    let asked = |e: &Effect| match e {
        Effect::SignIn { server, password, .. } => Some((server.clone(), password.clone())),
        _ => None,
    };
    desk.effects.iter().filter_map(asked).collect()
}

#[test]
fn a_wrong_address_is_mended_without_typing_the_password_again() {
    let mut desk = signing_in();
    fails(&mut desk, FailureKind::NotFound, "No machine is called desk.exmaple.");
    assert!(desk.shows("••••••") && desk.shows("No machine is called"));
    desk.keys("ctrl-u").types("desk.example").keys("enter");
    let secret = || Secret("secret".into());
    let tries = [("desk.exmaple".to_owned(), secret()), ("desk.example".to_owned(), secret())];
    assert_eq!(asked(&desk), tries);
}

#[test]
fn a_busy_server_is_asked_again_by_one_key_and_a_wrong_password_is_typed_again() {
    let mut desk = signing_in();
    fails(&mut desk, FailureKind::Offline, "Too many tries.");
    desk.keys("enter");
    assert_eq!(asked(&desk).len(), 2);
    fails(&mut desk, FailureKind::Refused, "The e-mail or the password is wrong.");
    desk.types("other").keys("enter");
    assert_eq!(asked(&desk)[2].1, Secret("other".into()));
}

#[test]
fn a_login_with_a_long_reason() {
    let mut desk = signing_in();
    let text = "The certificate of https://desk.exmaple is none that this machine trusts: nothing \
                was sent. Whoever runs it can mend that.";
    fails(&mut desk, FailureKind::NotFound, text);
    snapshot("login_refused", desk);
}

#[test]
fn a_disk_that_keeps_nothing() {
    let mut desk = Desk::new();
    let why = "/home/maya/.local/share/robindesk/accounts: Permission denied.";
    desk.hear(Message::Unkept(Unkept::All(why.into())));
    snapshot("unkept", desk);
}

#[test]
fn one_thing_that_the_disk_refused_takes_no_key() {
    let mut desk = Desk::new();
    desk.keys("j enter r").types("half a");
    let why = "the draft can't be kept on disk: No space left on device";
    desk.hear(Message::Unkept(Unkept::One(why.into())));
    desk.types(" word");
    assert!(desk.shows("half a word") && desk.shows(why));
}
