//! Changes to brands, creators and packages. What orders were placed for stays what it was.

use super::account::{check_email, check_line, check_long, check_phone};
use super::changes::Party;
use super::decide::{Case, change};
use super::rejection::Rejection;
use super::reply::Reply;
use super::session;
use robindesk_protocol::{
    AccountStatus, Action, Amount, BrandId, Change, CreatorId, MAX_NAME, MAX_TEXT, PackageId,
    Subject, SubjectKind, UpdateBrand, UpdateCreator, UpdatePackage, UserId, UserType,
};

/// What is new about the account behind a profile, checked.
struct Contact {
    name: Option<String>,
    email: Option<String>,
    /// `Some(None)`: it has none any more.
    #[expect(clippy::option_option, reason = "the outer one says whether it is to change at all")]
    phone: Option<Option<String>>,
}

/// Changes a brand and its contact.
pub(super) fn update_brand(
    case: &mut Case<'_>,
    id: BrandId,
    asked: &UpdateBrand,
) -> Result<Reply, Rejection> {
    case.at_least(UserType::Admin, "change brands")?;
    let missing = || Rejection::not_found("brand");
    let user = case.world.brands.get(&id).map(|brand| brand.user_id).ok_or_else(missing)?;
    let company = asked.company_name.as_deref();
    let company = company.map(|name| check_line("company_name", name, MAX_NAME)).transpose()?;
    let contact = match &asked.contact {
        Some(c) => check_contact(case, user, "contact.", [&c.name, &c.email, &c.phone])?,
        None => check_contact(case, user, "contact.", [&None, &None, &None])?,
    };
    check_status(asked.status)?;
    let mut steps = Vec::new();
    set_contact(case, user, contact, &mut steps);
    let moved = set_status(case, user, asked.status);
    let now = case.world.users.get(&user).map(|user| (user.name.clone(), user.email.clone()));
    let Some(brand) = case.world.brands.get_mut(&id) else { return Err(missing()) };
    set(&mut brand.company_name, company, "company_name", &mut steps);
    if let Some((name, email)) = now {
        (brand.contact_name, brand.contact_email) = (name, email);
    }
    let name = brand.company_name.clone();
    if steps.iter().any(|step| step.field == "company_name") {
        case.changes.renamed.insert(Party::Brand(id));
    }
    if !steps.is_empty() {
        case.changes.brands.insert(id);
    }
    let subject = Subject { kind: SubjectKind::Brand, id: Some(id.to_string()), name };
    tell(case, Action::BrandUpdated, subject.clone(), steps);
    let actions = [Action::BrandActivated, Action::BrandSuspended];
    tell_status(case, actions, subject, moved);
    Ok(Reply::Done)
}

/// Changes a creator and its account.
pub(super) fn update_creator(
    case: &mut Case<'_>,
    id: CreatorId,
    asked: &UpdateCreator,
) -> Result<Reply, Rejection> {
    case.at_least(UserType::Admin, "change creators")?;
    let missing = || Rejection::not_found("creator");
    let user = case.world.creators.get(&id).map(|creator| creator.user_id).ok_or_else(missing)?;
    let bio = asked.bio.as_deref().map(|bio| check_long("bio", bio, MAX_TEXT)).transpose()?;
    let contact = check_contact(case, user, "", [&asked.name, &asked.email, &asked.phone])?;
    check_status(asked.status)?;
    let mut steps = Vec::new();
    set_contact(case, user, contact, &mut steps);
    let moved = set_status(case, user, asked.status);
    let now = case.world.users.get(&user).map(|user| (user.name.clone(), user.email.clone()));
    let Some(creator) = case.world.creators.get_mut(&id) else { return Err(missing()) };
    if let Some((name, email)) = now {
        (creator.name, creator.email) = (name, email);
    }
    if let Some(bio) = bio.filter(|bio| *bio != creator.bio) {
        // Too long a text for a trail.
        steps.push(change("bio", None, None));
        creator.bio = bio;
    }
    let name = creator.name.clone();
    if steps.iter().any(|step| step.field == "name") {
        case.changes.renamed.insert(Party::Creator(id));
    }
    if !steps.is_empty() {
        case.changes.creators.insert(id);
    }
    let subject = Subject { kind: SubjectKind::Creator, id: Some(id.to_string()), name };
    tell(case, Action::CreatorUpdated, subject.clone(), steps);
    let actions = [Action::CreatorActivated, Action::CreatorSuspended];
    tell_status(case, actions, subject, moved);
    Ok(Reply::Done)
}

