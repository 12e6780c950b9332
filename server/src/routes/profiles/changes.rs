//! What admins write of packages, brands and creators: a marketplace keeps them in step through these.

use crate::answer::Answer;
use crate::auth::Admin;
use crate::desk::command::{AccountKind, Command, NewAccount, NewPackage as Create};
use crate::desk::reply::{Profile, Reply};
use crate::error::ApiError;
use crate::extract::{Body, Keyed, PathId};
use crate::routes::write;
use crate::state::App;
use crate::store::read::profiles;
use axum::extract::State;
use robindesk_protocol::{
    AccountStatus, BrandAnswer, BrandId, CreatorAnswer, CreatorId, NewBrand, NewCreator,
    NewPackage, PackageAnswer, PackageId, UpdateBrand, UpdateCreator, UpdatePackage,
};

/// `POST /api/brands`: a brand with its account, which is entered with a token.
///
/// # Errors
/// 400 naming the field, 409 when there is an account with that address.
pub async fn create_brand(
    State(app): State<App>,
    Admin(signed_in): Admin,
    Keyed { body, key }: Keyed<NewBrand>,
) -> Result<Answer<BrandAnswer>, ApiError> {
    let contact = body.contact;
    let kind = AccountKind::Brand { company_name: body.company_name };
    let command = account(contact.email, contact.name, contact.phone, kind);
    let written = write::submit(&app, &signed_in, key, command).await?;
    let Reply::Profile(profile) = written.reply else { return Err(write::unexpected()) };
    let Profile::Brand { brand, .. } = *profile else { return Err(write::unexpected()) };
    Ok(Answer::created("Brand created", BrandAnswer { brand }).replayed(written.replayed))
}

/// `PUT /api/brands/{brand_id}`: what is left out stays as it is.
///
/// # Errors
/// 400 naming the field, 404 when there is none, 409 when another account has that address.
pub async fn update_brand(
    State(app): State<App>,
    Admin(signed_in): Admin,
    PathId(id): PathId<BrandId>,
    Body(change): Body<UpdateBrand>,
) -> Result<Answer<BrandAnswer>, ApiError> {
    let command = Command::UpdateBrand { brand: id, change };
    write::submit(&app, &signed_in, None, command).await?;
    Ok(Answer::ok("Brand updated", brand(&app, id).await?))
}

/// `POST /api/creators`: a creator with its account, which is entered with a token.
///
/// # Errors
/// 400 naming the field, 409 when there is an account with that address.
pub async fn create_creator(
    State(app): State<App>,
    Admin(signed_in): Admin,
    Keyed { body, key }: Keyed<NewCreator>,
) -> Result<Answer<CreatorAnswer>, ApiError> {
    let kind = AccountKind::Creator { bio: body.bio };
    let command = account(body.email, body.name, body.phone, kind);
    let written = write::submit(&app, &signed_in, key, command).await?;
    let Reply::Profile(profile) = written.reply else { return Err(write::unexpected()) };
    let Profile::Creator { creator, .. } = *profile else { return Err(write::unexpected()) };
    Ok(Answer::created("Creator created", CreatorAnswer { creator }).replayed(written.replayed))
}

/// `PUT /api/creators/{creator_id}`: what is left out stays as it is.
///
/// # Errors
/// 400 naming the field, 404 when there is none, 409 when another account has that address.
pub async fn update_creator(
    State(app): State<App>,
    Admin(signed_in): Admin,
    PathId(id): PathId<CreatorId>,
    Body(change): Body<UpdateCreator>,
) -> Result<Answer<CreatorAnswer>, ApiError> {
    let command = Command::UpdateCreator { creator: id, change };
    write::submit(&app, &signed_in, None, command).await?;
    Ok(Answer::ok("Creator updated", creator(&app, id).await?))
}

/// `POST /api/packages`
///
/// # Errors
/// 400 naming the field.
pub async fn create_package(
    State(app): State<App>,
    Admin(signed_in): Admin,
    Keyed { body, key }: Keyed<NewPackage>,
) -> Result<Answer<PackageAnswer>, ApiError> {
    let price = body.price.minor(body.currency);
    let price_minor = price.map_err(|error| ApiError::field("price", error.to_string()))?;
    let command = Command::CreatePackage(Create {
        creator: body.creator_id,
        title: body.title,
        description: body.description,
        price_minor,
        currency: body.currency,
    });
    let written = write::submit(&app, &signed_in, key, command).await?;
    let Reply::Package(package) = written.reply else { return Err(write::unexpected()) };
    let data = PackageAnswer { package: *package };
    Ok(Answer::created("Package created", data).replayed(written.replayed))
}

/// `PUT /api/packages/{package_id}`: what is left out stays as it is.
///
/// # Errors
/// 400 naming the field, 404 when there is none.
pub async fn update_package(
    State(app): State<App>,
    Admin(signed_in): Admin,
    PathId(id): PathId<PackageId>,
    Body(change): Body<UpdatePackage>,
) -> Result<Answer<PackageAnswer>, ApiError> {
    let command = Command::UpdatePackage { package: id, change };
    write::submit(&app, &signed_in, None, command).await?;
    let package = profiles::package(&app.store, id).await?;
    let package = package.ok_or_else(|| ApiError::not_found("package"))?;
    Ok(Answer::ok("Package updated", PackageAnswer { package }))
}

fn account(email: String, name: String, phone: Option<String>, kind: AccountKind) -> Command {
    let status = AccountStatus::Active;
    Command::CreateAccount(NewAccount { email, name, phone, password_hash: None, status, kind })
}

async fn brand(app: &App, id: BrandId) -> Result<BrandAnswer, ApiError> {
    let brand = profiles::brand(&app.store, id).await?;
    Ok(BrandAnswer { brand: brand.ok_or_else(|| ApiError::not_found("brand"))? })
}

async fn creator(app: &App, id: CreatorId) -> Result<CreatorAnswer, ApiError> {
    let creator = profiles::creator(&app.store, id).await?;
    Ok(CreatorAnswer { creator: creator.ok_or_else(|| ApiError::not_found("creator"))? })
}
