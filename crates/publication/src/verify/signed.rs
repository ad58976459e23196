//! Sign-offs and signature.

use crate::document::Header;
use crate::fault::{Fault, Faults, Part};
use crate::report::{Claim, Findings, Trust};
use crate::rules::JSON_INTEGER_MAX;
use crate::signature::SignatureBlock;
use crate::signing::signing_bytes;

/// Two persons, this content, in the right order.
pub(crate) fn check_sign_offs(header: &Header, faults: &mut Faults) {
    let offs = &header.sign_offs;
    faults.add_if(offs.drafted.officer.id == offs.approved.officer.id, || {
        Fault::SamePerson
    });
    faults.add_if(offs.approved.at_ms < offs.drafted.at_ms, || {
        Fault::SignedOffBackwards
    });
    let content = header.content.digest().ok();
    for (field, off) in [("drafted", &offs.drafted), ("approved", &offs.approved)] {
        faults.add_if(content != Some(off.content), || Fault::OtherContentSigned);
        let sound = off.officer.is_sound() && (0..=JSON_INTEGER_MAX).contains(&off.at_ms.0);
        faults.add_if(!sound, || Fault::BadField {
            part: Part::Header,
            index: 0,
            field,
        });
    }
}

/// The key is trusted and signed this header.
pub(crate) fn check_signature(
    header: &Header,
    block: &SignatureBlock,
    trust: &Trust,
    findings: &mut Findings,
) {
    let key = &block.public_key;
    let key_id = key.fingerprint();
    findings.prove(Claim::Signed { key_id }, |faults| {
        faults.add_if(block.key_id != key_id, || Fault::KeyIdWrong);
        faults.add_if(!trust.covers(key), || Fault::KeyUnknown { key_id });
        let signed =
            signing_bytes(header).is_ok_and(|message| key.verifies(&message, &block.value));
        faults.add_if(!signed, || Fault::SignatureWrong);
    });
}
