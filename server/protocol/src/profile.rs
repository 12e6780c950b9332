//! Brands, creators and packages, as a marketplace keeps them in step with its own.

use crate::object::{maybe_object, object};
use crate::{AccountStatus, Amount, Brand, Creator, CreatorId, Currency};
use serde::{Deserialize, Serialize};

/// A brand, as staff see it beside its orders.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BrandProfile {
    #[serde(flatten)]
    pub brand: Brand,
    /// Of its contact.
    pub phone: Option<String>,
    /// Of its account: a suspended one can do nothing.
    pub status: AccountStatus,
}

/// A creator, as staff see it beside its orders.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CreatorProfile {
    #[serde(flatten)]
    pub creator: Creator,
    pub phone: Option<String>,
    /// Of its account: a suspended one can do nothing.
    pub status: AccountStatus,
}

macro_rules! bodies {
    ($($(#[$meta:meta])* $name:ident { $($(#[$fmeta:meta])* $field:ident: $type:ty),+ $(,)? })+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($(#[$fmeta])* pub $field: $type),+
        }
    )+};
}

bodies! {
    /// Body of `POST /api/brands`.
    NewBrand {
        company_name: String,
        #[serde(deserialize_with = "object")]
        contact: NewContact,
    }
    /// Whom a brand is reached by: its account.
    NewContact {
        name: String,
        email: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        phone: Option<String>,
    }
    /// Body of `PUT /api/brands/:id`: what is left out stays as it is.
    UpdateBrand {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        company_name: Option<String>,
        #[serde(default, deserialize_with = "maybe_object", skip_serializing_if = "Option::is_none")]
        contact: Option<UpdateContact>,
        /// Of its account: `active` or `suspended`. A suspended one can do nothing from now on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        status: Option<AccountStatus>,
    }
    /// What changes about a contact.
    UpdateContact {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        email: Option<String>,
        /// An empty one takes away what was there.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        phone: Option<String>,
    }
    /// Body of `POST /api/creators`.
    NewCreator {
        name: String,
        email: String,
        #[serde(default)]
        bio: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        phone: Option<String>,
    }
    /// Body of `PUT /api/creators/:id`: what is left out stays as it is.
    UpdateCreator {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        email: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        bio: Option<String>,
        /// Of its account: `active` or `suspended`. A suspended one can do nothing from now on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        status: Option<AccountStatus>,
        /// An empty one takes away what was there.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        phone: Option<String>,
    }
    /// Body of `POST /api/packages`.
    NewPackage {
        creator_id: CreatorId,
        title: String,
        #[serde(default)]
        description: String,
        price: Amount,
        currency: Currency,
    }
    /// Body of `PUT /api/packages/:id`: what is left out stays as it is. Orders keep what they cost.
    UpdatePackage {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        title: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        description: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        price: Option<Amount>,
        /// Another currency wants another price with it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        currency: Option<Currency>,
    }
}