/// Changes a package.
pub(super) fn update_package(
    case: &mut Case<'_>,
    id: PackageId,
    asked: &UpdatePackage,
) -> Result<Reply, Rejection> {
    case.at_least(UserType::Admin, "change packages")?;
    let missing = || Rejection::not_found("package");
    let was = case.world.packages.get(&id).cloned().ok_or_else(missing)?;
    let title = asked.title.as_deref().map(|t| check_line("title", t, MAX_NAME)).transpose()?;
    let description = asked.description.as_deref();
    let description =
        description.map(|text| check_long("description", text, MAX_TEXT)).transpose()?;
    let currency = asked.currency.unwrap_or(was.currency);
    if currency != was.currency && asked.price.is_none() {
        return Err(Rejection::field("price", "is missing: another currency wants another price"));
    }
    let price = asked.price.as_ref().map(|price| price.minor(currency)).transpose();
    let price = price.map_err(|error| Rejection::field("price", error.to_string()))?;
    let mut steps = Vec::new();
    let Some(package) = case.world.packages.get_mut(&id) else { return Err(missing()) };
    set(&mut package.title, title, "title", &mut steps);
    if let Some(text) = description.filter(|text| *text != package.description) {
        steps.push(change("description", None, None));
        package.description = text;
    }
    (package.price_minor, package.currency) = (price.unwrap_or(was.price_minor), currency);
    if (package.price_minor, package.currency) != (was.price_minor, was.currency) {
        let told = |minor, currency| format!("{} {currency}", Amount::from_minor(minor, currency));
        let from = told(was.price_minor, was.currency);
        let to = told(package.price_minor, package.currency);
        steps.push(change("price", Some(&from), Some(&to)));
    }
    let name = package.title.clone();
    if !steps.is_empty() {
        case.changes.packages.insert(id);
    }
    let subject = Subject { kind: SubjectKind::Package, id: Some(id.to_string()), name };
    tell(case, Action::PackageUpdated, subject, steps);
    Ok(Reply::Done)
}

fn check_contact(
    case: &Case<'_>,
    user: UserId,
    within: &str,
    [name, email, phone]: [&Option<String>; 3],
) -> Result<Contact, Rejection> {
    let field = |field: &str| format!("{within}{field}");
    let name = name.as_ref().map(|name| check_line(&field("name"), name, MAX_NAME)).transpose()?;
    let email = email.as_ref().map(|email| check_email(&field("email"), email)).transpose()?;
    let phone =
        phone.as_ref().map(|phone| check_phone(&field("phone"), Some(phone))).transpose()?;
    let taken = |email: &String| case.world.emails.get(email).is_some_and(|id| *id != user);
    if let Some(email) = email.as_ref().filter(|email| taken(email)) {
        return Err(Rejection::conflict(format!("There is already an account for {email}.")));
    }
    Ok(Contact { name, email, phone })
}

fn set_contact(case: &mut Case<'_>, id: UserId, contact: Contact, steps: &mut Vec<Change>) {
    let Some(user) = case.world.users.get_mut(&id) else { return };
    set(&mut user.name, contact.name, "name", steps);
    let was = user.email.clone();
    set(&mut user.email, contact.email, "email", steps);
    if user.email != was {
        case.world.emails.remove(&was);
        case.world.emails.insert(user.email.clone(), id);
    }
    if let Some(phone) = contact.phone.filter(|phone| *phone != user.phone) {
        // Nobody's number belongs in a trail.
        steps.push(change("phone", None, None));
        user.phone = phone;
    }
    if !steps.is_empty() {
        user.version += 1;
        case.changes.users.insert(id);
        // Names and addresses are remembered with sessions.
        case.changes.revoked = true;
    }
}

fn set(field: &mut String, to: Option<String>, name: &str, steps: &mut Vec<Change>) {
    if let Some(to) = to.filter(|to| to != field) {
        steps.push(change(name, Some(field), Some(&to)));
        *field = to;
    }
}

/// An account becomes active or suspended by hand, and nothing else.
fn check_status(status: Option<AccountStatus>) -> Result<(), Rejection> {
    if status == Some(AccountStatus::Pending) {
        return Err(Rejection::field("status", "must be active or suspended"));
    }
    Ok(())
}

/// Suspends an account, which can do nothing from then on, or lets it in again (`product.md`,
/// People).
fn set_status(case: &mut Case<'_>, id: UserId, to: Option<AccountStatus>) -> Option<Change> {
    let (user, to) = (case.world.users.get_mut(&id)?, to?);
    let from = std::mem::replace(&mut user.status, to);
    if from == to {
        return None;
    }
    user.version += 1;
    case.changes.users.insert(id);
    if to == AccountStatus::Suspended {
        // Whoever is let in again signs in again: a token that was stolen stays worthless.
        session::end_all(case, id, None);
    }
    Some(change("status", Some(from.as_str()), Some(to.as_str())))
}

/// Notes that an account was let in again, or suspended.
fn tell_status(
    case: &mut Case<'_>,
    [activated, suspended]: [Action; 2],
    subject: Subject,
    step: Option<Change>,
) {
    let active = |step: &Change| step.to.as_deref() == Some(AccountStatus::Active.as_str());
    let action = if step.as_ref().is_some_and(active) { activated } else { suspended };
    tell(case, action, subject, step.into_iter().collect());
}

fn tell(case: &mut Case<'_>, action: Action, subject: Subject, steps: Vec<Change>) {
    if !steps.is_empty() {
        case.audit(action, subject, steps);
    }
}
