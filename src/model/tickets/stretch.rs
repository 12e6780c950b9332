//! Which part of a list is here: its pages by where they begin, counted from the end it was begun from.

use super::{Key, Page};

/// From which end the stretch was begun: its cursors lead away from there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Origin {
    #[default]
    Front,
    End,
}

/// Where a page begins.
#[derive(Debug, Clone)]
pub struct Step {
    /// The last row before it, counted from the origin; `None` for the first page.
    pub after: Option<Key>,
    pub cursor: Option<String>,
}

/// What of the list is here. Keys in it grow away from the origin.
#[derive(Debug, Clone, Default)]
pub struct Stretch {
    pub origin: Origin,
    pub steps: Vec<Step>,
    /// The first page that is here.
    pub near: usize,
    /// The page after the last that is here; the number of steps when nothing comes after it.
    pub far: usize,
    /// How many rows between the origin and the first one here were let go of.
    pub gone: usize,
}

impl Stretch {
    pub fn from(origin: Origin) -> Self {
        let steps = vec![Step { after: None, cursor: None }];
        Self { origin, steps, near: 0, far: 0, gone: 0 }
    }

    /// A key as it is counted from the origin.
    pub const fn outward(&self, key: Key) -> Key {
        match self.origin {
            Origin::Front => key,
            Origin::End => (key.0.saturating_neg(), key.1.saturating_neg()),
        }
    }

    pub fn near_edge(&self) -> Option<Key> {
        self.steps.get(self.near)?.after
    }

    fn far_edge(&self) -> Option<Key> {
        self.steps.get(self.far)?.after
    }

    pub fn is_before(&self, key: Key) -> bool {
        self.near_edge().is_some_and(|edge| self.outward(key) <= edge)
    }

    pub fn is_beyond(&self, key: Key) -> bool {
        self.far_edge().is_some_and(|edge| self.outward(key) > edge)
    }

    pub const fn has_near(&self) -> bool {
        self.near == 0
    }

    pub const fn has_far(&self) -> bool {
        self.far == self.steps.len()
    }

    /// Whether a page lies away from the origin.
    pub fn is_outward(&self, page: Page) -> bool {
        match self.origin {
            Origin::Front => page != Page::Before,
            Origin::End => page != Page::After,
        }
    }
}
