//! What there is to look at.

use lexicon::{Instant, Millis, SelectionId, SittingId};
use serde::Serialize;
use session::RoomStatus;

use crate::app::App;
use crate::error::ExamError;
use crate::results::PublicationView;
use crate::staff::selections::policy_of;

/// A sitting is listed from so long before its planned begin to so long after it, and as long as it is open.
const AROUND: Millis = Millis(24 * 3_600_000);
/// Sittings in one answer, at most.
const LISTED_MAX: usize = 500;

/// A selection of which something has been published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PublicSelection {
    /// Its id.
    pub id: SelectionId,
    /// Its name.
    pub name: String,
    /// The agency's name.
    pub agency: String,
    /// What has been published of it, newest first.
    pub publications: Vec<PublicationView>,
}

/// A sitting of these days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PublicSitting {
    /// Its id.
    pub id: SittingId,
    /// Name of the selection.
    pub selection: String,
    /// The agency's name.
    pub agency: String,
    /// Name on screens.
    pub name: String,
    /// Site and room.
    pub place: String,
    /// Planned begin.
    pub starts: Instant,
    /// Where it stands.
    pub status: RoomStatus,
    /// Whether it has a hall board.
    pub board: bool,
}

/// The selections of which something has been published, newest first.
///
/// # Errors
/// Store errors.
pub async fn selections(app: &App) -> Result<Vec<PublicSelection>, ExamError> {
    let mut listed = Vec::new();
    for row in app.store.selections().await? {
        let publications = app.store.publications(row.id, false).await?;
        if !publications.is_empty() {
            listed.push(PublicSelection {
                id: row.id,
                name: row.name,
                agency: row.agency,
                publications: publications.iter().map(PublicationView::from).collect(),
            });
        }
    }
    Ok(listed)
}

/// The sittings of these days, by planned begin.
///
/// # Errors
/// Store errors.
pub async fn sittings(app: &App) -> Result<Vec<PublicSitting>, ExamError> {
    let now = app.clock.now();
    let mut listed = Vec::new();
    for selection in app.store.selections().await? {
        let board = policy_of(&selection).is_ok_and(|policy| policy.board.public);
        for row in app.store.sittings(selection.id).await? {
            let near = now - row.starts <= AROUND && row.starts - now <= AROUND;
            if near || row.status == RoomStatus::Open {
                listed.push(PublicSitting {
                    id: row.id,
                    selection: selection.name.clone(),
                    agency: selection.agency.clone(),
                    name: row.name,
                    place: row.place,
                    starts: row.starts,
                    status: row.status,
                    board,
                });
            }
        }
    }
    listed.sort_by_key(|sitting| (sitting.starts, sitting.id));
    listed.truncate(LISTED_MAX);
    Ok(listed)
}
