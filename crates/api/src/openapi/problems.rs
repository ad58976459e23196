//! Problems in the document: what each kind of route may answer instead of what it was asked for.

use std::collections::BTreeMap;

use utoipa::openapi::schema::{AllOfBuilder, ObjectBuilder, Type};
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder, Schema};
use utoipa::{IntoResponses, PartialSchema, ToSchema};

use super::seat::{AttemptStatus, RoomStatus};
use crate::http::{Code, problem_codes};

/// Any of the stable codes.
pub(crate) struct ProblemCode;

impl PartialSchema for ProblemCode {
    fn schema() -> RefOr<Schema> {
        let codes = problem_codes().into_iter().map(|(code, ..)| code);
        let object = ObjectBuilder::new().schema_type(Type::String);
        let object = object.enum_values(Some(codes));
        Schema::Object(object.build()).into()
    }
}

impl ToSchema for ProblemCode {}

/// A problem (RFC 9457). Members beside the first six come with certain codes only.
#[derive(ToSchema)]
#[expect(dead_code, reason = "a stand-in: only its shape is asked for")]
pub(crate) struct Problem {
    /// `/problems/` and the code.
    r#type: String,
    title: String,
    status: u16,
    code: ProblemCode,
    /// For developers; a page has words of its own for every code.
    detail: String,
    /// To be found in the server's log.
    request_id: String,
    /// With `invalid`: which field.
    #[schema(nullable = false)]
    field: Option<String>,
    /// With `method_not_allowed`: what the path takes, as in the header of that name.
    #[schema(nullable = false)]
    allow: Option<String>,
    /// With `unavailable`, of `/readyz` alone: what is wrong, as a stable word.
    #[schema(nullable = false)]
    reason: Option<String>,
    /// With `import_faults`.
    #[schema(nullable = false)]
    errors: Option<Vec<ImportFault>>,
    /// With `too_many_attempts` and `too_many_requests`.
    #[schema(nullable = false)]
    retry_after_s: Option<u32>,
    /// With `stale_epoch`: the epoch in force.
    #[schema(nullable = false)]
    current: Option<u32>,
    /// With `missing_seq`: the next sequence number that the server takes.
    #[schema(nullable = false)]
    expected: Option<u32>,
    /// With `conflict`.
    #[schema(nullable = false)]
    last_seq: Option<u32>,
    /// With `malformed`: the event that cannot be.
    #[schema(nullable = false)]
    seq: Option<u32>,
    /// With `seat_changed`: the seat's revision now. What was done since is among the acts of the sitting.
    #[schema(nullable = false)]
    revision: Option<u32>,
    /// With `status`: where the attempt stands.
    #[schema(nullable = false)]
    attempt: Option<AttemptStatus>,
    /// With `room_status`: where the sitting stands.
    #[schema(nullable = false)]
    sitting: Option<RoomStatus>,
    /// With `still_running`: how many attempts run.
    #[schema(nullable = false)]
    running: Option<u32>,
}

/// A fault of an import.
#[derive(ToSchema)]
#[expect(dead_code, reason = "a stand-in: only its shape is asked for")]
pub(crate) struct ImportFault {
    file: String,
    /// From 1; 0 for the file as a whole.
    line: u64,
    /// By its header; empty for the row as a whole.
    column: String,
    /// What is wrong and what to do.
    reason: String,
}

