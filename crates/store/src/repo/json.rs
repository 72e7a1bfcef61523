//! What is stored as one JSON document, because it is only ever read and written as a whole.

use sea_orm::DbErr;
use serde::{Serialize, de::DeserializeOwned};

pub(super) fn write(value: &impl Serialize) -> Result<String, DbErr> {
    serde_json::to_string(value).map_err(|error| DbErr::Json(error.to_string()))
}

pub(super) fn read<T: DeserializeOwned>(text: &str) -> Result<T, DbErr> {
    serde_json::from_str(text).map_err(|error| DbErr::Json(error.to_string()))
}
