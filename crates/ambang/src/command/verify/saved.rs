//! What a file is: a published list, a certificate, the answer of a result page as a browser saves it, or none of them.

use publication::canonical_bytes;
use serde_json::Value;

/// A file that can be held against a signature.
#[derive(Debug, PartialEq)]
pub(super) enum Saved {
    /// A list, or what claims to be one.
    List,
    /// A certificate.
    Certificate,
    /// The whole answer about one participant; its certificate in canonical form, and what is wrong beside it.
    Answer {
        certificate: Vec<u8>,
        beside: Option<&'static str>,
    },
}

/// Nothing that was ever signed: that is not the same as a forgery.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct NothingSigned(String);

/// Says what these bytes are.
///
/// # Errors
/// In words, when they are nothing that could be verified.
pub(super) fn recognise(bytes: &[u8]) -> Result<Saved, NothingSigned> {
    let none = |what: &str| {
        NothingSigned(format!(
            "{what}; what can be verified is a published list, a certificate, or the answer of the result page as a \
             browser saves it"
        ))
    };
    let Ok(value) = serde_json::from_slice::<Value>(bytes) else {
        return broken(bytes).ok_or_else(|| none(not_json(bytes)));
    };
    let has = |names: &[&str]| names.iter().all(|name| value.get(name).is_some());
    if let Some(certificate) = value.get("certificate").filter(|it| it.is_object()) {
        let certificate_bytes =
            canonical_bytes(certificate).map_err(|_| none("its certificate cannot be read"))?;
        return Ok(Saved::Answer {
            certificate: certificate_bytes,
            beside: beside(&value, certificate),
        });
    }
    if has(&["header", "rows"]) {
        return Ok(Saved::List);
    }
    if has(&["header", "row", "kind"]) {
        return Ok(Saved::Certificate);
    }
    if value.get("kind").is_some() {
        return Err(none(JOURNAL));
    }
    Err(none("this is JSON of another kind"))
}

const JOURNAL: &str = "this is a journal, which `ambang recompute` checks beside its database";

/// A list or certificate that is cut off or damaged: its faults are worth naming.
fn broken(bytes: &[u8]) -> Option<Saved> {
    let begins = |text: &str| bytes.trim_ascii_start().starts_with(text.as_bytes());
    if begins("{\"formations\":") {
        return Some(Saved::List);
    }
    begins("{\"formation\":").then_some(Saved::Certificate)
}

fn not_json(bytes: &[u8]) -> &'static str {
    let first = bytes.split(|byte| *byte == b'\n').next();
    let line: Option<Value> = first.and_then(|line| serde_json::from_slice(line).ok());
    match line {
        Some(line) if line.get("kind").is_some() => JOURNAL,
        _ if bytes.is_empty() => "the file is empty",
        _ => "this is no JSON",
    }
}

/// What an answer says beside its certificate must be what the certificate says.
fn beside(answer: &Value, certificate: &Value) -> Option<&'static str> {
    let signed = |pointer: &str| certificate.pointer(pointer);
    let pairs = [
        (
            "row",
            "/row/element",
            "the row beside the certificate is another than the one in it",
        ),
        (
            "version",
            "/header/content/subject/version",
            "the version beside the certificate is another than the one in it",
        ),
        (
            "selection",
            "/header/content/subject/selection",
            "the selection beside the certificate is another than the one in it",
        ),
    ];
    let differs = |name: &str, pointer: &str| {
        answer
            .get(name)
            .is_some_and(|said| Some(said) != signed(pointer))
    };
    pairs
        .into_iter()
        .find(|(name, pointer, _)| differs(name, pointer))
        .map(|(.., told)| told)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_apart_by_what_they_hold() {
        let list = br#"{"header":{},"rows":[],"formations":[]}"#;
        assert_eq!(recognise(list).unwrap(), Saved::List);
        let certificate = br#"{"header":{},"row":{},"kind":"skd-result-row"}"#;
        assert_eq!(recognise(certificate).unwrap(), Saved::Certificate);
        assert_eq!(recognise(br#"{"formations":[{"for"#).unwrap(), Saved::List);
        let answer =
            br#"{ "version": 1, "certificate": { "row": { "element": 1 }, "header": { "content": {
            "subject": { "version": 1 } } } }, "row": 1 }"#;
        let Saved::Answer {
            certificate,
            beside,
        } = recognise(answer).unwrap()
        else {
            panic!("an answer")
        };
        assert_eq!(beside, None);
        let canonical = r#"{"header":{"content":{"subject":{"version":1}}},"row":{"element":1}}"#;
        assert_eq!(String::from_utf8(certificate).unwrap(), canonical);
    }

    #[test]
    fn what_is_none_of_them_is_told_in_words() {
        for (bytes, word) in [
            (&b""[..], "empty"),
            (b"%PDF-1.7", "no JSON"),
            (b"[1,2]", "another kind"),
            (
                b"{\"kind\":\"selection\"}\n{\"kind\":\"form\"}\n",
                "ambang recompute",
            ),
            (b"{\"kind\":\"selection\"}\n", "ambang recompute"),
        ] {
            let told = recognise(bytes).unwrap_err().to_string();
            assert!(told.contains(word), "{told}");
        }
    }

    #[test]
    fn words_beside_the_certificate_are_held_to_it() {
        let answer = br#"{"row":{"total":500},"certificate":{"row":{"element":{"total":300}}}}"#;
        let Saved::Answer { beside, .. } = recognise(answer).unwrap() else {
            panic!("an answer")
        };
        assert!(beside.unwrap().starts_with("the row beside"));
    }
}
