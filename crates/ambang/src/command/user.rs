//! `ambang user`: members of staff, made at the command line.

use anyhow::{Context, bail};
use exam::ports::{Grant, Role, Scope};
use exam::staff::{self, NewUser, Passwords, UserChange, UserView};

use super::{block_on, explain};
use crate::config::Config;
use crate::office::Office;
use crate::terminal::new_password;

/// What about users. Passwords are asked for at the terminal, or read from the first line of standard input.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Args {
    /// Make a user
    Add(Add),
    /// List the users
    List,
    /// Let a user log in no more
    Disable(Name),
    /// Let a user log in again
    Enable(Name),
    /// Give a user another password; every log-in under the old one ends
    Passwd(Name),
    /// Give a user roles, or take them away
    Grant(GrantArgs),
}

/// Which user.
#[derive(Debug, clap::Args)]
pub(crate) struct Name {
    /// Log-in name
    name: String,
}

/// A user to be made.
#[derive(Debug, clap::Args)]
pub(crate) struct Add {
    /// Log-in name: letters, digits, dots, hyphens, underscores
    name: String,
    /// Name on documents
    #[arg(long)]
    full_name: String,
    #[command(flatten)]
    roles: Roles,
}

/// Roles to give or take.
#[derive(Debug, clap::Args)]
pub(crate) struct GrantArgs {
    /// Log-in name
    name: String,
    #[command(flatten)]
    roles: Roles,
    /// Take them away
    #[arg(long)]
    revoke: bool,
}

/// Roles in a scope.
#[derive(Debug, clap::Args)]
pub(crate) struct Roles {
    /// admin, author, reviewer, registrar, proctor, examiner, committee or auditor; may be repeated
    #[arg(long = "role", value_parser = role, required = true)]
    roles: Vec<Role>,
    /// Where they hold: system, selection:CODE or sitting:ID
    #[arg(long, default_value = "system")]
    scope: String,
}

fn role(text: &str) -> Result<Role, String> {
    serde_json::from_value(serde_json::Value::from(text)).map_err(|_| {
        "a role is admin, author, reviewer, registrar, proctor, examiner, committee or auditor"
            .to_owned()
    })
}

pub(crate) fn run(config: &Config, args: Args) -> anyhow::Result<()> {
    let change = |name: Name, change: UserChange| {
        edit(config, name.name, async move |_: &Office, _: UserView| {
            Ok(change)
        })
    };
    match args {
        Args::Add(add) => self::add(config, add),
        Args::List => list(config),
        Args::Disable(name) => change(
            name,
            UserChange {
                enabled: Some(false),
                ..UserChange::default()
            },
        ),
        Args::Enable(name) => change(
            name,
            UserChange {
                enabled: Some(true),
                ..UserChange::default()
            },
        ),
        Args::Passwd(name) => change(
            name,
            UserChange {
                password: Some(new_password()?),
                ..UserChange::default()
            },
        ),
        Args::Grant(grant) => self::grant(config, grant),
    }
}

fn add(config: &Config, add: Add) -> anyhow::Result<()> {
    let password = new_password()?;
    let made = block_on(async {
        let office = Office::open(config).await?;
        let done = async {
            let new = NewUser {
                name: add.name,
                full_name: add.full_name,
                password,
                grants: grants(&office, &add.roles).await?,
            };
            let passwords = Passwords::default();
            staff::create_user(&office.app, &office.caller, &passwords, new)
                .await
                .map_err(explain)
        };
        let done = done.await;
        office.close().await?;
        done
    })?;
    println!("{}", line(&made)?);
    Ok(())
}

fn list(config: &Config) -> anyhow::Result<()> {
    let users = block_on(async {
        let office = Office::read(config).await?;
        let users = staff::users(&office.app, &office.caller)
            .await
            .map_err(explain);
        office.close().await?;
        users
    })?;
    for user in &users {
        println!("{}", line(user)?);
    }
    Ok(())
}

fn grant(config: &Config, args: GrantArgs) -> anyhow::Result<()> {
    let GrantArgs {
        name,
        roles,
        revoke,
    } = args;
    edit(
        config,
        name,
        async move |office: &Office, user: UserView| {
            let named = grants(office, &roles).await?;
            let mut all = user.grants;
            if revoke {
                all.retain(|grant| !named.contains(grant));
            } else {
                all.extend(named);
            }
            Ok(UserChange {
                grants: Some(all),
                ..UserChange::default()
            })
        },
    )
}

/// Changes one user, given what they are now.
fn edit(
    config: &Config,
    name: String,
    change: impl AsyncFnOnce(&Office, UserView) -> anyhow::Result<UserChange>,
) -> anyhow::Result<()> {
    let user = block_on(async {
        let office = Office::open(config).await?;
        let done = async {
            let users = staff::users(&office.app, &office.caller)
                .await
                .map_err(explain)?;
            let user = users.into_iter().find(|user| user.name == name);
            let user = user.with_context(|| format!("there is no user {name}"))?;
            let change = change(&office, user).await?;
            let passwords = Passwords::default();
            staff::change_user(&office.app, &office.caller, &passwords, &name, change)
                .await
                .map_err(explain)
        };
        let done = done.await;
        office.close().await?;
        done
    })?;
    println!("{}", line(&user)?);
    Ok(())
}

async fn grants(office: &Office, roles: &Roles) -> anyhow::Result<Vec<Grant>> {
    let scope = match roles.scope.split_once(':') {
        None if roles.scope == "system" => Scope::System,
        Some(("selection", code)) => Scope::Selection(office.selection(code).await?.id),
        Some(("sitting", id)) => {
            let id = id.parse().context("a sitting is named by its id")?;
            let known = office.app.store.sitting(id).await?;
            Scope::Sitting(known.context("there is no such sitting")?.id)
        }
        _ => bail!("a scope is system, selection:CODE or sitting:ID"),
    };
    let grant = |role: &Role| Grant { role: *role, scope };
    Ok(roles.roles.iter().map(grant).collect())
}

fn line(user: &UserView) -> anyhow::Result<String> {
    let mut text = format!("{} ({})", user.name, user.full_name);
    if !user.enabled {
        text.push_str(" disabled");
    }
    for grant in &user.grants {
        let role = serde_json::to_value(grant.role)?;
        let role = role.as_str().unwrap_or_default();
        let scope = match grant.scope {
            Scope::System => "system".to_owned(),
            Scope::Selection(id) => format!("selection {id}"),
            Scope::Sitting(id) => format!("sitting {id}"),
        };
        text.push_str(&format!(", {role} in {scope}"));
    }
    Ok(text)
}
