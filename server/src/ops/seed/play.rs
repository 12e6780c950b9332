//! Plays a story on a desk: each step through the writer, in the order of time, and as many at once
//! as do not need each other's answers.

use super::deeds::{Live, request};
use super::stage::{AT_ONCE, submit};
use super::story::{Deed, Step};
use super::{Plan, SeedError, Seeded};
use crate::desk::reply::Reply;
use crate::state::App;

/// Plays every step.
pub async fn play(
    app: &App,
    plan: &Plan,
    story: &[Step],
    seeded: &Seeded,
) -> Result<(), SeedError> {
    let mut live: Vec<Live> = Vec::with_capacity(plan.orders);
    let mut left = story;
    while let Some(end) = together(left, live.len()) {
        let (chunk, later) = left.split_at(end);
        left = later;
        let requests = chunk.iter().filter_map(|step| request(step, &live, seeded)).collect();
        let placed = chunk.iter().filter_map(|step| match &step.deed {
            Deed::Place(placed) => Some(placed.clone()),
            _ => None,
        });
        let replies = submit(app, requests).await?;
        let answered = replies.into_iter().filter_map(|reply| match reply {
            Reply::Placed(answer) => Some(*answer),
            _ => None,
        });
        live.extend(answered.zip(placed).map(|(answer, placed)| Live {
            id: answer.order.id,
            ticket: answer.ticket.id,
            agent: answer.ticket.agent,
            placed,
        }));
    }
    Ok(())
}

/// How many of the next steps can be asked for at once: none may need the answer to another, that
/// is, speak of an order that is not placed yet. `None` when no step is left.
fn together(steps: &[Step], placed: usize) -> Option<usize> {
    let needs_answer = |step: &Step| step.order >= placed && !matches!(step.deed, Deed::Place(_));
    let end = steps.iter().take(AT_ONCE).position(needs_answer);
    let end = end.unwrap_or(steps.len().min(AT_ONCE));
    (end > 0).then_some(end)
}
