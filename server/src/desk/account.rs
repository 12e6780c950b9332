//! Accounts, their profiles, and packages.

use super::command::{AccountKind, NewAccount, NewPackage};
use super::decide::{Case, change};
use super::rejection::Rejection;
use super::reply::{Profile, Reply};
use super::sign::{breaks_line, is_format, is_visible};
use super::world::{AgentFact, BrandFact, CreatorFact, PackageFact, UserFact};
use super::{rotation, staff};
use robindesk_protocol::{
    Action, Amount, Availability, BrandId, BrandProfile, CreatorId, CreatorProfile, EventData,
    EventKind, MAX_EMAIL, MAX_NAME, MAX_PHONE, MAX_TEXT, Package, PackageId, Subject, SubjectKind,
    User, UserId, UserType,
};

/// Creates an account with the profile of its type.
pub fn create(case: &mut Case<'_>, new: &NewAccount) -> Result<Reply, Rejection> {
    match new.kind {
        AccountKind::Staff { .. } => case.at_least(UserType::SuperAdmin, "create staff")?,
        _ => case.at_least(UserType::Admin, "create accounts")?,
    }
    // A brand's are its contact's (`api.md`, Orders).
    let within = if matches!(new.kind, AccountKind::Brand { .. }) { "contact." } else { "" };
    let email = check_email(&format!("{within}email"), &new.email)?;
    let name = check_line(&format!("{within}name"), &new.name, MAX_NAME)?;
    let profile = match &new.kind {
        AccountKind::Brand { company_name } => check_line("company_name", company_name, MAX_NAME)?,
        AccountKind::Creator { bio } => check_long("bio", bio, MAX_TEXT)?,
        AccountKind::Staff { .. } => String::new(),
    };
    let phone = check_phone(&format!("{within}phone"), new.phone.as_deref())?;
    if case.world.emails.contains_key(&email) {
        return Err(Rejection::conflict(format!("There is already an account for {email}.")));
    }
    case.world.head.users += 1;
    let id = UserId(case.world.head.users);
    case.world.emails.insert(email.clone(), id);
    let mut user = UserFact {
        id,
        email,
        name,
        phone,
        user_type: UserType::Brand,
        status: new.status,
        password_hash: new.password_hash.clone(),
        brand_id: None,
        creator_id: None,
        created_at: case.at,
        version: 1,
        removed_at: None,
    };
    match &new.kind {
        AccountKind::Brand { .. } => insert_brand(case, &mut user, profile),
        AccountKind::Creator { .. } => insert_creator(case, &mut user, profile),
        AccountKind::Staff { user_type, availability } => {
            user.user_type = *user_type;
            insert_agent(case, &user, *availability);
        }
    }
    let is_staff = user.user_type.is_staff();
    case.world.users.insert(id, user);
    case.changes.users.insert(id);
    let view = case.world.user(id).ok_or_else(|| Rejection::not_found("account"))?;
    if is_staff {
        let data = EventData { agent: Some(view.clone()), ..EventData::default() };
        case.log_for_staff(EventKind::AgentUpdated, data);
        let role = change("user_type", None, Some(view.user_type.as_str()));
        staff::audit(case, Action::AgentCreated, id, vec![role]);
        rotation::hand_out(case);
        return Ok(Reply::Account(Box::new(view)));
    }
    if case.by.account().is_some() {
        audit_party(case, &view);
    }
    let made = profile_of(case, view).ok_or_else(|| Rejection::not_found("profile"))?;
    Ok(Reply::Profile(Box::new(made)))
}

/// The profile of a party, as its account is now.
fn profile_of(case: &Case<'_>, user: User) -> Option<Profile> {
    let phone = case.world.users.get(&user.id)?.phone.clone();
    let status = user.status;
    Some(match (user.brand_id, user.creator_id) {
        (Some(id), _) => {
            let brand = BrandProfile { brand: case.world.brand(id)?, phone, status };
            Profile::Brand { user, brand }
        }
        (None, id) => {
            let creator = CreatorProfile { creator: case.world.creator(id?)?, phone, status };
            Profile::Creator { user, creator }
        }
    })
}

/// Creates a package of a creator's.
pub fn create_package(case: &mut Case<'_>, new: &NewPackage) -> Result<Reply, Rejection> {
    case.at_least(UserType::Admin, "create packages")?;
    let title = check_line("title", &new.title, MAX_NAME)?;
    let description = check_long("description", &new.description, MAX_TEXT)?;
    if !(0..=Amount::MAX_MINOR).contains(&new.price_minor) {
        return Err(Rejection::field("price", "is out of range"));
    }
    if !case.world.creators.contains_key(&new.creator) {
        return Err(Rejection::field("creator_id", "there is no such creator"));
    }
    case.world.head.packages += 1;
    let id = PackageId(case.world.head.packages);
    case.world.packages.insert(
        id,
        PackageFact {
            id,
            creator_id: new.creator,
            title,
            description,
            price_minor: new.price_minor,
            currency: new.currency,
        },
    );
    case.changes.packages.insert(id);
    let package = case.world.package(id).ok_or_else(|| Rejection::not_found("package"))?;
    if case.by.account().is_some() {
        audit_package(case, &package);
    }
    Ok(Reply::Package(Box::new(package)))
}

