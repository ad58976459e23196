//! What every route shares: bodies, paths, sessions, tokens, problems.

mod body;
mod ended;
mod known;
mod observe;
mod parameters;
mod problem;
mod proxies;
mod request_id;
mod requests;
mod same_site;
mod seat_token;
mod security;
mod staff_session;
mod token;
mod unless_stalled;
mod upload;

pub(crate) use body::Timed;
pub(crate) use ended::Ended;
pub(crate) use known::allowed_methods;
pub(crate) use observe::observe;
pub(crate) use parameters::{configure as parameters, nothing_there};
pub(crate) use problem::Code;
pub use problem::{Problem, problem_codes};
pub use proxies::{BadProxy, TrustedProxies};
pub use request_id::request_id;
pub(crate) use requests::Requests;
pub(crate) use same_site::check as check_same_site;
pub use seat_token::SeatToken;
pub(crate) use seat_token::{no_seat_cookie, read_seat, seat_cookie};
pub(crate) use security::{answer_headers, page_headers, private_headers};
pub(crate) use staff_session::{Session, Staff, no_session_cookie, renew};
pub use token::TokenKeys;
pub(crate) use unless_stalled::unless_stalled;
pub(crate) use upload::{Bundle, Table};
