//! Structured files that people bring: TOML or JSON, read into one form, with what is wrong named by its path.

use domain::problem::{FieldError, FieldReason, Problem};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Reads a text that is JSON if it begins with a brace, else TOML.
pub(crate) fn parse(text: &str) -> Result<Value, Problem> {
    let malformed = || Problem::field("file", FieldReason::Malformed);
    if text.trim_start().starts_with('{') {
        return serde_json::from_str(text).map_err(|_| malformed());
    }
    let table: toml::Table = text.parse().map_err(|_| malformed())?;
    Ok(plain(toml::Value::Table(table)))
}

/// TOML as JSON, so that one reader serves both: TOML's own dates become text.
fn plain(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => text.into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(value) => value.into(),
        toml::Value::Datetime(date) => date.to_string().into(),
        toml::Value::Array(items) => items.into_iter().map(plain).collect(),
        toml::Value::Table(fields) => fields.into_iter().map(|(name, value)| (name, plain(value))).collect(),
    }
}

/// Those of some fields that are not there, `path` before each name. To be asked before [`fill`], which stops
/// at the first one and names only what it should stand in.
pub(crate) fn missing(value: &Value, path: &str, fields: &[&str]) -> Vec<FieldError> {
    let absent = fields.iter().filter(|field| value.get(field).is_none());
    absent.map(|field| FieldError::new(&format!("{path}{field}"), FieldReason::Required)).collect()
}

/// The items of a list; none if there is no such list.
pub(crate) fn items<'a>(value: &'a Value, list: &str) -> &'a [Value] {
    value.get(list).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// The value in its form; the error names the first field that doesn't fit.
pub(crate) fn fill<T: DeserializeOwned>(value: Value) -> Result<T, FieldError> {
    serde_path_to_error::deserialize(value)
        .map_err(|error| FieldError::new(&error.path().to_string(), FieldReason::Malformed))
}
