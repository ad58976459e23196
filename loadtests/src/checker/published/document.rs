//! Spelling, roots, sign-offs and signature of a published list.

use data_encoding::HEXLOWER;
use ed25519_dalek::{Signature, VerifyingKey};
use serde_json::Value;

use super::Publication;
use super::canonical::canonical;
use super::tree::root;
use crate::checker::chain::{Hash, hash};
use crate::checker::finding::Check;

const CONTENT: &[u8] = b"ambang/publication/1/content\n";
const HEADER: &[u8] = b"ambang/publication/1/header\n";

pub(super) fn check(document: &Value, publication: &Publication<'_>, form: &mut Check) {
    let spelled = canonical(document);
    let same = spelled.as_deref().map(str::as_bytes) == Some(publication.document);
    form.demand(same, || "the file is not in its canonical spelling".into());
    hold_roots(document, form);
    hold_sign_offs(document, form);
    if let Err(reason) = signature(document, publication.public_key) {
        form.fault(reason);
    }
}

fn leaves(values: &[Value]) -> Vec<String> {
    values.iter().filter_map(canonical).collect()
}

fn list<'a>(document: &'a Value, name: &str) -> &'a [Value] {
    document
        .get(name)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

fn states(stated: Option<&Value>, expected: &Hash) -> bool {
    stated.and_then(Value::as_str) == Some(HEXLOWER.encode(expected).as_str())
}

fn hold_roots(document: &Value, form: &mut Check) {
    let (rows, formations) = (list(document, "rows"), list(document, "formations"));
    let content = document.pointer("/header/content");
    let content = |name: &str| content.and_then(|content| content.get(name));
    let whole = states(content("rows_root"), &root(&leaves(rows)))
        && states(content("formations_root"), &root(&leaves(formations)));
    form.demand(whole, || {
        "a root is not that of the rows or formations".into()
    });
    let counts = content("counts");
    let count = |name: &str| counts.and_then(|counts| counts.get(name)?.as_u64());
    let counted = count("rows") == u64::try_from(rows.len()).ok()
        && count("formations") == u64::try_from(formations.len()).ok();
    form.demand(counted, || "the counts are not those of the list".into());
    let mut rest = rows;
    for formation in formations {
        let code = formation.pointer("/formation/code");
        let own = rest
            .iter()
            .take_while(|row| row.get("formation") == code)
            .count();
        let (mine, others) = rest.split_at(own);
        rest = others;
        let bound = formation.get("rows").and_then(Value::as_u64) == u64::try_from(own).ok()
            && states(formation.get("rows_root"), &root(&leaves(mine)));
        form.demand(bound, || format!("formation {code:?} binds other rows"));
    }
    form.demand(rest.is_empty(), || {
        format!("{} rows stand outside their formation", rest.len())
    });
}

fn hold_sign_offs(document: &Value, form: &mut Check) {
    let text = document.pointer("/header/content").and_then(canonical);
    let digest = hash(&[CONTENT, text.unwrap_or_default().as_bytes()]);
    let officer = |act: &str| {
        let sign_off = document.pointer(&format!("/header/sign_offs/{act}"))?;
        let id = sign_off.pointer("/officer/id").and_then(Value::as_str)?;
        states(sign_off.get("content"), &digest).then_some(id)
    };
    let two = match (officer("drafted"), officer("approved")) {
        (Some(drafted), Some(approved)) => drafted != approved,
        _ => false,
    };
    form.demand(two, || {
        "the content is not signed off by two officers".into()
    });
}

fn signature(document: &Value, public_key: &[u8; 32]) -> Result<(), &'static str> {
    let part = |name: &str| {
        document
            .pointer(&format!("/signature/{name}"))
            .and_then(Value::as_str)
            .ok_or("the signature is not complete")
    };
    if part("public_key")? != format!("ed25519:{}", HEXLOWER.encode(public_key)) {
        return Err("the list names another key than the office's");
    }
    if part("key_id")? != HEXLOWER.encode(&hash(&[public_key])) {
        return Err("the key's id is not the hash of the key");
    }
    let value = HEXLOWER
        .decode(part("value")?.as_bytes())
        .map_err(|_| "the signature is not hexadecimal")?;
    let signature = Signature::from_slice(&value).map_err(|_| "the signature has a wrong size")?;
    let key = VerifyingKey::from_bytes(public_key).map_err(|_| "the key is no key")?;
    let header = document
        .get("header")
        .and_then(canonical)
        .ok_or("there is no header")?;
    let message = [HEADER, header.as_bytes()].concat();
    key.verify_strict(&message, &signature)
        .map_err(|_| "the signature does not hold")
}
