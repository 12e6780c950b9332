//! The agent that is picked in the numbers: by a click, or by going through the agents' table.

use super::agents::{self, wanted};
use super::view::{Block, Scene};
use super::{Aim, StatsPane};
use crate::app::action::Action;
use crate::ui::spans;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use robindesk_protocol::{Stats, UserId};

impl StatsPane {
    /// Whoever is picked.
    pub const fn picked(&self) -> Option<UserId> {
        self.under
    }

    /// Picks whoever is at a cell of the screen, or sorts by the head there. Says whether she was picked
    /// already.
    pub fn click(&mut self, cell: Position) -> bool {
        let Some(cell) = self.scroll.cell(cell) else { return false };
        if let Some(sort) = self.heads.at(cell) {
            self.sort = sort;
            return false;
        }
        let Some(who) = self.spots.at(cell) else { return false };
        self.under.replace(who) == Some(who)
    }

    /// Goes through the agents' table, and around.
    pub fn step(&mut self, action: Action, stats: &Stats) {
        let rows: Vec<UserId> = wanted(&stats.agents, self).iter().map(|a| a.agent.id).collect();
        let at = self.under.and_then(|who| rows.iter().position(|id| *id == who));
        let last = rows.len().saturating_sub(1);
        let to = match (action, at) {
            (Action::NextMatch, Some(at)) if at < last => at + 1,
            (Action::NextMatch, _) => 0,
            (_, Some(0) | None) => last,
            (_, Some(at)) => at - 1,
        };
        self.under = rows.get(to).copied();
        self.aim = self.under.map(|_| Aim::Picked);
    }

    /// Notes whose rows these are, and marks those of whoever is picked. The last of the lines are the
    /// rows.
    pub(super) fn draw_rows(
        &mut self,
        buf: &mut Buffer,
        area: Rect,
        (block, scene): (Block, &Scene<'_>),
        lines: Vec<Line<'_>>,
    ) {
        let look = scene.look;
        let whose = self.whose(block, scene);
        let first = lines.len().saturating_sub(whose.len());
        if block == Block::Agents && first > 0 {
            for (left, width, sort) in agents::heads(scene, self, area.width.into()) {
                let head = Rect { x: area.x.saturating_add(left), y: area.y, width, height: 1 };
                self.heads.put(head.intersection(area), sort);
            }
        }
        for (at, (row, mut line)) in (0_u16..area.height).zip(lines).enumerate() {
            let here = Rect { y: area.y + row, height: 1, ..area };
            let who = at.checked_sub(first).and_then(|at| whose.get(at)).copied();
            let picked = who.is_some() && who == self.under;
            if picked {
                line.spans.iter_mut().for_each(|piece| piece.style = look.theme.strong);
                let margin = Rect { x: area.x.saturating_sub(1), width: 1, ..here };
                let mark = Span::styled(look.glyph("▌", ">"), look.theme.border_focus);
                spans::write(buf, margin, 0, &Line::from(mark));
            }
            spans::write(buf, here, 0, &line);
            if picked {
                buf.set_style(here, look.theme.selected);
            }
            if let Some(who) = who {
                self.spots.put(here, who);
            }
            let aimed = picked && block == Block::Agents;
            if aimed && self.aim.take_if(|aim| *aim == Aim::Picked).is_some() {
                self.scroll.reveal(here.y, 1);
            }
        }
    }

    /// Whose rows a block has, from the top.
    fn whose(&self, block: Block, scene: &Scene<'_>) -> Vec<UserId> {
        match block {
            Block::Agents => {
                wanted(&scene.stats.agents, self).iter().map(|agent| agent.agent.id).collect()
            }
            Block::Rotation => {
                let turns = self.range.distribution(scene.stats);
                turns.map(|d| d.agents.iter().map(|s| s.agent_id).collect()).unwrap_or_default()
            }
            _ => Vec::new(),
        }
    }

    /// The line in which the agents' filter is typed. Gives the cursor's cell.
    pub(super) fn draw_typed(&self, buf: &mut Buffer, area: Rect, scene: &Scene<'_>) -> (u16, u16) {
        let theme = &scene.look.theme;
        let typed = vec![
            Span::styled("/ ", theme.key),
            Span::styled(self.wanted.text().to_owned(), theme.strong),
        ];
        spans::write(buf, area, 0, &Line::from(typed));
        let (_, column) = self.wanted.place(usize::MAX / 2);
        let x = area.x + 2 + u16::try_from(column).unwrap_or(0);
        (x.min(area.right().saturating_sub(1)), area.y)
    }
}
