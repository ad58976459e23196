//! A throw-away server.

use std::io::ErrorKind;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use live::{Redis, RedisLive, RedisOptions};
use redis::FromRedisValue;
use tempfile::TempDir;

use crate::soon;

/// A `redis-server` on a socket in its own folder; killed when dropped.
pub(crate) struct Server {
    child: Option<Child>,
    more: Vec<String>,
    pub(crate) folder: TempDir,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

impl Server {
    pub(crate) fn start() -> Self {
        Self::start_with(|_| Vec::new())
    }

    /// With more arguments, made for its folder.
    pub(crate) fn start_with(more: impl FnOnce(&TempDir) -> Vec<String>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut server = Self {
            child: None,
            more: more(&folder),
            folder,
        };
        server.start_again();
        server
    }

    /// Starts the program again, over what it has saved, if anything.
    pub(crate) fn start_again(&mut self) {
        let mut program = Command::new("redis-server");
        program.args(["--port", "0", "--unixsocket", "redis.sock"]);
        // Nothing is written but where a test asks for it.
        program.args(["--save", "", "--appendonly", "no"]);
        program.args(&self.more);
        program.current_dir(self.folder.path());
        program.stdin(Stdio::null()).stdout(Stdio::null());
        match program.spawn() {
            Ok(child) => self.child = Some(child),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                panic!("redis-server is not installed: `apt-get install redis-server`")
            }
            Err(error) => panic!("redis-server: {error}"),
        }
    }

    pub(crate) fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    /// STOP: it is there and does not answer; CONT: it goes on.
    pub(crate) fn signal(&self, signal: &str) {
        let process = self.child.as_ref().unwrap().id();
        let mut kill = Command::new("kill");
        let sent = kill.args([format!("-{signal}"), process.to_string()]);
        assert!(sent.status().unwrap().success());
    }

    pub(crate) fn url(&self) -> String {
        let socket = self.folder.path().join("redis.sock");
        format!("redis+unix://{}", socket.display())
    }

    pub(crate) fn options(&self) -> RedisOptions {
        RedisOptions {
            url: self.url(),
            prefix: "ambang".to_owned(),
            authority: None,
        }
    }

    /// A node's boards on it.
    pub(crate) async fn node(&self) -> RedisLive {
        let redis = self.redis();
        soon(redis.connected()).await;
        RedisLive::new(&redis)
    }

    pub(crate) fn redis(&self) -> Arc<Redis> {
        Redis::open(&self.options()).unwrap()
    }

    /// Asks the server itself.
    pub(crate) async fn ask<T: FromRedisValue>(&self, words: &[&str]) -> T {
        let client = redis::Client::open(self.url()).unwrap();
        let connection = client.get_multiplexed_async_connection();
        let mut connection = connection.await.unwrap();
        let (name, rest) = words.split_first().unwrap();
        let mut command = redis::cmd(name);
        command.arg(rest);
        command.query_async(&mut connection).await.unwrap()
    }
}
