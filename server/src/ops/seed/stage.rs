//! Sets the stage: accounts, and what creators sell.

use super::cast::{Cast, Offer, Person};
use super::{Plan, SeedError, Seeded};
use crate::desk::command::{AccountKind, Caller, Command, NewAccount, NewPackage, Request};
use crate::desk::reply::Reply;
use crate::state::App;
use futures_util::future::join_all;
use robindesk_protocol::{
    AccountStatus, Availability, Brand, Contact, Creator, Package, Timestamp, User, UserType,
};

/// At most as many requests at once; the writer's queue holds more.
pub const AT_ONCE: usize = 64;

/// How long before the first order everybody joined.
pub const JOINED_MS: i64 = 15 * 24 * 60 * 60 * 1000;

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
    let user = |reply: Reply| reply.into_account().map_err(|other| unexpected(&other));
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
pub async fn submit(app: &App, requests: Vec<Request>) -> Result<Vec<Reply>, SeedError> {
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

fn unexpected(reply: &Reply) -> SeedError {
    SeedError::Refused(format!("it answered with {reply:?}"))
}
