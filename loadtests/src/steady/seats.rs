//! Candidates that hold a running paper, ready to be driven.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::api::{LoggedIn, Started};
use crate::dice::Dice;
use crate::http::{ABORT, Answer, Http, with_cookie, with_json};
use crate::meter::Meter;
use crate::rehearsal::{Account, Plan, prepare};
use crate::staff::Staff;

/// A seat with what it needs to make answers.
pub(super) struct Seat {
    pub(super) cookie: String,
    pub(super) epoch: u32,
    pub(super) seq: u32,
    pub(super) dice: Dice,
    /// Items with their options, as texts.
    pub(super) items: Vec<(String, Vec<String>)>,
}

/// Prepares a sitting and starts everyone.
pub(super) async fn take(
    base: &str,
    account: &Account,
    plan: &Plan<'_>,
) -> Result<Vec<Seat>, String> {
    let http = Http::new(base, Arc::new(Meter::default()))?;
    let staff = Staff::log_in(&http, &account.name, &account.password).await?;
    let room = prepare(&staff, plan).await?;
    staff.open(room.sitting).await?;
    let dice = Dice::new(plan.seed);
    let mut seats = Vec::new();
    for (at, ticket) in (0..).zip(&room.tickets) {
        let no = ticket.no.to_string();
        seats.push(start(&http, &no, &ticket.pin, dice.fork(at)).await?);
    }
    Ok(seats)
}

async fn start(http: &Http, no: &str, pin: &str, mut dice: Dice) -> Result<Seat, String> {
    let device = format!("{:016x}{:016x}", dice.u64(), dice.u64());
    let body = json!({ "participant_no": no, "pin": pin, "device": device });
    let answer = post(http, "/api/v1/candidate/login", None, &body).await?;
    let logged_in: LoggedIn = answer.json()?;
    let cookie = answer.cookie.ok_or("the log-in gave no cookie")?;
    let epoch = logged_in.state.epoch;
    let body = json!({ "epoch": epoch });
    let answer = post(http, "/api/v1/candidate/start", Some(&cookie), &body).await?;
    let started: Started = answer.json()?;
    Ok(Seat {
        cookie,
        epoch,
        seq: started.state.last_seq,
        dice,
        items: items(&started.paper),
    })
}

async fn post(
    http: &Http,
    path: &'static str,
    cookie: Option<&str>,
    body: &Value,
) -> Result<Answer, String> {
    let request = with_json(http.request(reqwest::Method::POST, path), body);
    let answer = http
        .send(path, with_cookie(request, cookie), ABORT)
        .await
        .map_err(|_| format!("{path}: no answer"))?;
    if answer.is_ok() {
        Ok(answer)
    } else {
        Err(format!("{path}: {}", answer.excerpt()))
    }
}

fn items(paper: &Value) -> Vec<(String, Vec<String>)> {
    let list = |value: &Value, name: &str| -> Vec<Value> {
        let values = value.get(name).and_then(Value::as_array);
        values.cloned().unwrap_or_default()
    };
    let id = |value: &Value| -> String {
        let id = value.get("id").and_then(Value::as_str);
        id.unwrap_or_default().to_owned()
    };
    let sections = list(paper, "sections").into_iter();
    sections
        .flat_map(|section| list(&section, "items"))
        .map(|item| (id(&item), list(&item, "options").iter().map(id).collect()))
        .collect()
}
