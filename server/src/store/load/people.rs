//! Accounts, profiles and packages.

use super::rows_of;
use crate::desk::needs::Needs;
use crate::desk::standing::Standing;
use crate::desk::world::{AgentFact, BrandFact, CreatorFact, PackageFact, UserFact, World};
use crate::store::cells::{Cell, Row};
use crate::store::{Conn, StoreError};
use robindesk_protocol::{
    AccountStatus, Availability, BrandId, CreatorId, Currency, PackageId, UserId, UserType,
};
use sqlx::AssertSqlSafe;
use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::hash::Hash;

/// How many addresses one statement asks for at most.
const MOST_EMAILS: usize = 256;

macro_rules! users {
    ($where:literal) => {
        concat!(
            "SELECT u.id, u.email, u.name, u.phone, u.user_type, u.status, u.password_hash, \
             u.brand_id, u.creator_id, u.created_at, u.version, u.removed_at, a.user_id, a.availability, a.takes_tickets, \
             a.max_open_tickets, a.open_tickets, a.last_turn \
             FROM users u LEFT JOIN agents a ON a.user_id = u.id WHERE ",
            $where
        )
    };
}

/// These accounts, with their place in the rotation where they have one.
pub async fn users(conn: &mut Conn, ids: &[i64], world: &mut World) -> Result<(), StoreError> {
    let ids = missing(ids, &world.users, UserId);
    keep(rows_of(conn, users!("u.id IN ({})"), &ids, user).await?, world);
    Ok(())
}

/// How these accounts stand, as far as nothing is known of them.
pub async fn standings(conn: &mut Conn, ids: &[i64], world: &mut World) -> Result<(), StoreError> {
    let mut ids = missing(ids, &world.users, UserId);
    ids.retain(|id| !world.standings.contains_key(&UserId(*id)));
    let sql = "SELECT id, user_type, status, removed_at FROM users WHERE id IN ({})";
    let read = |r: &Row<'_>| {
        let active = r.word(2, AccountStatus::parse)? == AccountStatus::Active;
        let active = active && r.opt_int(3)?.is_none();
        Ok((UserId(r.int(0)?), Standing { user_type: r.word(1, UserType::parse)?, active }))
    };
    world.standings.extend(rows_of(conn, sql, &ids, read).await?);
    Ok(())
}

/// Those of `ids` that are not known yet, each once.
fn missing<K: Eq + Hash, V>(ids: &[i64], known: &HashMap<K, V>, key: fn(i64) -> K) -> Vec<i64> {
    let ids: BTreeSet<i64> = ids.iter().copied().collect();
    ids.into_iter().filter(|id| !known.contains_key(&key(*id))).collect()
}

/// Asks for all staff that is not removed.
pub const STAFF: &str =
    users!("u.user_type IN ('agent', 'admin', 'super_admin') AND u.removed_at IS NULL");

/// All staff that is not removed.
pub struct Staff(Vec<Account>);

/// All staff that is not removed.
pub async fn staff(conn: &mut Conn) -> Result<Staff, StoreError> {
    conn.rows(STAFF, vec![], user).await.map(Staff)
}

impl Staff {
    /// Reads the rows of [`STAFF`].
    ///
    /// # Errors
    /// [`StoreError::Internal`] when a column is not what it should be.
    pub fn of<'r>(rows: impl Iterator<Item = Row<'r>>) -> Result<Self, StoreError> {
        rows.map(|row| user(&row)).collect::<Result<_, _>>().map(Self)
    }

    /// Lets the world know them.
    pub fn lay(self, world: &mut World) {
        keep(self.0, world);
        world.all_staff = true;
    }
}

// Written by hand: accounts are nobody's business.
impl fmt::Debug for Staff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Staff").finish_non_exhaustive()
    }
}

/// The account with this address, in lower case.
pub async fn by_email(
    conn: &mut Conn,
    email: &str,
    world: &mut World,
) -> Result<Option<UserId>, StoreError> {
    let found = conn.rows(users!("u.email = $1"), vec![Cell::from(email)], user).await?;
    let id = found.first().map(|(user, _)| user.id);
    keep(found, world);
    Ok(id)
}

/// Which of the addresses in question are taken.
pub async fn taken(conn: &mut Conn, needs: &Needs, world: &mut World) -> Result<(), StoreError> {
    let sql = "SELECT id FROM users WHERE email = $1";
    for email in &needs.emails {
        for id in conn.rows(sql, vec![Cell::from(email)], |r| r.int(0)).await? {
            world.emails.insert(email.clone(), UserId(id));
        }
    }
    Ok(())
}

