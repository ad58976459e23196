//! The staff of a throw-away server, made with the program's own command before it serves.

use std::process::Stdio;

use tokio::io::AsyncWriteExt;

use super::process::{Launch, command};
use super::workplace::Workplace;
use crate::clock::wall_ms;
use crate::rehearsal::Account;

/// Who drafts cannot approve: two officers.
const STAFF: [(&str, &str, &[&str]); 2] = [
    (
        "rehearsal-admin",
        "Rehearsal, first officer",
        &["admin", "committee"],
    ),
    (
        "rehearsal-committee",
        "Rehearsal, second officer",
        &["committee"],
    ),
];

/// Makes the two officers of a rehearsal.
///
/// # Errors
/// When the program refuses; with its words.
pub async fn create_accounts(workplace: &Workplace) -> Result<[Account; 2], String> {
    let [first, second] = STAFF;
    Ok([add(workplace, first).await?, add(workplace, second).await?])
}

async fn add(
    workplace: &Workplace,
    (name, full_name, roles): (&str, &str, &[&str]),
) -> Result<Account, String> {
    // On a loopback port, for minutes: still not one that stands in the source.
    let password = format!("rehearsal-{}-{}", std::process::id(), wall_ms());
    let mut command = command(workplace, &Launch::default());
    command.args(["user", "add", name, "--full-name", full_name]);
    for role in roles {
        command.args(["--role", role]);
    }
    let output = with_input(command, &format!("{password}\n"))
        .await
        .map_err(|e| format!("user add {name}: {e}"))?;
    if !output.status.success() {
        let told = String::from_utf8_lossy(&output.stderr);
        return Err(format!("user add {name}: {told}"));
    }
    Ok(Account {
        name: name.to_owned(),
        password,
    })
}

async fn with_input(
    mut command: tokio::process::Command,
    input: &str,
) -> std::io::Result<std::process::Output> {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(input.as_bytes()).await?;
    }
    child.wait_with_output().await
}
