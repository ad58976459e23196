//! Makes the demo selection: staff, formations, candidates, bank, forms, sittings.

use std::fmt::Write as _;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use anyhow::Context;
use exam::ports::{Grant, Rng, Role, Scope};
use exam::staff::{
    self, File, NewForm, NewSeatRequest, NewSelection, NewSittingRequest, NewUser, Passwords,
};
use lexicon::{FormId, Instant, Millis, SelectionId};

use super::material;
use super::people::{Person, draw, table};
use crate::command::explain;
use crate::office::Office;
use crate::progress;
use crate::system::SystemRng;

/// Short name of the demo selection; there is one.
pub(super) const SELECTION: &str = "demo-cpns-2024";
const CANDIDATES: usize = 400;
/// Sittings begin at these hours after the demo was made.
const SITTINGS: [(&str, i64); 3] = [("Sesi 1", 0), ("Sesi 2", 150), ("Sesi 3", 300)];
const HALL: &str = "Aula Utama, Kantor Pusat";
/// Log-in name, name on documents, role.
const STAFF: [(&str, &str, Role); 6] = [
    ("admin", "Administrator Demo", Role::Admin),
    ("registrasi", "Petugas Registrasi Demo", Role::Registrar),
    ("pengawas", "Pengawas Demo", Role::Proctor),
    ("panitia1", "Ketua Panitia Demo", Role::Committee),
    ("panitia2", "Anggota Panitia Demo", Role::Committee),
    ("auditor", "Auditor Demo", Role::Auditor),
];

/// Fills an empty store, and notes the log-ins in a file that only its owner can read.
pub(super) async fn prepare(office: &Office, log_ins: &Path) -> anyhow::Result<()> {
    let bar = progress::counting("demo");
    bar.set_length(6 + u64::try_from(SITTINGS.len())?);
    let step = |text: &'static str| {
        bar.set_message(text);
        bar.inc(1);
    };
    step("staff");
    make_staff(office, log_ins).await?;
    step("selection");
    let selection = make_selection(office).await?;
    step("formations");
    let file = |name: &str, bytes: &[u8]| File {
        name: name.to_owned(),
        bytes: bytes.to_vec(),
    };
    let (app, caller) = (&office.app, &office.caller);
    staff::import_formations(
        app,
        caller,
        selection,
        file("formations.csv", material::FORMATIONS),
    )
    .await
    .map_err(explain)?;
    step("candidates");
    let people = draw(CANDIDATES)?;
    let candidates = file("candidates.csv", table(&people).as_bytes());
    staff::import_candidates(app, caller, selection, candidates)
        .await
        .map_err(explain)?;
    step("bank");
    let pictures = material::pictures();
    let pictures = pictures
        .into_iter()
        .map(|(name, bytes)| file(name, bytes))
        .collect();
    staff::import_items(
        app,
        caller,
        selection,
        file("items.csv", material::ITEMS),
        pictures,
    )
    .await
    .map_err(explain)?;
    step("forms");
    let mut forms = Vec::new();
    for name in ["Paket A", "Paket B"] {
        let new = NewForm {
            name: name.to_owned(),
            counts: None,
        };
        forms.push(
            staff::create_form(app, caller, selection, &new)
                .await
                .map_err(explain)?
                .id,
        );
    }
    let now = app.clock.now();
    for (index, (name, minutes)) in SITTINGS.into_iter().enumerate() {
        step("sittings");
        let seats = share(&people, index);
        let starts = now + Millis::from_mins(minutes);
        make_sitting(office, selection, (name, starts), &forms, seats).await?;
    }
    bar.finish_and_clear();
    Ok(())
}

async fn make_staff(office: &Office, log_ins: &Path) -> anyhow::Result<()> {
    let mut text = String::from("# Log-ins of the demo. Delete this folder to begin anew.\n");
    for (name, full_name, role) in STAFF {
        let password = password(&SystemRng);
        let new = NewUser {
            name: name.to_owned(),
            full_name: full_name.to_owned(),
            password: password.clone(),
            grants: vec![Grant {
                role,
                scope: Scope::System,
            }],
        };
        staff::create_user(&office.app, &office.caller, &Passwords::default(), new)
            .await
            .map_err(explain)?;
        writeln!(text, "{name:<12}{password}   {full_name}")?;
    }
    let mut options = std::fs::OpenOptions::new();
    let file = options
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(log_ins);
    let mut file = file.with_context(|| format!("cannot write {}", log_ins.display()))?;
    file.write_all(text.as_bytes())?;
    Ok(())
}

/// 60 random bits, in groups that can be typed.
fn password(rng: &dyn Rng) -> String {
    let bits = rng.u64();
    let group = |shift: u32| {
        let letters = b"abcdefghjkmnpqrstuvwxyz23456789x";
        (0..4).map(move |at| {
            let index = usize::try_from(bits >> (shift + 5 * at) & 31).unwrap_or_default();
            char::from(letters.get(index).copied().unwrap_or(b'x'))
        })
    };
    let groups: Vec<String> = [0, 20, 40].map(|shift| group(shift).collect()).to_vec();
    groups.join("-")
}

async fn make_selection(office: &Office) -> anyhow::Result<SelectionId> {
    let new = NewSelection {
        code: SELECTION.to_owned(),
        name: "Seleksi CPNS 2024 (demo)".to_owned(),
        agency: "Badan Pengelola Arsip dan Data Kepulauan".to_owned(),
        policy: "cpns-2024".to_owned(),
    };
    let made = staff::create_selection(&office.app, &office.caller, &new)
        .await
        .map_err(explain)?;
    Ok(made.id)
}

/// The people of one of the sittings: every third, so that all formations sit in all of them.
fn share(people: &[Person], index: usize) -> Vec<NewSeatRequest> {
    let mine = people.iter().skip(index).step_by(SITTINGS.len());
    let seat = |(at, person): (usize, &Person)| NewSeatRequest {
        participant_no: person.participant_no,
        place: format!("PC-{at:03}"),
    };
    (1..).zip(mine).map(seat).collect()
}

async fn make_sitting(
    office: &Office,
    selection: SelectionId,
    (name, starts): (&str, Instant),
    forms: &[FormId],
    seats: Vec<NewSeatRequest>,
) -> anyhow::Result<()> {
    let new = NewSittingRequest {
        name: name.to_owned(),
        place: HALL.to_owned(),
        starts,
        forms: forms.to_vec(),
        block_ms: None,
        blind_block_ms: None,
        seats,
    };
    staff::create_sitting(&office.app, &office.caller, selection, new)
        .await
        .map_err(explain)?;
    Ok(())
}