macro_rules! sets {
    ($($(#[doc = $doc:literal])+ $name:ident = [$($code:ident),*] $(+ $more:ident)?;)+) => {$(
        $(#[doc = $doc])+
        pub(crate) struct $name;

        impl $name {
            fn codes() -> Vec<Code> {
                let more: &[Vec<Code>] = &[$($more::codes())?];
                [vec![$(Code::$code),*], more.concat()].concat()
            }
        }

        impl IntoResponses for $name {
            fn responses() -> BTreeMap<String, RefOr<Response>> {
                let statuses = by_status(&Self::codes()).into_keys();
                let named = statuses.map(|status| {
                    let name = format!("{}{status}", stringify!($name));
                    (status.to_string(), Ref::from_response_name(name).into())
                });
                named.collect()
            }
        }
    )+

        /// The responses of all sets, by the names under which routes refer to them.
        pub(crate) fn components() -> BTreeMap<String, RefOr<Response>> {
            let sets = [$((stringify!($name), $name::codes())),+];
            let named = sets.into_iter().flat_map(|(name, codes)| {
                let responses = by_status(&codes).into_iter();
                responses.map(move |(status, codes)| (format!("{name}{status}"), response(codes).into()))
            });
            named.collect()
        }
    };
}

sets! {
    /// Of every route that does anything.
    Anything = [Internal, Overloaded, Unavailable];
    /// Of what the server measures.
    Measuring = [Unauthenticated, Forbidden] + Anything;
    /// Of reading what may not be there.
    Reading = [NotFound] + Anything;
    /// Of looking a result up.
    LookingUp = [TooManyRequests] + Reading;
    /// Of reading with a parameter that may not be readable.
    Asking = [NotFound, Malformed] + Anything;
    /// Of log-ins.
    LoggingIn = [Malformed, TooLarge, WrongCredentials, Throttled] + Anything;
    /// Of a candidate's log-in.
    TakingASeat = [CrossSite, NotCheckedIn, Status, HeldElsewhere, StaleEpoch, Rule] + LoggingIn;
    /// Of logging out.
    LoggingOut = [CrossSite] + Anything;
    /// Of staff's log-in.
    BeginningWork = [CrossSite] + LoggingIn;
    /// Of reading at a seat.
    AtASeat = [Unauthenticated, Malformed, StaleEpoch, NotFound] + Anything;
    /// Of acting at a seat.
    SeatActs = [CrossSite,
        Malformed, TooLarge, Status, NotOpen, Paused, MissingSeq, Conflict, NotDue, Rule
    ] + AtASeat;
    /// Of staff who read.
    StaffReads = [Unauthenticated, Forbidden] + Asking;
    /// Of event streams.
    Streaming = [TooManyStreams] + StaffReads;
    /// Of staff who change something.
    StaffActs = [CrossSite, TooLarge, Invalid, Exists, Stale, Rule] + StaffReads;
    /// Of imports.
    Imports = [Faults] + StaffActs;
    /// Of acts on rooms and seats.
    ExamActs = [
        RoomStatus, StillRunning, Status, SeatChanged, NotCheckedIn, NotOpen, Paused, MissingSeq, HeldElsewhere
    ] + StaffActs;
    /// Of drafts.
    Drafting = [SittingOpen] + StaffActs;
    /// Of the export, which only reads.
    Exporting = [SittingOpen] + StaffReads;
    /// Of changing the own password.
    PasswordChange = [WrongCredentials, Throttled] + StaffActs;
}

fn by_status(codes: &[Code]) -> BTreeMap<u16, Vec<(&'static str, &'static str)>> {
    let mut by_status: BTreeMap<u16, Vec<(&str, &str)>> = BTreeMap::new();
    for code in codes {
        let (name, status, title) = code.row();
        by_status
            .entry(status.as_u16())
            .or_default()
            .push((name, title));
    }
    by_status
}

fn response(mut codes: Vec<(&str, &str)>) -> Response {
    codes.sort_unstable();
    codes.dedup();
    let texts = codes
        .iter()
        .map(|(code, title)| format!("`{code}`: {title}."));
    let description = texts.collect::<Vec<_>>().join(" ");
    let code = ObjectBuilder::new()
        .schema_type(Type::String)
        .enum_values(Some(codes.into_iter().map(|(code, _)| code)));
    let narrowed = ObjectBuilder::new().property("code", code).required("code");
    let problem = AllOfBuilder::new()
        .item(Ref::from_schema_name("Problem"))
        .item(narrowed)
        .build();
    let content = ContentBuilder::new().schema(Some(Schema::AllOf(problem)));
    ResponseBuilder::new()
        .description(description)
        .content("application/problem+json", content.build())
        .build()
}
