//! Files that staff send: a table as a raw body, or a table with its pictures as a form. Bounded in size and
//! number, and in how many are taken at the same time.

use std::future::{Future, Ready, ready};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::dev::Payload;
use actix_web::web::{Data, Query};
use actix_web::{FromRequest, HttpRequest};
use exam::ExamError;
use exam::staff::File;
use futures::{StreamExt, TryStreamExt};
use serde::Deserialize;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::timeout;

use super::Problem;
use super::body::{promised_length, unread, whole};
use crate::server::Shared;

/// The longest table.
pub(crate) const TABLE_LEN_MAX: usize = 32 * 1024 * 1024;
/// The longest table with its pictures.
pub(crate) const BUNDLE_LEN_MAX: usize = 64 * 1024 * 1024;
/// Files of one form, at most.
const FILES_MAX: usize = 5_000;
/// A whole bundle over a slow line: 2 Mbit/s.
const ARRIVAL_MAX: Duration = Duration::from_mins(5);
/// A file's name is for messages only.
const NAME_LEN_MAX: usize = 200;

type Reading<T> = Pin<Box<dyn Future<Output = Result<T, Problem>>>>;

/// A table as a raw body; `?file=` gives its name. Nothing of it is read before [`Sent::read`] is called: first comes
/// the question whether the sender may.
pub(crate) type Table = Sent<File>;

/// A form with the field `items` (a table) and any number of fields `picture`, read when it is asked for.
pub(crate) type Bundle = Sent<(File, Vec<File>)>;

/// What is on its way, and has not been read yet.
pub(crate) struct Sent<T>(Reading<(T, OwnedSemaphorePermit)>);

impl<T> Sent<T> {
    /// Reads it, and holds a place among those who send files until both are dropped.
    ///
    /// # Errors
    /// When there is no place, or what is sent is too long, broken or too slow.
    pub(crate) async fn read(self) -> Result<(T, OwnedSemaphorePermit), Problem> {
        self.0.await
    }
}

#[derive(Deserialize)]
struct Named {
    #[serde(default)]
    file: String,
}

impl FromRequest for Table {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let shared = request.app_data::<Data<Shared>>().cloned();
        let named = Query::<Named>::from_query(request.query_string());
        let bytes = whole(request, payload, TABLE_LEN_MAX);
        ready(Ok(Self(Box::pin(async move {
            let place = place(shared.as_ref())?;
            let named = named.map_or_else(|_| String::new(), |named| named.into_inner().file);
            let file = File {
                name: tidy(&named, "table.csv"),
                bytes: in_time(bytes).await?.into(),
            };
            Ok((file, place))
        }))))
    }
}

impl FromRequest for Bundle {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let shared = request.app_data::<Data<Shared>>().cloned();
        let too_long = promised_length(request).is_some_and(|length| length > BUNDLE_LEN_MAX);
        let form = Multipart::from_request(request, payload);
        ready(Ok(Self(Box::pin(async move {
            let place = place(shared.as_ref())?;
            if too_long {
                return Err(Problem::too_large(BUNDLE_LEN_MAX));
            }
            let form = form
                .await
                .map_err(|error| Problem::malformed(error.to_string()))?;
            Ok((in_time(Reader::default().read(form)).await?, place))
        }))))
    }
}

/// Whoever sends at a snail's pace must not keep the place from others.
async fn in_time<T>(arriving: impl Future<Output = Result<T, Problem>>) -> Result<T, Problem> {
    let arrived = timeout(ARRIVAL_MAX, arriving).await;
    arrived.unwrap_or_else(|_| Err(Problem::malformed("the body took too long to arrive")))
}

/// A place among those who send files at the same time.
fn place(shared: Option<&Data<Shared>>) -> Result<OwnedSemaphorePermit, Problem> {
    let uploads = shared.map(|shared| Arc::clone(&shared.uploads));
    let place = uploads.and_then(|uploads| uploads.try_acquire_owned().ok());
    place.ok_or_else(|| ExamError::Overloaded.into())
}

#[derive(Default)]
struct Reader {
    items: Option<File>,
    pictures: Vec<File>,
    length: usize,
}

impl Reader {
    async fn read(mut self, mut form: Multipart) -> Result<(File, Vec<File>), Problem> {
        while let Some(field) = form.try_next().await.map_err(|error| broken(&error))? {
            if self.pictures.len() >= FILES_MAX {
                return Err(Problem::malformed(format!("at most {FILES_MAX} files")));
            }
            let name = field.name().unwrap_or_default().to_owned();
            let given = field.content_disposition().and_then(|it| it.get_filename());
            let given = tidy(given.unwrap_or_default(), "items.csv");
            let bytes = self.bytes(field).await?;
            let file = File { name: given, bytes };
            match name.as_str() {
                "items" if self.items.is_none() => self.items = Some(file),
                "picture" => self.pictures.push(file),
                _ => return Err(Problem::malformed("one field items, and fields picture")),
            }
        }
        let items = self
            .items
            .ok_or_else(|| Problem::malformed("the field items is missing"))?;
        Ok((items, self.pictures))
    }

    async fn bytes(&mut self, mut field: Field) -> Result<Vec<u8>, Problem> {
        let mut bytes = Vec::new();
        while let Some(chunk) = field.next().await {
            let chunk = chunk.map_err(|error| broken(&error))?;
            self.length += chunk.len();
            if self.length > BUNDLE_LEN_MAX {
                return Err(Problem::too_large(BUNDLE_LEN_MAX));
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    }
}

fn broken(error: &MultipartError) -> Problem {
    match error {
        MultipartError::Payload(error) => unread(error, BUNDLE_LEN_MAX),
        error => Problem::malformed(error.to_string()),
    }
}

/// What a browser calls a file, fit for a message.
fn tidy(name: &str, otherwise: &str) -> String {
    let kept = name.chars().filter(|c| !c.is_control());
    let name: String = kept.take(NAME_LEN_MAX).collect();
    if name.trim().is_empty() {
        otherwise.to_owned()
    } else {
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_and_one_line() {
        assert_eq!(tidy("a\nb.csv", "-"), "ab.csv");
        assert_eq!(tidy(" \0", "-"), "-");
        assert_eq!(tidy(&"x".repeat(1_000), "-").len(), NAME_LEN_MAX);
    }
}
