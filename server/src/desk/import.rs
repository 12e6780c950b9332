//! An import: brands, creators and packages as a marketplace has them, all of them or none. What is
//! known already is brought up to date, so that the same file twice changes nothing twice.

mod offers;
mod parties;

use super::decide::Case;
use super::rejection::Rejection;
use super::reply::Reply;
use offers::Offers;
use robindesk_protocol::{Amount, BrandId, CreatorId, Currency, FieldError, PackageId, UserType};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

/// What a file holds, in its own order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Import {
    pub brands: Vec<Line<ListedBrand>>,
    pub creators: Vec<Line<ListedCreator>>,
    /// Of creators that are there already or in the same file.
    pub packages: Vec<Line<ListedPackage>>,
}

/// Something, and the line of the file on which it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line<T> {
    /// From 1.
    pub number: u64,
    pub item: T,
}

macro_rules! listed {
    ($($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $type:ty),+ $(,)? })+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($(#[$field_meta])* pub $field: $type),+
        }
    )+};
}

listed! {
    /// A brand: the one with this id, or else the one whose contact has this address, or a new one.
    ListedBrand {
        id: Option<BrandId>,
        company_name: String,
        contact: ListedContact,
    }
    /// Whom a brand is reached by: its account.
    ListedContact {
        name: String,
        email: String,
        /// `None` leaves what was there.
        phone: Option<String>,
    }
    /// A creator: the one with this id, or else the one with this address, or a new one.
    ListedCreator {
        id: Option<CreatorId>,
        name: String,
        email: String,
        /// `None` leaves what was there.
        bio: Option<String>,
        /// `None` leaves what was there.
        phone: Option<String>,
    }
    /// A package: the one with this id, or else the creator's one of this title, or a new one.
    ListedPackage {
        id: Option<PackageId>,
        /// Its creator, by this or by the next.
        creator_email: Option<String>,
        creator_id: Option<CreatorId>,
        title: String,
        /// `None` leaves what was there.
        description: Option<String>,
        price: Amount,
        currency: Currency,
    }
}

/// What came of an import.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    pub brands: Outcome,
    pub creators: Outcome,
    pub packages: Outcome,
}

/// How many there were of one kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    pub created: u64,
    pub updated: u64,
    pub unchanged: u64,
}

/// An address as accounts are found by it.
pub(super) fn address(email: &str) -> String {
    email.trim().to_lowercase()
}

/// Imports everything, or refuses with what is wrong on which line.
pub(super) fn import(case: &mut Case<'_>, import: &Import) -> Result<Reply, Rejection> {
    case.at_least(UserType::Admin, "import")?;
    // Tried on a copy: one refused line must leave nothing of the others.
    let (mut world, mut changes) = (case.world.clone(), case.changes.clone());
    let (at, by) = (case.at, case.by);
    let mut draft = Draft {
        case: Case { world: &mut world, changes: &mut changes, at, by, decided: None },
        seen: HashMap::new(),
        errors: Vec::new(),
        refused: HashSet::new(),
    };
    let mut done = Imported::default();
    for Line { number, item } in &import.brands {
        let (find, put) = (parties::find_brand, parties::put_brand);
        draft.take(("brand", *number), item, &mut done.brands, find, put);
    }
    for Line { number, item } in &import.creators {
        let before = draft.errors.len();
        let (find, put) = (parties::find_creator, parties::put_creator);
        draft.take(("creator", *number), item, &mut done.creators, find, put);
        if draft.errors.len() > before {
            draft.refused.insert(address(&item.email));
        }
    }
    packages(&mut draft, &import.packages, &mut done.packages);
    let mut errors = draft.errors;
    if !errors.is_empty() {
        errors.sort_by_key(|(number, _)| *number);
        let errors = errors.into_iter().map(|(_, error)| error).collect();
        return Err(Rejection::fields("Some lines cannot be imported.", errors));
    }
    (*case.world, *case.changes) = (world, changes);
    Ok(Reply::Imported(done))
}

fn packages(draft: &mut Draft<'_>, lines: &[Line<ListedPackage>], done: &mut Outcome) {
    let mut offers = Offers::of(draft.case.world);
    for Line { number, item } in lines {
        let seller = item.creator_email.as_deref().map(address);
        let known = |seller: &String| draft.case.world.emails.contains_key(seller);
        // Its creator's own line says what is wrong.
        if seller.is_some_and(|seller| draft.refused.contains(&seller) && !known(&seller)) {
            continue;
        }
        let find = |case: &Case<'_>, item: &ListedPackage| offers.find(case, item);
        draft.take(("package", *number), item, done, find, offers::put);
        offers.note(draft.case.world);
    }
}

/// An import in the making.
struct Draft<'a> {
    case: Case<'a>,
    /// On which line each was, so that none is there twice.
    seen: HashMap<(&'static str, i64), u64>,
    /// Each with its line.
    errors: Vec<(u64, FieldError)>,
    /// Addresses of creators whose lines were refused.
    refused: HashSet<String>,
}

impl Draft<'_> {
    /// Takes one line: finds what it is about, and creates that or brings it up to date.
    fn take<T>(
        &mut self,
        (noun, number): (&'static str, u64),
        item: &T,
        done: &mut Outcome,
        find: impl Fn(&Case<'_>, &T) -> Result<Option<i64>, Rejection>,
        put: impl Fn(&mut Case<'_>, Option<i64>, &T) -> Result<i64, Rejection>,
    ) {
        let known = match find(&self.case, item) {
            Ok(known) => known,
            Err(rejection) => return self.refuse(number, rejection),
        };
        let twice = known.and_then(|id| self.seen.get(&(noun, id)));
        if let Some(first) = twice {
            let why = format!("This {noun} is on line {first} already.");
            return self.refuse(number, Rejection::conflict(why));
        }
        // Every change is in the trail.
        let trail = self.case.world.head.audit;
        match put(&mut self.case, known, item) {
            Err(rejection) => self.refuse(number, rejection),
            Ok(id) => {
                self.seen.insert((noun, id), number);
                match known {
                    None => done.created += 1,
                    Some(_) if self.case.world.head.audit > trail => done.updated += 1,
                    Some(_) => done.unchanged += 1,
                }
            }
        }
    }

    fn refuse(&mut self, number: u64, rejection: Rejection) {
        let Rejection { detail, errors, .. } = rejection;
        if errors.is_empty() {
            let field = format!("line {number}");
            self.errors.push((number, FieldError { field, message: detail }));
        }
        for FieldError { field, message } in errors {
            let field = format!("line {number}, {field}");
            self.errors.push((number, FieldError { field, message }));
        }
    }
}
