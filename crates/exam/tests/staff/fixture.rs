//! An office with a store in a temporary folder, a running recorder, and people.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use exam::ports::{Clock, Grant, Live, Rng, Role, Scope, Signer, Store, UserRow};
use exam::staff::{self, Caller, File, LogIns, NewForm, NewSeatRequest, NewSelection};
use exam::staff::{NewSittingRequest, NewUser};
use exam::{App, FormCache, Ports, Running, Upkeep};
use lexicon::{AttemptId, FormId, Instant, Millis, ParticipantNo, SelectionId, SittingId};
use publication::SigningKey;
use session::{Command, DeviceId, Event, Kind, PinKey, ProcessId, Refusal, Reply};
use store::{SqliteOptions, SqliteStore};

/// 2026-11-02 01:00 UTC.
pub(crate) const START: Instant = Instant(1_793_581_200_000);
/// The command line.
pub(crate) static OPERATOR: Caller = Caller::operator();
pub(crate) const PASSWORD: &str = "correct horse battery";

/// Time goes on by a millisecond with every look.
pub(crate) struct Ticks(AtomicI64);

impl Clock for Ticks {
    fn now(&self) -> Instant {
        Instant(self.0.fetch_add(1, Ordering::Relaxed))
    }

    fn wall_drift(&self) -> Millis {
        Millis::ZERO
    }
}

/// SplitMix64: different bytes every time, the same in every run.
pub(crate) struct Dice(AtomicU64);

impl Rng for Dice {
    fn fill(&self, buffer: &mut [u8]) {
        for chunk in buffer.chunks_mut(8) {
            let state = self.0.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
            let mut word = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            word ^= word >> 31;
            chunk.copy_from_slice(&word.to_le_bytes()[..chunk.len()]);
        }
    }
}

struct Pen(SigningKey);

impl Signer for Pen {
    fn public_key(&self) -> [u8; 32] {
        *self.0.public_key().as_bytes()
    }

    fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).0
    }
}

/// The assembled exam without HTTP.
pub(crate) struct Office {
    pub(crate) app: App,
    pub(crate) log_ins: LogIns,
    _running: Running,
    _folder: tempfile::TempDir,
}

