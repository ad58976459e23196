//! `ambang secrets`: the file with the keys behind PINs, log-ins and signatures.

use std::path::{Path, PathBuf};

use anyhow::bail;

use super::block_on;
use crate::config::load;
use crate::database::Opened;
use crate::secrets::Secrets;
use crate::system::SystemRng;

/// What about the secrets.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Args {
    /// Make a file with new secrets, readable by its owner only: once for a fleet, the same for every node
    New(Place),
    /// Tell the secrets of a file apart from those of another one, without telling them
    Fingerprint(Place),
    /// Take this file's token keys for those of all nodes, after they were replaced on purpose
    Adopt,
}

/// A secrets file.
#[derive(Debug, clap::Args)]
pub(crate) struct Place {
    /// The file; without it the configured one
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
}

impl Place {
    fn or_configured(&self, config: Option<&Path>) -> anyhow::Result<PathBuf> {
        match &self.file {
            Some(file) => Ok(file.clone()),
            None => Ok(load(config)?.secrets),
        }
    }
}

pub(crate) fn run(config: Option<&Path>, args: &Args) -> anyhow::Result<()> {
    match args {
        Args::New(place) => {
            let file = place.or_configured(config)?;
            let secrets = Secrets::make(&file, &SystemRng)?;
            println!("{}", file.display());
            tell(&secrets);
            eprintln!(
                "keep a copy apart from the database: without it no PIN that was printed fits any more"
            );
        }
        Args::Fingerprint(place) => tell(&Secrets::existing(&place.or_configured(config)?)?),
        Args::Adopt => adopt(config)?,
    }
    Ok(())
}

/// One line a key.
fn tell(secrets: &Secrets) {
    for (name, print) in secrets.fingerprints() {
        println!("{name} {print}");
    }
    for token in secrets.token_fingerprints().split(' ') {
        println!("secrets.token {token}");
    }
}

fn adopt(config: Option<&Path>) -> anyhow::Result<()> {
    let config = load(config)?;
    let secrets = block_on(async {
        // Nodes that go on with other keys would refuse each other's log-ins.
        let opened = Opened::open_alone(&config).await?;
        let store = opened.store();
        let found = Secrets::made_with(&config.secrets, &*store).await;
        let adopted = match found {
            Ok(Some(secrets)) => secrets.adopt(&*store).await.map(|()| Some(secrets)),
            other => other,
        };
        drop(store);
        opened.close().await?;
        adopted
    })?;
    let Some(secrets) = secrets else {
        bail!("the secrets file {} is not there", config.secrets.display());
    };
    tell(&secrets);
    eprintln!(
        "from now on a node starts with these token keys only: give every node this file, and start it again"
    );
    Ok(())
}
