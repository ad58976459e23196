//! The secrets as a file.

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

use anyhow::{Context, bail};
use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};

use super::Secrets;

const FORMAT: u32 = 1;
const WORDS: &str = "\
# Ambang's secrets: whoever has them can make PINs, log-ins and signatures.
# Keep a copy apart from the database, and let nobody else read either.
";
/// Ample; the file has 500 bytes.
const LEN_MAX: u64 = 64 * 1024;
/// One in use and one that runs out are enough.
const TOKEN_KEYS_MAX: usize = 16;
const TOKEN_ID_MAX: usize = 64;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Content {
    format: u32,
    /// 64 hexadecimal digits each.
    pin_key: String,
    signing_key: String,
    /// The first signs new tokens; older ones are accepted as long as they stand here.
    token_keys: Vec<TokenKey>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct TokenKey {
    id: String,
    key: String,
}

/// `None` when there is no such file.
pub(super) fn read(path: &Path) -> anyhow::Result<Option<Secrets>> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => {
            return Err(error).with_context(|| format!("cannot read {}", path.display()));
        }
    };
    let mode = file.metadata()?.permissions().mode();
    if mode & 0o077 != 0 {
        bail!(
            "the secrets file {} can be read by others (mode {:03o}): chmod 600 it, and make new secrets \
             if anybody may have seen it",
            path.display(),
            mode & 0o777
        );
    }
    let mut text = String::new();
    file.take(LEN_MAX)
        .read_to_string(&mut text)
        .with_context(|| format!("cannot read {}", path.display()))?;
    parse(&text)
        .with_context(|| format!("in the secrets file {}", path.display()))
        .map(Some)
}

fn parse(text: &str) -> anyhow::Result<Secrets> {
    // The parser's error would show the line, and with it the secret.
    let content: Content = toml::from_str(text)
        .map_err(|error| anyhow::anyhow!("it is not understood: {}", error.message()))?;
    if content.format != FORMAT {
        bail!(
            "its format is {}, this release reads {FORMAT}",
            content.format
        );
    }
    if content.token_keys.is_empty() {
        bail!("token_keys is empty");
    }
    if content.token_keys.len() > TOKEN_KEYS_MAX {
        bail!("token_keys has more than {TOKEN_KEYS_MAX} keys");
    }
    let mut ids: Vec<&str> = content
        .token_keys
        .iter()
        .map(|key| key.id.as_str())
        .collect();
    ids.sort_unstable();
    if ids.windows(2).any(|two| two.first() == two.last()) {
        bail!("token_keys has two keys of the same id");
    }
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if !ids
        .iter()
        .all(|id| (1..=TOKEN_ID_MAX).contains(&id.len()) && id.bytes().all(plain))
    {
        bail!("an id in token_keys has 1 to {TOKEN_ID_MAX} letters, digits, - and _");
    }
    let tokens = content.token_keys.iter().map(|token| {
        let key = key("token_keys", &token.key)?;
        Ok((token.id.clone(), key))
    });
    Ok(Secrets {
        pin: key("pin_key", &content.pin_key)?,
        signing: key("signing_key", &content.signing_key)?,
        tokens: tokens.collect::<anyhow::Result<_>>()?,
    })
}

fn key(name: &str, text: &str) -> anyhow::Result<[u8; 32]> {
    let bytes = HEXLOWER.decode(text.as_bytes()).ok();
    let key = bytes.and_then(|bytes| bytes.try_into().ok());
    key.with_context(|| format!("{name} is not 64 lower-case hexadecimal digits"))
}

/// Writes a file that is not there yet. It appears whole or not at all.
pub(super) fn create(path: &Path, secrets: &Secrets) -> anyhow::Result<()> {
    let content = Content {
        format: FORMAT,
        pin_key: HEXLOWER.encode(&secrets.pin),
        signing_key: HEXLOWER.encode(&secrets.signing),
        token_keys: secrets
            .tokens
            .iter()
            .map(|(id, key)| TokenKey {
                id: id.clone(),
                key: HEXLOWER.encode(key),
            })
            .collect(),
    };
    let text = format!("{WORDS}\n{}", toml::to_string(&content)?);
    let mut new = path.as_os_str().to_owned();
    new.push(".new");
    // What a crash left there holds nothing that anything was made with.
    match std::fs::remove_file(&new) {
        Ok(()) => {}
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(error.into()),
    }
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&new)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    // Unlike a rename a link never takes the place of a file.
    let linked = std::fs::hard_link(&new, path);
    std::fs::remove_file(&new)?;
    if let Err(error) = linked {
        if error.kind() == std::io::ErrorKind::AlreadyExists {
            bail!("it is there already, and secrets are never replaced: name another file");
        }
        return Err(error.into());
    }
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secrets() -> Secrets {
        Secrets {
            pin: [1; 32],
            signing: [2; 32],
            tokens: vec![("a".to_owned(), [3; 32]), ("b".to_owned(), [4; 32])],
        }
    }

    #[test]
    fn what_is_written_is_read_by_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secrets.toml");
        assert!(read(&path).unwrap().is_none());
        create(&path, &secrets()).unwrap();
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let back = read(&path).unwrap().unwrap();
        assert_eq!((back.pin, back.signing), ([1; 32], [2; 32]));
        assert_eq!(back.tokens, secrets().tokens);
        assert!(create(&path, &secrets()).is_err(), "never over a file");

        std::fs::set_permissions(&path, PermissionsExt::from_mode(0o640)).unwrap();
        let refused = read(&path).unwrap_err().to_string();
        assert!(
            refused.contains("640") && refused.contains("chmod 600"),
            "{refused}"
        );
    }

    #[test]
    fn ids_of_token_keys_are_plain_and_differ() {
        let text = |keys: &str| {
            let key = "5e".repeat(32);
            let start = format!("format = 1\npin_key = \"{key}\"\nsigning_key = \"{key}\"\n");
            parse(&format!(
                "{start}token_keys = [{}]\n",
                keys.replace('K', &key)
            ))
        };
        let one = r#"{ id = "a", key = "K" }"#;
        assert_eq!(text(one).unwrap().tokens.len(), 1);
        let many = [one; 17].join(",");
        for bad in [
            "",
            &format!("{one},{one}"),
            r#"{ id = "", key = "K" }"#,
            r#"{ id = "a b", key = "K" }"#,
            &many,
        ] {
            assert!(text(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_fault_never_shows_a_secret() {
        let text = format!(
            "format = 1\npin_key = \"{0}\"\nsigning_key = \"{0}x\"\ntoken_keys = [{{ id = \"a\", key = \"{0}\" }}]\n",
            "5e".repeat(32)
        );
        for text in [text.clone(), text.replace("format = 1", "format = [")] {
            let error = format!("{:#}", parse(&text).unwrap_err());
            assert!(!error.contains("5e5e"), "{error}");
        }
    }
}
