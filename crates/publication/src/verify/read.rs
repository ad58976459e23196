//! From bytes to a shape, strictly.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::certificate::{CERTIFICATE_KIND, Certificate};
use crate::content::FORMAT;
use crate::document::Document;
use crate::fault::Fault;

const DOCUMENT_KIND: &str = "skd-result";

/// Looked at only where the strict shape does not fit, to tell "newer" from "broken".
#[derive(Deserialize)]
struct Probe {
    header: ProbeHeader,
    #[serde(default)]
    kind: Option<String>,
}

#[derive(Deserialize)]
struct ProbeHeader {
    content: ProbeContent,
}

#[derive(Deserialize)]
struct ProbeContent {
    format: u64,
    kind: String,
}

/// Reads a document.
pub(crate) fn read(bytes: &[u8]) -> Result<Document, Fault> {
    let document: Document = strictly(bytes, None)?;
    match document.header.content.format {
        FORMAT => Ok(document),
        format => Err(unknown(format.into(), DOCUMENT_KIND)),
    }
}

/// Reads a certificate.
pub(crate) fn read_certificate(bytes: &[u8]) -> Result<Certificate, Fault> {
    let certificate: Certificate = strictly(bytes, Some(CERTIFICATE_KIND))?;
    match certificate.header.content.format {
        FORMAT => Ok(certificate),
        format => Err(unknown(format.into(), CERTIFICATE_KIND)),
    }
}

fn unknown(format: u64, kind: &str) -> Fault {
    Fault::UnknownFormat {
        format,
        kind: kind.to_owned(),
    }
}

/// `wrapper` is the kind that stands beside the header, where there is one.
fn strictly<T: DeserializeOwned>(bytes: &[u8], wrapper: Option<&str>) -> Result<T, Fault> {
    serde_json::from_slice(bytes).map_err(|error| {
        let Ok(probe) = serde_json::from_slice::<Probe>(bytes) else {
            return error.into();
        };
        let content = probe.header.content;
        let ours = content.format == u64::from(FORMAT)
            && content.kind == DOCUMENT_KIND
            && probe.kind.as_deref() == wrapper;
        if ours {
            return error.into();
        }
        unknown(content.format, &probe.kind.unwrap_or(content.kind))
    })
}
