//! What bodies of staff have in common.

use lexicon::{Instant, Millis};
use serde::{Deserialize, Deserializer};
use utoipa::ToSchema;

use crate::http::Timed;

/// A JSON body of staff: the largest is a sitting with its seats.
pub(super) type Body<T> = Timed<T, { 2 * 1024 * 1024 }>;

/// Nothing is asked but the act itself.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Nothing {}

/// The year 2200: an instant beyond it is a slip, and can be reckoned with nowhere.
const INSTANT_MAX: i64 = 7_258_118_400_000;
/// Nothing in an exam lasts longer than a day.
const LENGTH_MAX: i64 = 24 * 3_600_000;

/// An instant from 1970 to 2200, ms UTC.
pub(super) fn instant<'de, D: Deserializer<'de>>(source: D) -> Result<Option<Instant>, D::Error> {
    let ms = bounded(source, INSTANT_MAX)?;
    Ok(ms.map(Instant))
}

/// A length up to a day, ms.
pub(super) fn length<'de, D: Deserializer<'de>>(source: D) -> Result<Option<Millis>, D::Error> {
    let ms = bounded(source, LENGTH_MAX)?;
    Ok(ms.map(Millis))
}

fn bounded<'de, D: Deserializer<'de>>(source: D, max: i64) -> Result<Option<i64>, D::Error> {
    let ms: Option<i64> = Option::deserialize(source)?;
    match ms {
        Some(ms) if !(0..=max).contains(&ms) => Err(serde::de::Error::custom(format!(
            "{ms} ms is not from 0 to {max}"
        ))),
        ms => Ok(ms),
    }
}

/// An officer's reason: one line. That it is there, and not too long, is the domain's to say.
pub(super) fn reason<'de, D: Deserializer<'de>>(source: D) -> Result<String, D::Error> {
    let text = String::deserialize(source)?;
    if text.chars().any(char::is_control) {
        return Err(serde::de::Error::custom("the reason is more than one line"));
    }
    Ok(text)
}
