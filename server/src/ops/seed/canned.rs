//! Macros for everybody, from the list in `assets/seed`: an agent's first day begins with some.

use super::deeds::account;
use super::stage::submit;
use super::{SeedError, Seeded};
use crate::desk::command::{Command, Request};
use crate::state::App;
use robindesk_protocol::{MacroActions, Priority, TicketStatus, Timestamp, WriteMacro};

const MACROS: &str = include_str!("../../../../assets/seed/macros.txt");

/// Has the admin write them.
pub async fn macros(app: &App, at: Timestamp, seeded: &Seeded) -> Result<(), SeedError> {
    let by = account(&seeded.admin);
    let request =
        |new| Request { at, by: by.clone(), key: None, command: Command::CreateMacro(new) };
    submit(app, MACROS.lines().filter_map(read).map(request).collect()).await?;
    Ok(())
}

/// A line: title, status, priority, tags and text, cut at its bars; `-` where there is none.
fn read(line: &str) -> Option<WriteMacro> {
    let mut parts = line.splitn(5, " | ");
    let mut part = || parts.next().map(|part| Some(part).filter(|part| *part != "-"));
    let (title, status, priority, tags, body) = (part()??, part()?, part()?, part()?, part()??);
    let status = status.and_then(|s| TicketStatus::ALL.iter().find(|k| k.as_str() == s));
    let priority = priority.and_then(|p| Priority::ALL.iter().find(|k| k.as_str() == p));
    Some(WriteMacro {
        title: title.to_owned(),
        body: body.replace("\\n", "\n"),
        actions: MacroActions {
            status: status.copied(),
            priority: priority.copied(),
            add_tags: tags.into_iter().flat_map(|t| t.split(' ')).map(str::to_owned).collect(),
        },
        shared: true,
        seen_updated_at: None,
    })
}

#[cfg(test)]
mod tests {
    use super::{MACROS, read};
    use std::collections::HashSet;

    #[test]
    fn every_line_is_a_macro_and_what_it_names_is_known() {
        let all: Vec<_> = MACROS.lines().map(|line| read(line).expect(line)).collect();
        let titles: HashSet<_> = all.iter().map(|m| &m.title).collect();
        assert_eq!(titles.len(), all.len());
        for (made, line) in all.iter().zip(MACROS.lines()) {
            let named = line.split(" | ").skip(1).take(2).filter(|part| *part != "-").count();
            let known = made.actions.status.iter().count() + made.actions.priority.iter().count();
            assert_eq!(known, named, "{line}");
        }
    }
}
