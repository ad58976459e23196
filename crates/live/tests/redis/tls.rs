//! `rediss://`: the server shows a certificate, and only one that the node trusts will do.

use std::fs;
use std::net::TcpListener;

use exam::ports::Live as _;
use live::{Redis, RedisError, RedisLive, RedisOptions};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};

use crate::server::Server;
use crate::{SITTING, feed, fill, soon, state};

/// A port that is free now.
fn free_port() -> u16 {
    let socket = TcpListener::bind("127.0.0.1:0").unwrap();
    socket.local_addr().unwrap().port()
}

/// An authority, and what it vouches for: certificate and key of `localhost`.
fn certificates() -> (String, String, String) {
    let key = KeyPair::generate().unwrap();
    let mut authority = CertificateParams::new(Vec::new()).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let certificate = authority.self_signed(&key).unwrap();
    let issuer = Issuer::new(authority, key);
    let own_key = KeyPair::generate().unwrap();
    let own = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    let own = own.signed_by(&own_key, &issuer).unwrap();
    (certificate.pem(), own.pem(), own_key.serialize_pem())
}

#[tokio::test]
async fn a_trusted_server_is_used_over_tls_and_no_other() {
    let (authority, certificate, key) = certificates();
    let port = free_port();
    let server = Server::start_with(|folder| {
        fs::write(folder.path().join("cert.pem"), &certificate).unwrap();
        fs::write(folder.path().join("key.pem"), &key).unwrap();
        fs::write(folder.path().join("ca.pem"), &authority).unwrap();
        let arguments = format!(
            "--tls-port {port} --tls-cert-file cert.pem --tls-key-file key.pem --tls-ca-cert-file ca.pem \
             --tls-auth-clients no --requirepass s3cret"
        );
        arguments.split(' ').map(str::to_owned).collect()
    });
    let options = RedisOptions {
        url: format!("rediss://:s3cret@localhost:{port}"),
        prefix: "ambang".to_owned(),
        authority: Some(authority.into_bytes()),
    };
    let redis = Redis::open(&options).unwrap();
    soon(redis.connected()).await;
    let node = RedisLive::new(&redis);
    feed(&node, vec![state(1, 1, 5)]).await;
    fill(&node, Vec::new()).await;
    assert_eq!(node.seats(SITTING).await.unwrap(), [state(1, 1, 5)]);
    Redis::check(&options).await.unwrap();

    let stranger = RedisOptions {
        authority: Some(certificates().0.into_bytes()),
        ..options.clone()
    };
    let refused = Redis::check(&stranger).await;
    assert!(matches!(refused, Err(RedisError::Server(_))), "{refused:?}");
    let wrong = RedisOptions {
        url: options.url.replace("s3cret", "0ther"),
        ..options
    };
    let refused = Redis::check(&wrong).await.unwrap_err().to_string();
    assert!(!refused.contains("0ther"), "{refused}");
    drop(server);
}