impl Office {
    pub(crate) async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("exam.db");
        let store = SqliteStore::open(&path, SqliteOptions::default())
            .await
            .unwrap();
        let ports = Ports {
            store: Arc::new(store) as Arc<dyn Store>,
            live: Arc::new(live::MemoryLive::new()) as Arc<dyn Live>,
            clock: Arc::new(Ticks(AtomicI64::new(START.0))),
            forms: Arc::new(FormCache::default()),
        };
        let filled = Upkeep::start(ports.clone()).await.unwrap();
        let running = Running::start(ports.clone(), ProcessId(1), None, &filled)
            .await
            .unwrap();
        Self {
            app: App {
                readings: exam::Readings::start(Arc::clone(&ports.store)),
                store: ports.store,
                live: ports.live,
                failures: Arc::new(live::MemoryFailures::default()),
                clock: ports.clock,
                rng: Arc::new(Dice(AtomicU64::new(1))),
                signer: Arc::new(Pen(SigningKey::from_seed(&[9; 32]))),
                pin_key: PinKey::new([8; 32]),
                recorder: running.recorder.clone(),
                forms: ports.forms,
                seen: exam::Seen::default(),
            },
            log_ins: LogIns::default(),
            _running: running,
            _folder: folder,
        }
    }

    /// A member of staff; no password that anybody knows.
    pub(crate) async fn person(&self, name: &str, role: Role, scope: Scope) -> Caller {
        let now = self.app.clock.now();
        let row = UserRow {
            id: lexicon::UserId(self.app.rng.row_id(now)),
            name: name.to_owned(),
            full_name: format!("Petugas {name}"),
            password_hash: "$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAA$AAAAAAAAAAA".to_owned(),
            grants: vec![Grant { role, scope }],
            enabled: true,
        };
        let audit = exam::ports::AuditEntry {
            at: now,
            by: None,
            act: "user.created".to_owned(),
            subject: name.to_owned(),
            detail: "{}".to_owned(),
        };
        self.app.store.create_user(&row, &audit).await.unwrap();
        Caller::of(&row)
    }

    /// A user who can log in.
    pub(crate) async fn user(&self, name: &str) -> staff::UserView {
        let new = NewUser {
            name: name.to_owned(),
            full_name: "Petugas Satu".to_owned(),
            password: PASSWORD.to_owned(),
            grants: vec![Grant {
                role: Role::Proctor,
                scope: Scope::System,
            }],
        };
        staff::create_user(&self.app, &OPERATOR, &self.log_ins.passwords, new)
            .await
            .unwrap()
    }

    pub(crate) async fn selection(&self) -> SelectionId {
        let new = NewSelection {
            code: "uji".to_owned(),
            name: "Seleksi Uji".to_owned(),
            agency: "Instansi Uji".to_owned(),
            policy: "cpns-2024".to_owned(),
        };
        staff::create_selection(&self.app, &OPERATOR, &new)
            .await
            .unwrap()
            .id
    }

    /// A selection with one formation of one seat, candidates and a locked form of six items.
    pub(crate) async fn prepared(&self, candidates: u32) -> Prepared {
        let selection = self.selection().await;
        let caller = &OPERATOR;
        staff::import_formations(&self.app, caller, selection, file("f.csv", FORMATIONS))
            .await
            .unwrap();
        let table = candidate_table(candidates);
        staff::import_candidates(&self.app, caller, selection, file("c.csv", &table))
            .await
            .unwrap();
        staff::import_items(
            &self.app,
            caller,
            selection,
            file("i.csv", &items()),
            Vec::new(),
        )
        .await
        .unwrap();
        let new = NewForm {
            name: "Paket A".to_owned(),
            counts: Some(counts()),
        };
        let form = staff::create_form(&self.app, caller, selection, &new)
            .await
            .unwrap();
        Prepared {
            selection,
            form: form.id,
        }
    }

    pub(crate) async fn sitting(&self, prepared: &Prepared, candidates: u32) -> SittingId {
        let seats = (1..=candidates).map(|index| NewSeatRequest {
            participant_no: number(index),
            place: format!("PC-{index:02}"),
        });
        let new = NewSittingRequest {
            name: "Sesi 1".to_owned(),
            place: "Titik A".to_owned(),
            starts: START,
            forms: vec![prepared.form],
            block_ms: Some(vec![Millis::from_mins(10)]),
            blind_block_ms: Some(vec![Millis::from_mins(13)]),
            seats: seats.collect(),
        };
        staff::create_sitting(&self.app, &OPERATOR, prepared.selection, new)
            .await
            .unwrap()
            .id
    }

    pub(crate) async fn command(
        &self,
        seat: (SittingId, AttemptId),
        command: Command,
    ) -> Result<Reply, Refusal> {
        let received = self.app.clock.now();
        self.app
            .recorder
            .seat(seat, command, received)
            .await
            .unwrap()
            .reply
    }

    /// Logs in and starts.
    pub(crate) async fn begin(&self, seat: (SittingId, AttemptId)) {
        let device = DeviceId(u128::from_le_bytes(*seat.1.as_bytes()));
        self.command(seat, Command::Login { device }).await.unwrap();
        self.command(seat, Command::Start { epoch: 1 })
            .await
            .unwrap();
    }

    /// Logs in, starts, answers every item (with the best option where `best` says so) and finishes.
    pub(crate) async fn take(
        &self,
        form: FormId,
        seat: (SittingId, AttemptId),
        best: impl Fn(usize) -> bool,
    ) {
        self.begin(seat).await;
        let events = self.answers(form, best).await;
        let last_seq = u32::try_from(events.len()).unwrap();
        let submit = Command::Submit {
            epoch: 1,
            events,
            past: Vec::new(),
        };
        self.command(seat, submit).await.unwrap();
        let finish = Command::Finish {
            epoch: 1,
            block: 0,
            last_seq,
        };
        assert!(matches!(
            self.command(seat, finish).await,
            Ok(Reply::Receipt(_))
        ));
    }

    async fn answers(&self, form: FormId, best: impl Fn(usize) -> bool) -> Vec<Event> {
        let variant = question_bank::Variant::Standard;
        let form = self
            .app
            .forms
            .get(&*self.app.store, form, variant)
            .await
            .unwrap();
        let items = form.points.items().iter().enumerate();
        items
            .map(|(index, item)| {
                let by_points = |option: &&(lexicon::OptionId, lexicon::Points)| option.1;
                let chosen = if best(index) {
                    item.options.iter().max_by_key(by_points)
                } else {
                    item.options.iter().min_by_key(by_points)
                };
                Event {
                    seq: u32::try_from(index).unwrap() + 1,
                    id: index as u64,
                    item: item.id,
                    kind: Kind::Answer(chosen.unwrap().0),
                    rebase: false,
                    client_ms: 1,
                }
            })
            .collect()
    }
}

pub(crate) struct Prepared {
    pub(crate) selection: SelectionId,
    pub(crate) form: FormId,
}

pub(crate) const FORMATIONS: &str = "\
code;category;position_group;quota;position;qualification;location
F1;umum;;1;Analis Kebijakan;S-1 Hukum;Kantor Pusat
F2;disabilitas;;2;Pranata Komputer;S-1 Informatika;Kantor Daerah
";

pub(crate) fn file(name: &str, text: &str) -> File {
    File {
        name: name.to_owned(),
        bytes: text.as_bytes().to_vec(),
    }
}

pub(crate) fn number(index: u32) -> ParticipantNo {
    format!("24400710110{index:06}").parse().unwrap()
}

/// The last candidate is blind and applies in the disability category; all others are in F1.
pub(crate) fn candidate_table(candidates: u32) -> String {
    let mut table = String::from("participant_no,name,formation,blind\n");
    for index in 1..=candidates {
        let (formation, blind) = if index == candidates {
            ("F2", "ya")
        } else {
            ("F1", "")
        };
        table.push_str(&format!(
            "{},Peserta {index},{formation},{blind}\n",
            number(index)
        ));
    }
    table
}

pub(crate) fn counts() -> std::collections::BTreeMap<lexicon::SubTest, u16> {
    ["twk", "tiu", "tkp"]
        .map(|code| (code.parse().unwrap(), 2))
        .into()
}

/// Three items for each sub-test.
pub(crate) fn items() -> String {
    let mut table = String::from(
        "code,sub_test,topic,stem,option_a,option_b,option_c,option_d,option_e,\
         points_a,points_b,points_c,points_d,points_e\n",
    );
    for (sub_test, points) in [
        ("twk", "5,0,0,0,0"),
        ("tiu", "0,5,0,0,0"),
        ("tkp", "1,2,3,4,5"),
    ] {
        for index in 1..=3 {
            table.push_str(&format!(
                "{sub_test}-{index},{sub_test},umum,Soal {sub_test} {index},satu,dua,tiga,empat,lima,{points}\n"
            ));
        }
    }
    table
}
