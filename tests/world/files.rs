//! Files up and down: told as they go, stopped when she says so, and going on where the link was lost.

use crate::console::{Console, Home, until};
use crate::fake::Fake;
use robindesk::app::effect::{Effect, FileMove};
use robindesk::app::message::{Message, Step};
use robindesk_protocol::{Audience, FileId, TicketId};

/// How a file moved, until it was there or not.
async fn moved(console: &mut Console, file: &str) -> (Vec<(u64, u64)>, Step) {
    let mut way = Vec::new();
    let end = console
        .wait(|m| match m {
            Message::Transfer { id, step: Step::Moved { done, total } } if id == file => {
                way.push((done, total));
                None
            }
            Message::Transfer { id, step } if id == file => Some(step),
            _ => None,
        })
        .await;
    (way, end)
}

fn up(home: &Home, id: &str, text: &str) -> Effect {
    let path = home.dir.path().join("brief.txt");
    std::fs::write(&path, text).unwrap();
    let path = path.to_str().unwrap().to_owned();
    let what = FileMove::Up { ticket: TicketId(8), audience: Audience::Brand, path };
    Effect::Move { id: id.to_owned(), what }
}

fn down(id: &str, name: &str) -> Effect {
    let what = FileMove::Down { file: FileId(60), name: name.to_owned() };
    Effect::Move { id: id.to_owned(), what }
}

#[tokio::test]
async fn a_file_goes_up_once_over_a_link_that_is_lost_twice() {
    let fake = Fake::start().await;
    fake.desk().cuts = vec![100_000, 200_000].into();
    let home = Home::signed_in(&fake);
    let mut console = home.console();
    let text = "a line of a brief\n".repeat(20_000);
    console.ask(up(&home, "a", &text));
    let (way, end) = moved(&mut console, "a").await;
    assert_eq!(end, Step::Done("sent brief.txt".into()));
    let total = text.len() as u64;
    assert!(way.iter().all(|(done, of)| *of == total && *done <= total));
    assert_eq!(way.last(), Some(&(total, total)));
    let files = fake.desk().files.clone();
    assert_eq!(files, [("a".to_owned(), text.into_bytes())]);
}

#[tokio::test]
async fn a_file_that_is_not_there_or_is_refused_says_so() {
    let fake = Fake::start().await;
    let home = Home::signed_in(&fake);
    let mut console = home.console();
    let path = "/nowhere/brief.txt".to_owned();
    let what = FileMove::Up { ticket: TicketId(8), audience: Audience::Brand, path };
    console.ask(Effect::Move { id: "a".into(), what });
    let (_, end) = moved(&mut console, "a").await;
    assert!(matches!(end, Step::Failed(why) if why.starts_with("/nowhere/brief.txt: ")));
}

#[tokio::test]
async fn a_file_comes_down_whole_and_only_what_was_missing_comes_again() {
    let fake = Fake::start().await;
    let bytes: Vec<u8> = (0..=255_u8).cycle().take(60_000).collect();
    fake.desk().file.clone_from(&bytes);
    fake.desk().cuts = vec![20_000, 10_000].into();
    let home = Home::signed_in(&fake);
    let mut console = home.console();
    console.ask(down("a", "draft.bin"));
    let (way, end) = moved(&mut console, "a").await;
    let Step::Done(words) = end else { panic!("{end:?}") };
    let path = home.folders().downloads.join("draft.bin");
    assert_eq!(words, format!("saved {}", path.display()));
    assert_eq!(std::fs::read(path).unwrap(), bytes);
    assert!(way.is_sorted() && way.iter().all(|(_, total)| *total == 60_000));
    let ranges = fake.desk().ranges.clone();
    assert_eq!((ranges.len(), &ranges[0]), (3, &None));
    assert!(ranges[1..].iter().all(|range| range.as_ref().is_some_and(|r| r != "bytes=0-")));
}

#[tokio::test]
async fn a_file_that_she_stops_is_neither_sent_nor_saved() {
    let fake = Fake::start().await;
    // The link is lost again and again: it would go on for long.
    fake.desk().cuts = vec![50_000; 1_000].into();
    let home = Home::signed_in(&fake);
    let mut console = home.console();
    console.ask(up(&home, "a", &"x".repeat(200_000)));
    console
        .wait(|m| matches!(m, Message::Transfer { step: Step::Moved { .. }, .. }).then_some(()))
        .await;
    console.ask(Effect::StopMove { id: "a".into() });
    console.quit().await;
    let left = fake.desk().cuts.len();
    until("nothing is tried any more", || fake.desk().cuts.len() == left).await;
    assert!(fake.desk().files.is_empty());
}
