//! An answer of the server.

use serde_json::Value;

use super::described::hold;

/// Status, body and the headers that tests look at.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) bytes: Vec<u8>,
    pub(crate) content_type: String,
    pub(crate) set_cookie: Option<String>,
    pub(crate) retry_after: Option<u64>,
}

/// A whole body; of a stream, which has no end, nothing.
async fn body(response: reqwest::Response) -> Vec<u8> {
    let kind = response.headers().get("content-type");
    if kind.is_some_and(|kind| kind.as_bytes() == b"text/event-stream") {
        return Vec::new();
    }
    response.bytes().await.expect("a whole answer").to_vec()
}

impl Reply {
    pub(crate) async fn of(request: reqwest::RequestBuilder) -> Self {
        let (client, request) = request.build_split();
        let request = request.expect("a request");
        let (method, path) = (request.method().clone(), request.url().path().to_owned());
        let response = client.execute(request).await.expect("an answer");
        let header = |name: &str| {
            let value = response.headers().get(name)?;
            Some(value.to_str().unwrap().to_owned())
        };
        let reply = Self {
            status: response.status().as_u16(),
            content_type: header("content-type").unwrap_or_default(),
            set_cookie: header("set-cookie"),
            retry_after: header("retry-after").map(|seconds| seconds.parse().unwrap()),
            bytes: body(response).await,
        };
        let asked = (&method, path.as_str());
        hold(asked, reply.status, &reply.content_type, &reply.bytes);
        reply
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or(Value::Null)
    }

    /// The stable code of a problem; empty where there is none.
    pub(crate) fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    /// The body of a success.
    #[track_caller]
    pub(crate) fn ok(&self) -> Value {
        assert!(
            (200..300).contains(&self.status),
            "{} {}",
            self.status,
            self.text()
        );
        self.json()
    }

    /// A refusal with this status and code.
    #[track_caller]
    pub(crate) fn refused(&self, status: u16, code: &str) -> Value {
        let told = (self.status, self.code());
        assert_eq!(told, (status, code.to_owned()), "{}", self.text());
        self.json()
    }

    /// Whatever the sender did wrong, they are told so: a 4xx problem with a code.
    #[track_caller]
    pub(crate) fn is_the_senders_fault(&self) {
        assert!(
            (400..500).contains(&self.status),
            "{} {}",
            self.status,
            self.text()
        );
        assert_eq!(
            self.content_type,
            "application/problem+json",
            "{}",
            self.text()
        );
        assert!(!self.code().is_empty(), "{}", self.text());
    }
}
