//! Plays a story on a desk: accounts first, then each step through the writer, in the order of time
//! and as many at once as do not need each other's answers.

use super::cast::{Cast, Offer, Person};
use super::story::{Deed, Placed, Step};
use super::talks::{Line, Voice};
use super::{Plan, SeedError, Seeded};
use crate::desk::command::{
    Account, AccountKind, Caller, Command, NewAccount, NewMessage, NewPackage, Request,
    TicketChange,
};
use crate::desk::reply::Reply;
use crate::state::App;
use futures_util::future::join_all;
use robindesk_protocol::{
    AccountStatus, AgentRef, Amount, Availability, Brand, Contact, Creator, NewOrder, OrderId,
    OrderStatus, Package, TicketId, Timestamp, User, UserType,
};

/// At most as many requests at once; the writer's queue holds more.
const AT_ONCE: usize = 64;

/// How long before the first order everybody joined.
const JOINED_MS: i64 = 15 * 24 * 60 * 60 * 1000;

/// Creates everybody and what they sell.
pub async fn people(app: &App, plan: &Plan, cast: &Cast) -> Result<Seeded, SeedError> {
    let at = plan.now.plus_ms(-JOINED_MS);
    let staff = |person: &Person, user_type, availability| {
        new_account(person, AccountKind::Staff { user_type, availability })
    };
    let mut wanted = vec![
        staff(&cast.super_admin, UserType::SuperAdmin, Availability::Available),
        // An admin takes tickets too while available; the demo's are for the agents.
        staff(&cast.admin, UserType::Admin, Availability::Busy),
    ];
    let agents = cast.agents.iter();
    wanted.extend(agents.map(|p| staff(p, UserType::Agent, Availability::Available)));
    wanted.extend(
        cast.brands
            .iter()
            .map(|p| new_account(p, AccountKind::Brand { company_name: p.about.clone() })),
    );
    wanted.extend(
        cast.creators.iter().map(|p| new_account(p, AccountKind::Creator { bio: p.about.clone() })),
    );
    let users = users(submit(app, by_system(at, wanted)).await?)?;
    let mut users = users.into_iter();
    let mut one = || users.next().ok_or_else(|| SeedError::Refused("an account".to_owned()));
    let (super_admin, admin) = (one()?, one()?);
    let agents = users.by_ref().take(cast.agents.len()).collect();
    let brands: Vec<_> = users.by_ref().take(cast.brands.len()).collect();
    let brands = brands.into_iter().zip(&cast.brands).filter_map(|(u, p)| brand(u, p)).collect();
    let creators: Vec<_> =
        users.zip(&cast.creators).filter_map(|(user, person)| creator(user, person)).collect();
    let packages = packages(app, at, &cast.offers, &creators).await?;
    Ok(Seeded { agents, admin, super_admin, brands, creators, packages, orders: 0 })
}

fn new_account(person: &Person, kind: AccountKind) -> Command {
    Command::CreateAccount(NewAccount {
        email: person.email.clone(),
        name: person.name.clone(),
        phone: None,
        // Entered with `token --email`: nothing secret is seeded.
        password_hash: None,
        status: AccountStatus::Active,
        kind,
    })
}

fn users(replies: Vec<Reply>) -> Result<Vec<User>, SeedError> {
    let user = |reply| match reply {
        Reply::Account(user) => Ok(*user),
        other => Err(unexpected(&other)),
    };
    replies.into_iter().map(user).collect()
}

fn brand(user: User, person: &Person) -> Option<(User, Brand)> {
    let contact = Contact { name: user.name.clone(), email: Some(user.email.clone()) };
    let company_name = person.about.clone();
    let brand = Brand { id: user.brand_id?, company_name, contact: Some(contact) };
    Some((user, brand))
}

fn creator(user: User, person: &Person) -> Option<(User, Creator)> {
    let (name, email) = (user.name.clone(), Some(user.email.clone()));
    let creator = Creator { id: user.creator_id?, name, email, bio: person.about.clone() };
    Some((user, creator))
}

async fn packages(
    app: &App,
    at: Timestamp,
    offers: &[Offer],
    creators: &[(User, Creator)],
) -> Result<Vec<Package>, SeedError> {
    let wanted = offers.iter().filter_map(|offer| {
        let (_, creator) = creators.get(offer.creator)?;
        Some(Command::CreatePackage(NewPackage {
            creator: creator.id,
            title: offer.title.clone(),
            description: offer.description.clone(),
            price_minor: offer.price_minor,
            currency: offer.currency,
        }))
    });
    let replies = submit(app, by_system(at, wanted.collect())).await?;
    let package = |reply| match reply {
        Reply::Package(package) => Ok(*package),
        other => Err(unexpected(&other)),
    };
    replies.into_iter().map(package).collect()
}

fn by_system(at: Timestamp, commands: Vec<Command>) -> Vec<Request> {
    let request = |command| Request { at, by: Caller::System, key: None, command };
    commands.into_iter().map(request).collect()
}

