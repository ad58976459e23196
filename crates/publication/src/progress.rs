//! Draft → approved by another person → published.

use lexicon::{Digest, Instant, UserId};
use serde::{Deserialize, Serialize};

use crate::document::{SignOff, SignOffs};
use crate::rules::{LINE_MAX, SHORT_MAX};
use crate::text::is_line;

/// A person in office, as the announcement names them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Officer {
    /// The account. Two accounts are two persons; two names are not.
    pub id: UserId,
    /// Name, one line.
    pub name: String,
    /// Office, one line.
    pub role: String,
}

impl Officer {
    pub(crate) fn is_sound(&self) -> bool {
        is_line(&self.name, LINE_MAX) && is_line(&self.role, SHORT_MAX)
    }
}

/// Who did something, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WhoWhen {
    /// When.
    pub at_ms: Instant,
    /// Who.
    pub officer: Officer,
}

/// How far a list has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Progress {
    /// Waits for another person.
    Drafted {
        /// The drafter's word.
        drafted: SignOff,
    },
    /// Sent back; a new draft takes its place.
    Returned {
        /// The drafter's word.
        drafted: SignOff,
        /// Who sent it back.
        returned: WhoWhen,
        /// Why.
        reason: String,
    },
    /// Ready to be signed and published.
    Approved {
        /// Both words.
        sign_offs: SignOffs,
    },
    /// Public. Nothing changes it; a correction is a new version.
    Published {
        /// Both words.
        sign_offs: SignOffs,
        /// Who published.
        published: WhoWhen,
        /// [`crate::document_digest`] of what was published.
        document: Digest,
    },
}

/// What an officer does to a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Stand for it as the second person.
    Approve {
        /// Digest of the content that the officer was shown.
        content: Digest,
    },
    /// Send it back, before it is published.
    Return {
        /// Why, one line.
        reason: String,
    },
    /// Publish the signed document.
    Publish {
        /// Its digest.
        document: Digest,
    },
}

/// Why an act is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The drafter may not approve.
    #[error("who drafted a list cannot approve it")]
    SamePerson,
    /// The list was redrafted since the officer looked.
    #[error("the approval is for other content than this draft's")]
    OtherContent,
    /// The act does not fit how far the list has come.
    #[error("the list has not come, or has gone, beyond this step")]
    WrongState,
    /// A name, office or reason is empty, too long or not one line.
    #[error("name, office and reason are one line each")]
    BadText,
    /// Before the step that it follows.
    #[error("the act lies before the step that it follows")]
    Backwards,
}

impl Progress {
    /// A draft is made. `content` is [`crate::Content::digest`].
    ///
    /// # Errors
    /// [`Refusal::BadText`].
    pub fn draft(officer: Officer, content: Digest, now: Instant) -> Result<Self, Refusal> {
        if !officer.is_sound() {
            return Err(Refusal::BadText);
        }
        let drafted = SignOff {
            at_ms: now,
            content,
            officer,
        };
        Ok(Self::Drafted { drafted })
    }

    /// What an officer's act makes of it. Whether the officer holds the grant is the caller's question.
    ///
    /// # Errors
    /// A [`Refusal`]; the list stays as it is.
    pub fn apply(&self, officer: Officer, act: Act, now: Instant) -> Result<Self, Refusal> {
        if !officer.is_sound() {
            return Err(Refusal::BadText);
        }
        let next = match (self, act) {
            (Self::Drafted { drafted }, Act::Approve { content }) => {
                approve(drafted, officer, content, now)?
            }
            (Self::Drafted { drafted }, Act::Return { reason }) => {
                send_back(drafted, officer, reason, now)?
            }
            (Self::Approved { sign_offs }, Act::Return { reason }) => {
                send_back(&sign_offs.drafted, officer, reason, now)?
            }
            (Self::Approved { sign_offs }, Act::Publish { document }) => Self::Published {
                sign_offs: sign_offs.clone(),
                published: WhoWhen {
                    at_ms: not_before(sign_offs.approved.at_ms, now)?,
                    officer,
                },
                document,
            },
            _ => return Err(Refusal::WrongState),
        };
        Ok(next)
    }
}

fn approve(
    drafted: &SignOff,
    officer: Officer,
    content: Digest,
    now: Instant,
) -> Result<Progress, Refusal> {
    if officer.id == drafted.officer.id {
        return Err(Refusal::SamePerson);
    }
    if content != drafted.content {
        return Err(Refusal::OtherContent);
    }
    let approved = SignOff {
        at_ms: not_before(drafted.at_ms, now)?,
        content,
        officer,
    };
    let drafted = drafted.clone();
    Ok(Progress::Approved {
        sign_offs: SignOffs { approved, drafted },
    })
}

