//! What the demo's brands and creators say (`assets/demo/words.toml`).

use super::chance::Chance;
use robindesk_protocol::OrderSummary;
use serde::Deserialize;
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

const TEXTS: &str = include_str!("../../assets/demo/words.toml");

/// So many texts must pass before one is said again.
const MEMORY: usize = 24;

/// Who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Brand,
    Creator,
}

/// Everything that can be said, and what was said lately.
#[derive(Debug)]
pub(super) struct Words {
    texts: Texts,
    said: Mutex<VecDeque<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Texts {
    wishes: Vec<String>,
    rejections: Vec<String>,
    brand: OfBrand,
    creator: OfCreator,
    desk: OfDesk,
    topics: Vec<Topic>,
    anything: Both,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OfBrand {
    openings: Vec<String>,
    nudges: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OfCreator {
    openings: Vec<String>,
    confirmed: Vec<String>,
    started: Vec<String>,
    completed: Vec<String>,
    nudges: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OfDesk {
    replies: Vec<String>,
    notes: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Topic {
    heard: Vec<String>,
    #[serde(flatten)]
    both: Both,
}

#[derive(Debug, Deserialize)]
struct Both {
    brand: Vec<String>,
    creator: Vec<String>,
}

/// An occasion to say something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Occasion<'a> {
    /// Goes with an order.
    Wish,
    Rejection,
    Opening(Side),
    Confirmed,
    Started,
    Completed,
    Nudge(Side),
    /// An agent answers.
    Reply,
    /// An agent writes down what the others should know.
    Note,
    /// Somebody from the desk said something.
    Answer(Side, &'a str),
}

/// What is talked about: fills the gaps in a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Scene {
    pub package: String,
    pub brand: String,
    pub creator: String,
}

impl From<&OrderSummary> for Scene {
    fn from(order: &OrderSummary) -> Self {
        Self {
            package: order.package_title.clone(),
            brand: order.brand.name.clone(),
            creator: order.creator.name.clone(),
        }
    }
}

impl Words {
    pub(super) fn read() -> Self {
        let texts = toml::from_str(TEXTS).expect("assets/demo/words.toml is checked by a test");
        Self { texts, said: Mutex::default() }
    }

    /// Something that fits, and was not said by anybody lately.
    pub(super) fn say(&self, on: Occasion<'_>, scene: &Scene, chance: &mut Chance) -> String {
        let texts = self.texts(on);
        let from = chance.below(texts.len());
        let mut said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = texts.iter().cycle().skip(from).take(texts.len()).find(|t| !said.contains(t));
        let text = fresh.unwrap_or(&texts[from]).clone();
        said.push_back(text.clone());
        if said.len() > MEMORY {
            said.pop_front();
        }
        let or = |word: &str, stand_in: &str| {
            if word.is_empty() { stand_in.to_owned() } else { word.to_owned() }
        };
        text.replace("{package}", &or(&scene.package, "the package"))
            .replace("{brand}", &or(&scene.brand, "the brand"))
            .replace("{creator}", &or(&scene.creator, "the creator"))
    }

    fn texts(&self, on: Occasion<'_>) -> &[String] {
        let Texts { wishes, rejections, brand, creator, desk, topics, anything } = &self.texts;
        match on {
            Occasion::Wish => wishes,
            Occasion::Rejection => rejections,
            Occasion::Opening(Side::Brand) => &brand.openings,
            Occasion::Opening(Side::Creator) => &creator.openings,
            Occasion::Confirmed => &creator.confirmed,
            Occasion::Started => &creator.started,
            Occasion::Completed => &creator.completed,
            Occasion::Nudge(Side::Brand) => &brand.nudges,
            Occasion::Nudge(Side::Creator) => &creator.nudges,
            Occasion::Reply => &desk.replies,
            Occasion::Note => &desk.notes,
            Occasion::Answer(side, heard) => {
                let heard = heard.to_lowercase();
                let fits = |t: &&Topic| t.heard.iter().any(|word| heard.contains(word));
                let both = topics.iter().find(fits).map_or(anything, |t| &t.both);
                match side {
                    Side::Brand => &both.brand,
                    Side::Creator => &both.creator,
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_something_to_say_on_every_occasion_and_no_gap_stays() {
        let words = Words::read();
        let mut chance = Chance::new(7, 1);
        let scene = Scene { package: "Reel".into(), brand: "Acme".into(), creator: "Lena".into() };
        let sides = [Side::Brand, Side::Creator];
        let mut occasions = vec![
            Occasion::Wish,
            Occasion::Rejection,
            Occasion::Confirmed,
            Occasion::Started,
            Occasion::Completed,
            Occasion::Reply,
            Occasion::Note,
        ];
        for side in sides {
            occasions.extend([Occasion::Opening(side), Occasion::Nudge(side)]);
            occasions.push(Occasion::Answer(side, "xyzzy"));
            for topic in &words.texts.topics {
                occasions.push(Occasion::Answer(side, &topic.heard[0]));
            }
        }
        for on in occasions {
            for text in words.texts(on) {
                assert!(!text.trim().is_empty());
            }
            for _ in 0..20 {
                let text = words.say(on, &scene, &mut chance);
                assert!(!text.contains(['{', '}']), "{text}");
            }
        }
    }

    #[test]
    fn an_answer_fits_what_was_heard_and_is_not_said_twice_in_a_row() {
        let words = Words::read();
        let mut chance = Chance::new(7, 1);
        let on = Occasion::Answer(Side::Creator, "Did the SAMPLE arrive?");
        let fitting = words.texts(on).to_vec();
        let first = words.say(on, &Scene::default(), &mut chance);
        let second = words.say(on, &Scene::default(), &mut chance);
        assert!(fitting.contains(&first) && fitting.contains(&second));
        assert_ne!(first, second);
        assert!(fitting.iter().any(|t| t.contains("doorman")));
    }
}