/// The accounts with these addresses, each with its profile. Known addresses are noted as taken.
pub async fn parties(
    conn: &mut Conn,
    emails: &BTreeSet<String>,
    world: &mut World,
) -> Result<(), StoreError> {
    let emails: Vec<&String> = emails.iter().collect();
    let mut found = Vec::new();
    for some in emails.chunks(MOST_EMAILS) {
        // Padded like a list of ids, so that few statements are prepared.
        let padded = some.len().next_power_of_two();
        let places: Vec<String> = (1..=padded).map(|n| format!("${n}")).collect();
        let sql = users!("u.email IN ({})").replace("{}", &places.join(", "));
        let last = some[some.len() - 1];
        let args = (0..padded).map(|n| Cell::from(*some.get(n).unwrap_or(&last))).collect();
        found.extend(conn.rows(AssertSqlSafe(sql), args, user).await?);
    }
    let brand: Vec<i64> = found.iter().filter_map(|(u, _)| u.brand_id).map(|b| b.0).collect();
    let creator: Vec<i64> = found.iter().filter_map(|(u, _)| u.creator_id).map(|c| c.0).collect();
    world.emails.extend(found.iter().map(|(user, _)| (user.email.clone(), user.id)));
    keep(found, world);
    brands(conn, &brand, world).await?;
    creators(conn, &creator, world).await
}

macro_rules! packages {
    ($where:literal) => {
        concat!(
            "SELECT id, creator_id, title, description, price_minor, currency FROM packages WHERE ",
            $where
        )
    };
}

/// All packages of the creators that are loaded.
pub async fn offers(conn: &mut Conn, world: &mut World) -> Result<(), StoreError> {
    let creators: Vec<i64> = world.creators.keys().map(|id| id.0).collect();
    let found = rows_of(conn, packages!("creator_id IN ({})"), &creators, package).await?;
    world.packages.extend(found.into_iter().map(|p| (p.id, p)));
    Ok(())
}

/// These packages.
pub async fn packages(conn: &mut Conn, ids: &[i64], world: &mut World) -> Result<(), StoreError> {
    let ids = missing(ids, &world.packages, PackageId);
    let found = rows_of(conn, packages!("id IN ({})"), &ids, package).await?;
    world.packages.extend(found.into_iter().map(|p| (p.id, p)));
    Ok(())
}

fn package(r: &Row<'_>) -> Result<PackageFact, StoreError> {
    Ok(PackageFact {
        id: PackageId(r.int(0)?),
        creator_id: CreatorId(r.int(1)?),
        title: r.text(2)?,
        description: r.text(3)?,
        price_minor: r.int(4)?,
        currency: r.word(5, Currency::parse)?,
    })
}

/// These brands with their contacts.
pub async fn brands(conn: &mut Conn, ids: &[i64], world: &mut World) -> Result<(), StoreError> {
    let sql = "SELECT b.id, b.user_id, b.company_name, u.name, u.email FROM brands b \
               JOIN users u ON u.id = b.user_id WHERE b.id IN ({})";
    let read = |r: &Row<'_>| {
        Ok(BrandFact {
            id: BrandId(r.int(0)?),
            user_id: UserId(r.int(1)?),
            company_name: r.text(2)?,
            contact_name: r.text(3)?,
            contact_email: r.text(4)?,
        })
    };
    let ids = missing(ids, &world.brands, BrandId);
    let found = rows_of(conn, sql, &ids, read).await?;
    world.brands.extend(found.into_iter().map(|b| (b.id, b)));
    Ok(())
}

/// These creators.
pub async fn creators(conn: &mut Conn, ids: &[i64], world: &mut World) -> Result<(), StoreError> {
    let sql = "SELECT c.id, c.user_id, u.name, u.email, c.bio FROM creators c \
               JOIN users u ON u.id = c.user_id WHERE c.id IN ({})";
    let read = |r: &Row<'_>| {
        Ok(CreatorFact {
            id: CreatorId(r.int(0)?),
            user_id: UserId(r.int(1)?),
            name: r.text(2)?,
            email: r.text(3)?,
            bio: r.text(4)?,
        })
    };
    let ids = missing(ids, &world.creators, CreatorId);
    let found = rows_of(conn, sql, &ids, read).await?;
    world.creators.extend(found.into_iter().map(|c| (c.id, c)));
    Ok(())
}

type Account = (UserFact, Option<AgentFact>);

fn keep(accounts: Vec<Account>, world: &mut World) {
    for (user, agent) in accounts {
        // A removed account has no place in the rotation.
        let agent = agent.filter(|_| user.removed_at.is_none());
        world.agents.extend(agent.map(|a| (a.id, a)));
        world.users.insert(user.id, user);
    }
}

fn user(r: &Row<'_>) -> Result<Account, StoreError> {
    let user = UserFact {
        id: UserId(r.int(0)?),
        email: r.text(1)?,
        name: r.text(2)?,
        phone: r.opt_text(3)?,
        user_type: r.word(4, UserType::parse)?,
        status: r.word(5, AccountStatus::parse)?,
        password_hash: r.opt_text(6)?,
        brand_id: r.opt_int(7)?.map(BrandId),
        creator_id: r.opt_int(8)?.map(CreatorId),
        created_at: r.time(9)?,
        version: r.int(10)?,
        removed_at: r.opt_time(11)?,
    };
    let agent = match r.opt_int(12)? {
        None => None,
        Some(id) => Some(AgentFact {
            id: UserId(id),
            user_type: user.user_type,
            status: user.status,
            availability: r.word(13, Availability::parse)?,
            takes_tickets: r.flag(14)?,
            max_open_tickets: r.opt_int(15)?,
            open_tickets: r.int(16)?,
            last_turn: r.int(17)?,
        }),
    };
    Ok((user, agent))
}
