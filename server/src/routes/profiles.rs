//! `/api/packages`, `/api/brands`, `/api/creators`: read by staff, written by admins.

mod changes;

pub use changes::{
    create_brand, create_creator, create_package, update_brand, update_creator, update_package,
};

use super::lists::Asked;
use crate::answer::Answer;
use crate::auth::Staff;
use crate::error::ApiError;
use crate::extract::{PathId, QueryOf};
use crate::state::App;
use crate::store::read::page::{Position, Window};
use crate::store::read::profiles;
use axum::extract::State;
use robindesk_protocol::{
    BrandAnswer, BrandId, BrandPage, CreatorAnswer, CreatorId, CreatorPage, PackageAnswer,
    PackageId, PackagePage, PageQuery,
};

fn window(query: &PageQuery) -> Result<Window, ApiError> {
    let asked = Asked {
        limit: query.limit.as_deref(),
        offset: query.offset.as_deref(),
        cursor: query.cursor.as_deref(),
    };
    asked.window(|cursor| Position::parse(cursor, profiles::SORT))
}

macro_rules! profile {
    ($list:ident -> $page:ident, $one:ident -> $answer:ident, $id:ident, $path:literal, $noun:literal, $nouns:literal) => {
        #[doc = concat!("`GET ", $path, "`")]
        ///
        /// # Errors
        /// 400 naming the parameter.
        pub async fn $list(
            State(app): State<App>,
            _: Staff,
            QueryOf(query): QueryOf<PageQuery>,
        ) -> Result<Answer<$page>, ApiError> {
            Ok(Answer::ok($nouns, profiles::$list(&app.store, &window(&query)?).await?))
        }

        #[doc = concat!("`GET ", $path, "/{id}`")]
        ///
        /// # Errors
        /// 404 when there is none.
        pub async fn $one(
            State(app): State<App>,
            _: Staff,
            PathId(id): PathId<$id>,
        ) -> Result<Answer<$answer>, ApiError> {
            let $one = profiles::$one(&app.store, id).await?;
            let $one = $one.ok_or_else(|| ApiError::not_found($noun))?;
            Ok(Answer::ok($noun, $answer { $one }))
        }
    };
}

profile!(packages -> PackagePage, package -> PackageAnswer, PackageId, "/api/packages", "package", "Packages");
profile!(brands -> BrandPage, brand -> BrandAnswer, BrandId, "/api/brands", "brand", "Brands");
profile!(creators -> CreatorPage, creator -> CreatorAnswer, CreatorId, "/api/creators", "creator", "Creators");
