//! What the rotation gave to whom, and whether that was fair.

use super::view::Scene;
use crate::ui::look::Look;
use crate::ui::plain::Plain;
use crate::ui::{chart, figures, wrap};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use robindesk_protocol::{Distribution, Share, UserId};

/// Cells of a name.
const NAME: usize = 18;

/// What is said of a distribution.
pub(super) struct Verdict {
    pub(super) words: String,
    /// `None` where there is nothing to judge.
    pub(super) fair: Option<bool>,
}

/// The lines of the block at a width.
pub(super) fn lines(
    scene: &Scene<'_>,
    distribution: &Distribution,
    width: usize,
) -> Vec<Line<'static>> {
    let (look, theme) = (scene.look, &scene.look.theme);
    let verdict = verdict(distribution, look);
    let (sign, style) = match verdict.fair {
        Some(true) => (look.sign("✓ ", "v "), theme.good),
        Some(false) => (look.sign("✗ ", "! "), theme.bad),
        None => ("", theme.dim),
    };
    let words = format!("{sign}{}", verdict.words);
    let mut lines: Vec<Line<'static>> = wrap::rows(&words, width)
        .into_iter()
        .map(|row| Line::styled(words[row].trim_end().to_owned(), style))
        .collect();
    let (all, there) = (distribution.gap, distribution.gap_throughout);
    let gap = format!("gap (most less fewest) {all}, among those there throughout {there}");
    lines.push(Line::styled(gap, theme.dim));
    let most = distribution.agents.iter().map(|share| share.tickets).max().unwrap_or(0);
    let name = distribution.agents.iter().map(|s| wrap::width(Plain::line(&s.name).as_str()));
    let name = name.max().unwrap_or(0).clamp(4, NAME.min(width / 3));
    lines.extend(
        distribution.agents.iter().map(|share| row(look, share, most, name, width, scene.tables)),
    );
    lines
}

fn row(
    look: &Look,
    share: &Share,
    most: u64,
    name: usize,
    width: usize,
    tables: bool,
) -> Line<'static> {
    let theme = &look.theme;
    let stayed = if share.throughout { "throughout" } else { "came and went" };
    if look.is_plain() {
        let words = format!("{}, {} turns, {stayed}", Plain::line(&share.name), share.tickets);
        return Line::raw(words);
    }
    let n = figures::count(share.tickets);
    let digits = figures::count(most).len().max(n.len());
    let used = name + digits + 3 + 13;
    let bar = if tables {
        String::new()
    } else {
        chart::across(share.tickets, most, width.saturating_sub(used), look)
    };
    let room = width.saturating_sub(used);
    let style = if share.throughout { theme.accent } else { Style::default().patch(theme.dim) };
    Line::from(vec![
        Span::styled(wrap::fit(Plain::line(&share.name).as_str(), name), theme.text),
        Span::styled(format!(" {n:>digits$} "), theme.strong),
        Span::styled(wrap::fit(&bar, room), style),
        Span::styled(format!(" {stayed}"), theme.dim),
    ])
}

/// Whether it was fair, in words: each ticket went to whoever was next, and those who were eligible
/// throughout differ by at most one (`product.md`, The rotation).
pub(super) fn verdict(distribution: &Distribution, look: &Look) -> Verdict {
    let name = |id: UserId| {
        let share = distribution.agents.iter().find(|share| share.agent_id == id);
        share.map_or_else(|| format!("agent {id}"), |share| Plain::line(&share.name).into_string())
    };
    let there: Vec<&Share> = distribution.agents.iter().filter(|s| s.throughout).collect();
    let say = |fair, words: String| Verdict { words, fair };
    if let Some(fault) = distribution.out_of_turn.last() {
        let (got, due) = (name(fault.agent_id), name(fault.due_id));
        let more = match distribution.out_of_turn.len() {
            1 => String::new(),
            n => format!(", and {} more like it", n - 1),
        };
        let ticket = fault.ticket_id;
        let words =
            format!("not fair, because #{ticket} went to {got} though {due} was next{more}");
        return say(Some(false), words);
    }
    if distribution.by_load {
        let words =
            "by load: whoever has the fewest open tickets is next, so the counts may differ";
        return say(None, words.to_owned());
    }
    let total: u64 = distribution.agents.iter().map(|share| share.tickets).sum();
    if total == 0 {
        return say(None, "nothing was handed out yet".to_owned());
    }
    let most = there.iter().max_by_key(|share| share.tickets);
    let fewest = there.iter().min_by_key(|share| share.tickets);
    if let (Some(most), Some(fewest), 2..) = (most, fewest, distribution.gap_throughout) {
        let words = format!(
            "not fair, because {} got {} and {} {}, both there throughout",
            Plain::line(&most.name),
            most.tickets,
            Plain::line(&fewest.name),
            fewest.tickets
        );
        return say(Some(false), words);
    }
    let since = if distribution.checked_since > distribution.since {
        format!(" since {}", look.moment(distribution.checked_since))
    } else {
        String::new()
    };
    let differ = match there.len() {
        0 | 1 => String::new(),
        n => format!("; the {n} who were there throughout differ by at most 1"),
    };
    let words = format!("fair{since}: each went to whoever was next{differ}");
    say(Some(true), words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::theme::Theme;
    use crate::ui::look::Signs;
    use robindesk_protocol::{OutOfTurn, TicketId, Timestamp};

    fn said(change: impl Fn(&mut Distribution)) -> (Option<bool>, String) {
        let share = |id, name: &str, tickets| Share {
            agent_id: UserId(id),
            name: name.into(),
            tickets,
            throughout: true,
        };
        let mut distribution = Distribution {
            since: Timestamp(0),
            agents: vec![share(1, "Maya", 4), share(2, "Sam", 4), share(3, "Ines", 3)],
            gap: 1,
            gap_throughout: 1,
            checked_since: Timestamp(0),
            out_of_turn: Vec::new(),
            by_load: false,
        };
        change(&mut distribution);
        let look = Look {
            theme: Theme::default(),
            signs: Signs::Fine,
            still: true,
            zone: jiff::tz::TimeZone::UTC,
            now: Timestamp(0),
        };
        let verdict = verdict(&distribution, &look);
        (verdict.fair, verdict.words)
    }

    #[test]
    fn it_says_whether_and_why() {
        let (fair, words) = said(|_| {});
        assert_eq!(fair, Some(true));
        assert!(words.ends_with("the 3 who were there throughout differ by at most 1"), "{words}");
        let (fair, words) = said(|d| (d.agents[0].tickets, d.gap_throughout) = (7, 4));
        assert_eq!(
            (fair, words.as_str()),
            (Some(false), "not fair, because Maya got 7 and Ines 3, both there throughout")
        );
        let (at, ticket_id, agent_id, due_id) = (Timestamp(1), TicketId(88), UserId(2), UserId(1));
        let (fair, words) =
            said(|d| d.out_of_turn = vec![OutOfTurn { at, ticket_id, agent_id, due_id }]);
        assert_eq!(
            (fair, words.as_str()),
            (Some(false), "not fair, because #88 went to Sam though Maya was next")
        );
        assert_eq!(said(|d| d.by_load = true).0, None);
        assert_eq!(said(|d| d.agents.clear()).0, None);
        let (_, words) = said(|d| d.checked_since = Timestamp(60_000));
        assert!(words.starts_with("fair since 00:01: "), "{words}");
    }
}
