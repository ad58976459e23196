//! The browser UI and its embedding.
//!
//! `ui/` holds the pages' sources, which npm builds; what it has built by the time that this crate is compiled goes
//! into the program. Without it there is one page that says how to build the others. The crate may not know of
//! anything else of ours, nor of HTTP servers.

mod accepts;
mod media;

pub use accepts::Accepts;
use media::media_type;

/// What every page says where the pages were not built.
pub const NOT_BUILT: &str = include_str!("not_built.html");

/// Files under it bear a hash of their content in their name.
const HASHED: &str = "/assets/";

/// A file of the UI, in the form that suits its reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asset {
    /// Its bytes, compressed as `encoding` says.
    pub bytes: &'static [u8],
    /// For the header of that name.
    pub content_type: &'static str,
    /// `br` or `gzip`, where it is compressed.
    pub encoding: Option<&'static str>,
    /// 16 hexadecimal digits of the content's hash; the same for every encoding.
    pub tag: &'static str,
    /// Whether the content behind this path can never change.
    pub immutable: bool,
}

/// A file with its compressed siblings.
#[derive(Clone, Copy, Debug)]
struct File {
    path: &'static str,
    tag: &'static str,
    plain: &'static [u8],
    br: Option<&'static [u8]>,
    gz: Option<&'static [u8]>,
}

/// By path.
static FILES: &[File] = include!(concat!(env!("OUT_DIR"), "/files.rs"));

/// Whether the pages were built when the program was.
#[must_use]
pub fn is_built() -> bool {
    find(FILES, "/index.html").is_some()
}

/// The file at this absolute path (`/ujian.html`, `/assets/…`), if the build made one.
#[must_use]
pub fn asset(path: &str, accepts: Accepts) -> Option<Asset> {
    find(FILES, path).map(|file| file.for_reader(accepts))
}

fn find(files: &'static [File], path: &str) -> Option<&'static File> {
    let at = files.binary_search_by(|file| file.path.cmp(path)).ok()?;
    files.get(at)
}

impl File {
    fn for_reader(&self, accepts: Accepts) -> Asset {
        let (bytes, encoding) = match (self.br, self.gz) {
            (Some(bytes), _) if accepts.br => (bytes, Some("br")),
            (_, Some(bytes)) if accepts.gzip => (bytes, Some("gzip")),
            _ => (self.plain, None),
        };
        Asset {
            bytes,
            content_type: media_type(self.path),
            encoding,
            tag: self.tag,
            immutable: self.path.starts_with(HASHED),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static SOME: &[File] = &[
        File {
            path: "/assets/a-1.js",
            tag: "00",
            plain: b"plain",
            br: Some(b"br"),
            gz: Some(b"gz"),
        },
        File {
            path: "/index.html",
            tag: "11",
            plain: b"page",
            br: None,
            gz: None,
        },
    ];

    #[test]
    fn each_reader_gets_what_it_can_read() {
        let given = |header| {
            let asset = find(SOME, "/assets/a-1.js").unwrap();
            let asset = asset.for_reader(Accepts::header(header));
            (asset.bytes, asset.encoding)
        };
        assert_eq!(given("gzip, deflate, br"), (&b"br"[..], Some("br")));
        assert_eq!(given("gzip, br;q=0"), (&b"gz"[..], Some("gzip")));
        assert_eq!(given("identity"), (&b"plain"[..], None));
        let page = find(SOME, "/index.html").unwrap();
        let page = page.for_reader(Accepts::header("br"));
        assert_eq!((page.bytes, page.encoding), (&b"page"[..], None));
    }

    #[test]
    fn only_hashed_names_are_kept_for_ever() {
        let of = |path| find(SOME, path).unwrap().for_reader(Accepts::default());
        assert!(of("/assets/a-1.js").immutable && !of("/index.html").immutable);
        assert!(find(SOME, "/assets/").is_none() && find(SOME, "").is_none());
    }

    #[test]
    fn what_was_built_is_whole() {
        assert!(FILES.is_sorted_by(|a, b| a.path < b.path));
        if is_built() {
            for page in ["/ujian.html", "/pengawas.html", "/panitia.html"] {
                let page = asset(page, Accepts::default()).unwrap();
                assert_eq!(page.content_type, "text/html; charset=utf-8");
            }
        }
    }
}
