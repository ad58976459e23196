//! Who was served by whom, as the balancer has logged it.

use std::collections::{BTreeMap, BTreeSet};

/// How the balancer writes a request down: what [`Served`] has, with a word in front.
pub(crate) const FORMAT: &str = "served %b %s %ST %HM %HP %[var(txn.seat)]";

/// A request and where it went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Served {
    /// The node; `<NOSRV>` where there was none.
    pub(crate) node: String,
    pub(crate) status: u16,
    pub(crate) path: String,
    /// Whose page it came from, as a digest of its cookie; `-` for all others.
    seat: String,
}

impl Served {
    fn read(line: &str) -> Option<Self> {
        let mut words = line.strip_prefix("served ")?.split(' ').skip(1);
        let (node, status) = (words.next()?, words.next()?);
        let (path, seat) = (words.nth(1)?, words.next()?);
        Some(Self {
            node: node.to_owned(),
            status: status.parse().ok()?,
            path: path.to_owned(),
            seat: seat.to_owned(),
        })
    }

    pub(crate) fn is_of_candidate(&self) -> bool {
        self.path.starts_with("/api/v1/candidate/")
    }
}

/// The requests of a log, in the order in which they ended.
pub(crate) fn served(log: &str) -> Vec<Served> {
    log.lines().filter_map(Served::read).collect()
}

/// On which nodes each page with so many requests or more was served.
pub(crate) fn nodes_of_pages(served: &[Served], requests: usize) -> Vec<BTreeSet<&str>> {
    let mut pages: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for request in served {
        let page = Some(&*request.seat).filter(|seat| *seat != "-");
        if let Some(page) = page.filter(|_| request.is_of_candidate() && request.status == 200) {
            pages.entry(page).or_default().push(&request.node);
        }
    }
    let pages = pages.into_values();
    let pages = pages.filter(|nodes| nodes.len() >= requests);
    pages.map(|nodes| nodes.into_iter().collect()).collect()
}

#[test]
fn a_line_of_the_log_is_read() {
    let log = "[NOTICE] (7) : Loading success.\n\
        served candidates node1 200 POST /api/v1/candidate/events AB12\n\
        served candidates node2 200 GET /api/v1/candidate/state AB12\n\
        served everything <NOSRV> 503 GET /api/v1/sittings -\n";
    let served = served(log);
    let told: Vec<_> = served.iter().map(|it| (&*it.node, it.status)).collect();
    assert_eq!(told, [("node1", 200), ("node2", 200), ("<NOSRV>", 503)]);
    assert_eq!(
        nodes_of_pages(&served, 2),
        [BTreeSet::from(["node1", "node2"])]
    );
    assert_eq!(nodes_of_pages(&served, 3).len(), 0);
}