fn send_back(
    drafted: &SignOff,
    officer: Officer,
    reason: String,
    now: Instant,
) -> Result<Progress, Refusal> {
    if !is_line(&reason, LINE_MAX) {
        return Err(Refusal::BadText);
    }
    Ok(Progress::Returned {
        drafted: drafted.clone(),
        returned: WhoWhen {
            at_ms: not_before(drafted.at_ms, now)?,
            officer,
        },
        reason,
    })
}

fn not_before(earlier: Instant, now: Instant) -> Result<Instant, Refusal> {
    if now < earlier {
        Err(Refusal::Backwards)
    } else {
        Ok(now)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const CONTENT: Digest = Digest([1; 32]);
    const DOCUMENT: Digest = Digest([2; 32]);

    fn officer(number: u128) -> Officer {
        Officer {
            id: UserId(Uuid::from_u128(number)),
            name: format!("Petugas {number}"),
            role: "Panitia".to_owned(),
        }
    }

    fn drafted() -> Progress {
        Progress::draft(officer(1), CONTENT, Instant(100)).unwrap()
    }

    fn approve(content: Digest) -> Act {
        Act::Approve { content }
    }

    fn approved() -> Progress {
        let approved = drafted().apply(officer(2), approve(CONTENT), Instant(200));
        approved.unwrap()
    }

    fn publish() -> Act {
        Act::Publish { document: DOCUMENT }
    }

    fn send_back() -> Act {
        Act::Return {
            reason: "salah kutip".to_owned(),
        }
    }

    #[test]
    fn a_list_is_drafted_approved_by_another_and_published() {
        let published = approved().apply(officer(1), publish(), Instant(300));
        let Progress::Published {
            sign_offs,
            document,
            ..
        } = published.unwrap()
        else {
            panic!("not published");
        };
        assert_eq!(document, DOCUMENT);
        assert_eq!(sign_offs.drafted.officer, officer(1));
        assert_eq!(sign_offs.approved.officer, officer(2));
    }

    #[test]
    fn the_drafter_cannot_approve_under_any_name() {
        let mut renamed = officer(1);
        renamed.name = "Nama Lain".to_owned();
        for officer in [officer(1), renamed] {
            let refused = drafted().apply(officer, approve(CONTENT), Instant(200));
            assert_eq!(refused, Err(Refusal::SamePerson));
        }
    }

    #[test]
    fn an_approval_covers_exactly_what_was_shown() {
        let refused = drafted().apply(officer(2), approve(DOCUMENT), Instant(200));
        assert_eq!(refused, Err(Refusal::OtherContent));
    }

    #[test]
    fn no_step_is_left_out_or_taken_twice() {
        let wrong = Err(Refusal::WrongState);
        assert_eq!(drafted().apply(officer(2), publish(), Instant(200)), wrong);
        let again = approved().apply(officer(3), approve(CONTENT), Instant(300));
        assert_eq!(again, wrong);
        let published = approved()
            .apply(officer(2), publish(), Instant(300))
            .unwrap();
        let returned = drafted()
            .apply(officer(2), send_back(), Instant(200))
            .unwrap();
        for end in [published, returned] {
            for act in [approve(CONTENT), publish(), send_back()] {
                assert_eq!(end.apply(officer(3), act, Instant(400)), wrong);
            }
        }
    }

    #[test]
    fn steps_lie_in_the_order_of_time() {
        let refused = drafted().apply(officer(2), approve(CONTENT), Instant(99));
        assert_eq!(refused, Err(Refusal::Backwards));
        let refused = approved().apply(officer(2), publish(), Instant(199));
        assert_eq!(refused, Err(Refusal::Backwards));
    }

    #[test]
    fn names_and_reasons_are_lines() {
        let mut nameless = officer(2);
        nameless.name.clear();
        let refused = drafted().apply(nameless, approve(CONTENT), Instant(200));
        assert_eq!(refused, Err(Refusal::BadText));
        let act = Act::Return {
            reason: " ".to_owned(),
        };
        let refused = drafted().apply(officer(2), act, Instant(200));
        assert_eq!(refused, Err(Refusal::BadText));
    }

    #[test]
    fn progress_survives_the_store() {
        for progress in [drafted(), approved()] {
            let text = serde_json::to_string(&progress).unwrap();
            assert_eq!(serde_json::from_str::<Progress>(&text).unwrap(), progress);
        }
    }
}
