//! Packages of an import: found by id, or by their creator and title.

use super::{ListedPackage, address};
use crate::desk::command::NewPackage;
use crate::desk::decide::Case;
use crate::desk::rejection::Rejection;
use crate::desk::reply::Reply;
use crate::desk::world::World;
use crate::desk::{account, profile};
use robindesk_protocol::{CreatorId, PackageId, UpdatePackage};
use std::collections::HashMap;

/// The packages at hand, by creator and title.
pub struct Offers {
    by_title: HashMap<(CreatorId, String), Vec<PackageId>>,
    /// The newest package that is among them.
    newest: i64,
}

impl Offers {
    pub fn of(world: &World) -> Self {
        let mut by_title: HashMap<_, Vec<_>> = HashMap::new();
        for package in world.packages.values() {
            let key = (package.creator_id, package.title.clone());
            by_title.entry(key).or_default().push(package.id);
        }
        Self { by_title, newest: world.head.packages }
    }

    /// Takes in what was created since.
    pub fn note(&mut self, world: &World) {
        for id in (self.newest + 1..=world.head.packages).map(PackageId) {
            let Some(package) = world.packages.get(&id) else { continue };
            let key = (package.creator_id, package.title.clone());
            self.by_title.entry(key).or_default().push(id);
        }
        self.newest = world.head.packages;
    }

    pub fn find(&self, case: &Case<'_>, new: &ListedPackage) -> Result<Option<i64>, Rejection> {
        let creator = creator(case, new)?;
        if let Some(id) = new.id {
            let package = case.world.packages.get(&id);
            let package = package.ok_or_else(|| Rejection::field("id", "there is no such package"));
            if package?.creator_id != creator {
                return Err(Rejection::field("id", "is the package of another creator"));
            }
            return Ok(Some(id.0));
        }
        let title = new.title.trim().to_owned();
        match self.by_title.get(&(creator, title)).map_or(&[][..], Vec::as_slice) {
            [] => Ok(None),
            [only] => Ok(Some(only.0)),
            several => {
                let ids: Vec<String> = several.iter().map(ToString::to_string).collect();
                let why = format!("the creator has several of this title; say the id: {ids:?}");
                Err(Rejection::field("title", why.replace(['[', ']', '"'], "")))
            }
        }
    }
}

/// Whose package it is.
fn creator(case: &Case<'_>, new: &ListedPackage) -> Result<CreatorId, Rejection> {
    let (field, id) = match (new.creator_id, &new.creator_email) {
        (Some(id), None) => ("creator_id", Some(id)),
        (None, Some(email)) => {
            let user = case.world.emails.get(&address(email));
            let user = user.and_then(|id| case.world.users.get(id));
            ("creator_email", user.and_then(|user| user.creator_id))
        }
        _ => {
            let why = "is how a package names its creator; or creator_id, and not both";
            return Err(Rejection::field("creator_email", why));
        }
    };
    let known = id.filter(|id| case.world.creators.contains_key(id));
    known.ok_or_else(|| Rejection::field(field, "there is no such creator, here or in the file"))
}

pub fn put(case: &mut Case<'_>, known: Option<i64>, new: &ListedPackage) -> Result<i64, Rejection> {
    let price = new.price.minor(new.currency);
    let price_minor = price.map_err(|error| Rejection::field("price", error.to_string()))?;
    if let Some(id) = known {
        let change = UpdatePackage {
            title: Some(new.title.clone()),
            description: new.description.clone(),
            price: Some(new.price.clone()),
            currency: Some(new.currency),
        };
        profile::update_package(case, PackageId(id), &change)?;
        return Ok(id);
    }
    let new = NewPackage {
        creator: creator(case, new)?,
        title: new.title.clone(),
        description: new.description.clone().unwrap_or_default(),
        price_minor,
        currency: new.currency,
    };
    let Reply::Package(package) = account::create_package(case, &new)? else {
        return Err(Rejection::not_found("package"));
    };
    if case.by.account().is_none() {
        account::audit_package(case, &package);
    }
    Ok(package.id.0)
}
