//! Brands and creators of an import: found by id or by their account's address.

use super::{ListedBrand, ListedCreator, address};
use crate::desk::command::{AccountKind, NewAccount};
use crate::desk::decide::Case;
use crate::desk::rejection::Rejection;
use crate::desk::world::UserFact;
use crate::desk::{account, profile};
use robindesk_protocol::{
    AccountStatus, BrandId, CreatorId, UpdateBrand, UpdateContact, UpdateCreator, User,
};

pub fn find_brand(case: &Case<'_>, new: &ListedBrand) -> Result<Option<i64>, Rejection> {
    if let Some(id) = new.id {
        let known = case.world.brands.contains_key(&id);
        return known.then_some(Some(id.0)).ok_or_else(|| unknown("brand"));
    }
    let brand = |user: &UserFact| user.brand_id.map(|id| id.0);
    of_account(case, "contact.email", &new.contact.email, "a brand's", brand)
}

pub fn put_brand(
    case: &mut Case<'_>,
    known: Option<i64>,
    new: &ListedBrand,
) -> Result<i64, Rejection> {
    let contact = new.contact.clone();
    if let Some(id) = known {
        let company_name = Some(new.company_name.clone());
        let (name, email) = (Some(contact.name), Some(contact.email));
        let contact = Some(UpdateContact { name, email, phone: contact.phone });
        profile::update_brand(
            case,
            BrandId(id),
            &UpdateBrand { company_name, contact, status: None },
        )?;
        return Ok(id);
    }
    let kind = AccountKind::Brand { company_name: new.company_name.clone() };
    let user = create(case, contact.name, contact.email, contact.phone, kind)?;
    user.brand_id.map(|id| id.0).ok_or_else(|| unknown("brand"))
}

pub fn find_creator(case: &Case<'_>, new: &ListedCreator) -> Result<Option<i64>, Rejection> {
    if let Some(id) = new.id {
        let known = case.world.creators.contains_key(&id);
        return known.then_some(Some(id.0)).ok_or_else(|| unknown("creator"));
    }
    let creator = |user: &UserFact| user.creator_id.map(|id| id.0);
    of_account(case, "email", &new.email, "a creator's", creator)
}

pub fn put_creator(
    case: &mut Case<'_>,
    known: Option<i64>,
    new: &ListedCreator,
) -> Result<i64, Rejection> {
    let ListedCreator { name, email, bio, phone, .. } = new.clone();
    if let Some(id) = known {
        let change =
            UpdateCreator { name: Some(name), email: Some(email), bio, phone, status: None };
        profile::update_creator(case, CreatorId(id), &change)?;
        return Ok(id);
    }
    let kind = AccountKind::Creator { bio: bio.unwrap_or_default() };
    let user = create(case, name, email, phone, kind)?;
    user.creator_id.map(|id| id.0).ok_or_else(|| unknown("creator"))
}

/// What the account with this address is, `None` where there is no such account.
fn of_account(
    case: &Case<'_>,
    field: &str,
    email: &str,
    whose: &str,
    profile: impl Fn(&UserFact) -> Option<i64>,
) -> Result<Option<i64>, Rejection> {
    let user = case.world.emails.get(&address(email)).and_then(|id| case.world.users.get(id));
    let Some(user) = user else { return Ok(None) };
    let other = || {
        let why = format!("is the address of an account that is not {whose}");
        Rejection::field(field, why)
    };
    profile(user).map(Some).ok_or_else(other)
}

fn create(
    case: &mut Case<'_>,
    name: String,
    email: String,
    phone: Option<String>,
    kind: AccountKind,
) -> Result<User, Rejection> {
    let status = AccountStatus::Active;
    let new = NewAccount { email, name, phone, password_hash: None, status, kind };
    let made = account::create(case, &new)?.into_account();
    let user = made.map_err(|_| Rejection::not_found("account"))?;
    if case.by.account().is_none() {
        account::audit_party(case, &user);
    }
    Ok(user)
}

fn unknown(noun: &str) -> Rejection {
    Rejection::field("id", format!("there is no such {noun}"))
}