/// What an admin or an import makes is in the trail; what test data makes is not.
pub(super) fn audit_package(case: &mut Case<'_>, package: &Package) {
    let (kind, id) = (SubjectKind::Package, Some(package.id.to_string()));
    let subject = Subject { kind, id, name: package.title.clone() };
    case.audit(Action::PackageCreated, subject, Vec::new());
}

/// The same for a brand or a creator.
pub(super) fn audit_party(case: &mut Case<'_>, user: &User) {
    let (action, kind, id) = match (user.brand_id, user.creator_id) {
        (Some(id), _) => (Action::BrandCreated, SubjectKind::Brand, id.to_string()),
        (_, Some(id)) => (Action::CreatorCreated, SubjectKind::Creator, id.to_string()),
        _ => return,
    };
    let company = user.brand_id.and_then(|id| case.world.brands.get(&id));
    let name = company.map_or_else(|| user.name.clone(), |brand| brand.company_name.clone());
    case.audit(action, Subject { kind, id: Some(id), name }, Vec::new());
}

fn insert_brand(case: &mut Case<'_>, user: &mut UserFact, company_name: String) {
    case.world.head.brands += 1;
    let id = BrandId(case.world.head.brands);
    user.user_type = UserType::Brand;
    user.brand_id = Some(id);
    case.world.brands.insert(
        id,
        BrandFact {
            id,
            user_id: user.id,
            company_name,
            contact_name: user.name.clone(),
            contact_email: user.email.clone(),
        },
    );
    case.changes.brands.insert(id);
}

fn insert_creator(case: &mut Case<'_>, user: &mut UserFact, bio: String) {
    case.world.head.creators += 1;
    let id = CreatorId(case.world.head.creators);
    user.user_type = UserType::Creator;
    user.creator_id = Some(id);
    case.world.creators.insert(
        id,
        CreatorFact {
            id,
            user_id: user.id,
            name: user.name.clone(),
            email: user.email.clone(),
            bio,
        },
    );
    case.changes.creators.insert(id);
}

fn insert_agent(case: &mut Case<'_>, user: &UserFact, availability: Availability) {
    case.world.agents.insert(
        user.id,
        AgentFact {
            id: user.id,
            user_type: user.user_type,
            status: user.status,
            availability,
            takes_tickets: rotation::takes_tickets_by_default(user.user_type),
            max_open_tickets: case.world.settings.default_max_open_tickets.map(i64::from),
            open_tickets: 0,
            last_turn: 0,
        },
    );
    case.changes.agents.insert(user.id);
}

/// An address in lower case: one `@` with something on both sides and a plausible length.
pub(crate) fn check_email(field: &str, email: &str) -> Result<String, Rejection> {
    let long = email.chars().count() > MAX_EMAIL;
    let email = email.trim().to_lowercase();
    let visible = !email.contains(|c: char| c.is_whitespace() || c.is_control() || is_format(c));
    let parts = email
        .split_once('@')
        .filter(|(local, domain)| !local.is_empty() && !domain.is_empty() && !domain.contains('@'));
    if parts.is_none() || !visible || long {
        return Err(Rejection::field(field, "must be an e-mail address"));
    }
    Ok(email)
}

/// A text of at most `max` characters; it may be empty. PostgreSQL keeps no NUL.
pub(crate) fn check_long(field: &str, text: &str, max: usize) -> Result<String, Rejection> {
    if text.chars().count() > max || text.contains('\0') {
        let message = format!("must be at most {max} characters, none of them NUL");
        return Err(Rejection::field(field, message));
    }
    Ok(text.to_owned())
}

/// A phone number as people write one, in one line; an empty one is none.
pub(crate) fn check_phone(field: &str, phone: Option<&str>) -> Result<Option<String>, Rejection> {
    let phone = phone.map_or(Some(""), |phone| one_line(phone, MAX_PHONE));
    let phone = phone.ok_or_else(|| {
        Rejection::field(field, format!("must be one line of at most {MAX_PHONE} characters"))
    })?;
    Ok(Some(phone.to_owned()).filter(|phone| !phone.is_empty()))
}

/// A name or a title: one line of 1 to `max` characters, without the white space around it, and with
/// something to see.
pub(crate) fn check_line(field: &str, text: &str, max: usize) -> Result<String, Rejection> {
    let line = one_line(text, max).filter(|line| line.contains(is_visible)).ok_or_else(|| {
        Rejection::field(field, format!("must be one line of 1 to {max} characters"))
    })?;
    Ok(line.to_owned())
}

/// The one line that a text of at most `max` characters is, without the white space around it.
fn one_line(text: &str, max: usize) -> Option<&str> {
    let line = text.trim();
    (text.chars().count() <= max && !line.contains(breaks_line)).then_some(line)
}