/// Submits in order, [`AT_ONCE`] at a time: the writer commits what comes together together.
async fn submit(app: &App, requests: Vec<Request>) -> Result<Vec<Reply>, SeedError> {
    let mut replies = Vec::with_capacity(requests.len());
    let mut left = requests.into_iter();
    loop {
        let chunk: Vec<Request> = left.by_ref().take(AT_ONCE).collect();
        if chunk.is_empty() {
            return Ok(replies);
        }
        let answers = join_all(chunk.into_iter().map(|request| app.writer.submit(request)));
        for answer in answers.await {
            replies.push(answer?);
        }
    }
}

/// An order that has been placed, as far as its later steps need it.
struct Live {
    id: OrderId,
    ticket: TicketId,
    agent: Option<AgentRef>,
    placed: Placed,
}

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

/// The request for a step; `None` when it would take an agent and the ticket has none.
fn request(step: &Step, live: &[Live], seeded: &Seeded) -> Option<Request> {
    let asked = |by, command| Some(Request { at: step.at, by, key: None, command });
    if let Deed::Place(placed) = &step.deed {
        let (user, _) = &seeded.brands[placed.brand];
        return asked(account(user), Command::PlaceOrder(new_order(placed, seeded)));
    }
    let order = &live[step.order];
    let ticket = order.ticket;
    let agent = order.agent.as_ref().map(|agent| agent_account(agent, seeded));
    let update = |change| Command::UpdateTicket { ticket, change };
    match &step.deed {
        Deed::Place(_) => None,
        Deed::Order(status, reason) => {
            let rejection_message = reason.map(str::to_owned);
            let (order_id, status) = (order.id, *status);
            let command = Command::SetOrderStatus { order: order_id, status, rejection_message };
            asked(who_sets(status, order, seeded), command)
        }
        Deed::Say(line) => {
            let by = match line.voice {
                Voice::Brand => account(&seeded.brands[order.placed.brand].0),
                Voice::Creator => account(&creator_of(order, seeded).0),
                Voice::Agent => agent?,
            };
            let text = filled(line, order, seeded);
            let message = NewMessage { ticket, text, audience: Some(line.lane), client_id: None };
            asked(by, Command::PostMessage(message))
        }
        Deed::Priority(priority) => asked(agent?, update(TicketChange::Priority(*priority))),
        Deed::Tags(tags) => asked(agent?, update(TicketChange::Tags(tags.to_vec()))),
        Deed::Ticket(status) => asked(agent?, update(TicketChange::Status(*status))),
        Deed::Snooze(until) => asked(agent?, update(TicketChange::Snooze(Some(*until)))),
        Deed::Read => asked(agent?, Command::MarkRead { ticket, up_to: None }),
    }
}

fn new_order(placed: &Placed, seeded: &Seeded) -> NewOrder {
    let package = &seeded.packages[placed.package];
    let price = package.price.minor(package.currency).unwrap_or(0);
    NewOrder {
        package_id: package.id,
        brand_id: seeded.brands[placed.brand].1.id,
        creator_id: package.creator_id,
        total_amount: Amount::from_minor(price * i64::from(placed.quantity), package.currency),
        currency: None,
        quantity: Some(placed.quantity),
        additional_instructions: placed.instructions.map(str::to_owned),
    }
}

/// Whoever may take an order to this status (`product.md`, People).
fn who_sets(status: OrderStatus, order: &Live, seeded: &Seeded) -> Caller {
    match status {
        OrderStatus::Cancelled => account(&seeded.brands[order.placed.brand].0),
        OrderStatus::Refunded => account(&seeded.admin),
        _ => account(&creator_of(order, seeded).0),
    }
}

fn creator_of<'a>(order: &Live, seeded: &'a Seeded) -> &'a (User, Creator) {
    let creator = seeded.packages[order.placed.package].creator_id;
    let position = seeded.creators.iter().position(|(_, c)| c.id == creator);
    &seeded.creators[position.unwrap_or(0)]
}

fn account(user: &User) -> Caller {
    Caller::Account(Account {
        id: user.id,
        name: user.name.clone(),
        user_type: user.user_type,
        brand_id: user.brand_id,
        creator_id: user.creator_id,
    })
}

/// The ticket's agent, who may also be somebody that was there before the test data.
fn agent_account(agent: &AgentRef, seeded: &Seeded) -> Caller {
    match seeded.agents.iter().find(|user| user.id == agent.id) {
        Some(user) => account(user),
        None => Caller::Account(Account {
            id: agent.id,
            name: agent.name.clone(),
            user_type: UserType::Agent,
            brand_id: None,
            creator_id: None,
        }),
    }
}

/// A line with its blanks filled in.
fn filled(line: &Line, order: &Live, seeded: &Seeded) -> String {
    let (_, brand) = &seeded.brands[order.placed.brand];
    let contact = brand.contact.as_ref().map_or("", |contact| contact.name.as_str());
    let (_, creator) = creator_of(order, seeded);
    let agent = order.agent.as_ref().map_or("support", |agent| agent.name.as_str());
    line.text
        .replace("{brand}", &brand.company_name)
        .replace("{contact}", first(contact))
        .replace("{creator}", first(&creator.name))
        .replace("{agent}", first(agent))
        .replace("{package}", &seeded.packages[order.placed.package].title)
        .replace("{order}", &order.id.to_string())
}

fn first(name: &str) -> &str {
    name.split(' ').next().unwrap_or(name)
}

fn unexpected(reply: &Reply) -> SeedError {
    SeedError::Refused(format!("it answered with {reply:?}"))
}
