//! Failed log-ins, counted for all nodes.

use std::collections::HashSet;
use std::sync::Arc;

use async_trait::async_trait;
use exam::ports::{DoorLimits, Failures, Limit, Lockouts, Visitor};
use lexicon::{Instant, Millis};
use redis::{Script, ScriptInvocation, pipe};

use super::Redis;
use crate::failures::MemoryFailures;

/// Addresses that are remembered of one subject.
const ADDRESSES_MAX: usize = 64;
/// Subjects in one command.
const SUBJECTS_PER_COMMAND: usize = 500;

/// Counters on a Redis server. Each node also counts for itself, and goes by that while the server is away: a
/// lockout lifted there meanwhile is lifted on that node.
pub struct RedisFailures {
    redis: Arc<Redis>,
    own: MemoryFailures,
    wait: Script,
    failed: Script,
}

impl RedisFailures {
    /// Counters on this server.
    #[must_use]
    pub fn new(redis: &Arc<Redis>) -> Self {
        Self {
            redis: Arc::clone(redis),
            own: MemoryFailures::default(),
            wait: Script::new(include_str!("wait.lua")),
            failed: Script::new(include_str!("failed.lua")),
        }
    }

    /// A script with the keys of a visitor, and what both scripts are told.
    fn asked<'a>(
        &self,
        script: &'a Script,
        door: &DoorLimits,
        visitor: &Visitor,
        now: Instant,
    ) -> ScriptInvocation<'a> {
        let keys = &self.redis.link.keys;
        let mut asked = script.key(keys.failures(door.name, visitor));
        asked
            .key(keys.address(door.name, &visitor.address))
            .key(keys.tried_from(door.name, &visitor.subject));
        asked.arg(now.0).arg(&visitor.address).arg(ADDRESSES_MAX);
        for Limit {
            free,
            forget,
            lockout,
        } in [door.per_subject, door.per_address]
        {
            asked.arg(free).arg(forget.0).arg(lockout.0);
        }
        asked
    }

    /// Forgets the failures of the subjects wherever they have tried from, and of those addresses.
    async fn clear(&self, door: &DoorLimits, subjects: &[&String]) -> Option<()> {
        let link = &self.redis.link;
        let mut asked = pipe();
        for subject in subjects {
            asked.smembers(link.keys.tried_from(door.name, subject));
        }
        let tried: Vec<HashSet<String>> = link.ask(&asked).await?;
        let mut gone = Vec::new();
        for (subject, addresses) in subjects.iter().zip(tried) {
            gone.push(link.keys.tried_from(door.name, subject));
            for address in addresses {
                gone.push(link.keys.address(door.name, &address));
                let subject = (*subject).clone();
                let visitor = Visitor { subject, address };
                gone.push(link.keys.failures(door.name, &visitor));
            }
        }
        link.ask(pipe().del(gone).ignore()).await
    }
}

#[async_trait]
impl Failures for RedisFailures {
    async fn wait(&self, door: &DoorLimits, visitor: &Visitor, now: Instant) -> Option<Millis> {
        let asked = self.asked(&self.wait, door, visitor, now);
        match self.redis.link.run(&asked).await {
            Some(wait_ms) => Some(Millis(wait_ms)).filter(|wait| *wait > Millis::ZERO),
            None => self.own.wait(door, visitor, now).await,
        }
    }

    async fn failed(&self, door: &DoorLimits, visitor: &Visitor, now: Instant) -> Lockouts {
        let own = self.own.failed(door, visitor, now).await;
        let asked = self.asked(&self.failed, door, visitor, now);
        match self.redis.link.run(&asked).await {
            Some((subject, address)) => Lockouts {
                subject: Millis(subject),
                address: Millis(address),
            },
            None => own,
        }
    }

    async fn welcome(&self, door: &DoorLimits, visitor: &Visitor) {
        self.own.welcome(door, visitor).await;
        let link = &self.redis.link;
        let key = link.keys.failures(door.name, visitor);
        let _: Option<()> = link.ask(pipe().del(key).ignore()).await;
    }

    async fn lift(&self, door: &DoorLimits, subjects: &HashSet<String>) {
        self.own.lift(door, subjects).await;
        let subjects: Vec<&String> = subjects.iter().collect();
        for subjects in subjects.chunks(SUBJECTS_PER_COMMAND) {
            if self.clear(door, subjects).await.is_none() {
                tracing::warn!("lockouts were lifted on this node only: Redis does not answer");
                return;
            }
        }
    }
}
