//! Passwords of staff: argon2id, away from the threads that serve.

use std::sync::{Arc, OnceLock};

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use tokio::sync::Semaphore;

use super::text::invalid;
use crate::error::ExamError;
use crate::ports::Rng;

/// Shortest password, in characters.
pub const PASSWORD_LEN_MIN: usize = 10;
/// Longest password, in bytes: a bound on what is hashed.
pub const PASSWORD_LEN_MAX: usize = 256;

/// Memory of one hash in KiB, passes, lanes: 19 MiB, 2, 1 (the least that OWASP's password sheet names
/// for argon2id), some 25 ms of one core.
const COST: (u32, u32, u32) = (19 * 1024, 2, 1);

/// Hashes at the same time, at most: log-ins must not take the cores that record answers.
const AT_ONCE_MAX: usize = 2;

/// Hashes and checks passwords.
#[derive(Clone, Debug)]
pub struct Passwords {
    gate: Arc<Semaphore>,
    nobody: Arc<OnceLock<String>>,
}

impl Default for Passwords {
    fn default() -> Self {
        Self {
            gate: Arc::new(Semaphore::new(AT_ONCE_MAX)),
            nobody: Arc::new(OnceLock::new()),
        }
    }
}

impl Passwords {
    /// The PHC string of a new password.
    ///
    /// # Errors
    /// [`ExamError::Invalid`] for one that is too short or too long.
    pub async fn hash(&self, rng: &dyn Rng, password: &str) -> Result<String, ExamError> {
        check_length(password)?;
        let mut salt = [0; 16];
        rng.fill(&mut salt);
        let password = password.as_bytes().to_vec();
        self.apart(move || hash_with(&password, &salt)).await?
    }

    /// Whether the password belongs to this PHC string. With `None` (no such user) it takes as long and
    /// says no, so that names cannot be found out by the clock.
    ///
    /// # Errors
    /// [`ExamError::Internal`] for a string that is no hash.
    pub async fn verify(&self, hash: Option<&str>, password: &str) -> Result<bool, ExamError> {
        let known = hash.is_some();
        let hash = hash.map(str::to_owned);
        let nobody = Arc::clone(&self.nobody);
        // Longer ones are no passwords; they cost the same as others.
        let usable = password.len() <= PASSWORD_LEN_MAX;
        let password = if usable {
            password.as_bytes().to_vec()
        } else {
            Vec::new()
        };
        let fits = self
            .apart(move || match hash {
                Some(hash) => verify_with(&hash, &password),
                None => {
                    let stand_in = match nobody.get() {
                        Some(hash) => hash.clone(),
                        None => hash_with(b"nobody", &[0; 16])?,
                    };
                    let stand_in = nobody.get_or_init(|| stand_in);
                    verify_with(stand_in, &password)
                }
            })
            .await??;
        Ok(known && usable && fits)
    }

    async fn apart<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, ExamError> {
        let permit = Arc::clone(&self.gate)
            .acquire_owned()
            .await
            .map_err(|_| ExamError::Overloaded)?;
        tokio::task::spawn_blocking(move || {
            let _permit = permit;
            work()
        })
        .await
        .map_err(|error| ExamError::Internal(error.to_string()))
    }
}

fn check_length(password: &str) -> Result<(), ExamError> {
    let long_enough = password.chars().count() >= PASSWORD_LEN_MIN;
    if long_enough && password.len() <= PASSWORD_LEN_MAX {
        Ok(())
    } else {
        Err(invalid(
            "password",
            format!("a password has {PASSWORD_LEN_MIN} characters to {PASSWORD_LEN_MAX} bytes"),
        ))
    }
}

fn hasher() -> Result<Argon2<'static>, ExamError> {
    let (memory, passes, lanes) = COST;
    let params = Params::new(memory, passes, lanes, None)
        .map_err(|error| ExamError::Internal(error.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash_with(password: &[u8], salt: &[u8; 16]) -> Result<String, ExamError> {
    hasher()?
        .hash_password_with_salt(password, salt)
        .map(|hash| hash.to_string())
        .map_err(|error| ExamError::Internal(error.to_string()))
}

fn verify_with(hash: &str, password: &[u8]) -> Result<bool, ExamError> {
    let hash = PasswordHash::new(hash)
        .map_err(|error| ExamError::Internal(format!("a password hash: {error}")))?;
    Ok(hasher()?.verify_password(password, &hash).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fixed;

    impl Rng for Fixed {
        fn fill(&self, buffer: &mut [u8]) {
            buffer.fill(7);
        }
    }

    #[tokio::test]
    async fn only_the_right_password_of_a_known_user_fits() {
        let passwords = Passwords::default();
        let hash = passwords.hash(&Fixed, "correct horse").await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(
            passwords
                .verify(Some(&hash), "correct horse")
                .await
                .unwrap()
        );
        assert!(
            !passwords
                .verify(Some(&hash), "correct Horse")
                .await
                .unwrap()
        );
        assert!(!passwords.verify(None, "nobody").await.unwrap());
        assert!(passwords.verify(Some("plain"), "plain").await.is_err());
    }

    #[tokio::test]
    async fn a_password_is_neither_short_nor_endless() {
        let passwords = Passwords::default();
        for bad in ["short", &"x".repeat(257)] {
            let refused = passwords.hash(&Fixed, bad).await;
            assert!(matches!(
                refused,
                Err(ExamError::Invalid {
                    field: "password",
                    ..
                })
            ));
        }
    }
}
