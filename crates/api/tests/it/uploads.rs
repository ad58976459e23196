//! Tables and bundles as offices send them, and as they should not.

use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::world::{NUMBERS, Reply, Staff, World, create_selection, formations_csv, items_form};
use exam::ports::Role;

const MIB: usize = 1024 * 1024;

/// A selection with nothing but its formation.
async fn selection(world: &World) -> (Staff, String) {
    let admin = world.staff("admin", Role::Admin).await;
    let id = create_selection(&admin, "S").await;
    let at = format!("/api/v1/selections/{id}");
    let path = format!("{at}/formations?file=formasi.csv");
    admin.send_table(&path, formations_csv()).await.ok();
    (admin, at)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_fault_of_a_table_is_named_with_its_line() {
    let world = World::start().await;
    let (admin, at) = selection(&world).await;
    let csv = format!(
        "participant_no,name,formation,blind\n\
         {},Ani,F-1,\n\
         2.44007E+16,Budi,F-1,\n\
         {},,F-9,mungkin\n",
        NUMBERS[0], NUMBERS[2]
    );
    let reply = admin
        .send_table(&format!("{at}/candidates?file=peserta.csv"), csv)
        .await;
    let problem = reply.refused(422, "import_faults");
    let faults: Vec<(u64, &str)> = problem["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fault| {
            (
                fault["line"].as_u64().unwrap(),
                fault["column"].as_str().unwrap(),
            )
        })
        .collect();
    let expected = [
        (3, "participant_no"),
        (4, "name"),
        (4, "formation"),
        (4, "blind"),
    ];
    assert_eq!(faults, expected);
    assert_eq!(problem["errors"][0]["file"], "peserta.csv");
    let csv = format!("participant_no,name,formation\n{},Ani,F-1\n", NUMBERS[0]);
    let imported = admin
        .send_table(&format!("{at}/candidates"), csv)
        .await
        .ok();
    assert_eq!(
        imported,
        json!({ "imported": 1 }),
        "nothing of the faulty one was taken"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_table_is_refused() {
    let world = World::start().await;
    let (admin, at) = selection(&world).await;
    let bodies: Vec<Vec<u8>> = vec![
        Vec::new(),
        b"\n\n\n".to_vec(),
        b"\0".repeat(100),
        vec![0xff, 0xfe, 0x41, 0x00],
        b"PK\x03\x04 a spreadsheet".to_vec(),
        b"{\"code\":1}".to_vec(),
        b"code,category\n\"never closed".to_vec(),
        b"code;code;code\n1;2;3".to_vec(),
        "x,".repeat(200_000).into_bytes(),
        "participant_no,name,formation\n".repeat(5_000).into_bytes(),
        vec![b'a'; 10 * MIB],
    ];
    for body in bodies {
        for what in ["formations", "candidates"] {
            let path = format!("{at}/{what}?file=%00%0A");
            admin
                .send_table(&path, body.clone())
                .await
                .is_the_senders_fault();
        }
        let form = Form::new().part("items", Part::bytes(body).file_name("items.csv"));
        let reply = admin.send_form(&format!("{at}/items"), form).await;
        reply.is_the_senders_fault();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_table_that_is_too_long_is_told_so() {
    let world = World::start().await;
    let (admin, at) = selection(&world).await;
    for what in ["formations", "candidates"] {
        let path = format!("{at}/{what}");
        let reply = admin.send_table(&path, vec![b'a'; 32 * MIB + 1]).await;
        reply.refused(413, "too_large");
    }
    let part = Part::bytes(vec![b'a'; 64 * MIB]).file_name("items.csv");
    let reply = admin
        .send_form(&format!("{at}/items"), Form::new().part("items", part))
        .await;
    reply.refused(413, "too_large");
    // The same without a length in its head.
    let endless = futures::stream::repeat_with(|| Ok::<_, std::io::Error>(vec![b'a'; MIB]));
    let chunked = reqwest::Body::wrap_stream(futures::StreamExt::take(endless, 40));
    let reply = admin.send_table(&format!("{at}/candidates"), chunked).await;
    reply.refused(413, "too_large");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bundle_has_one_table_and_pictures() {
    let world = World::start().await;
    let (admin, at) = selection(&world).await;
    let path = format!("{at}/items");
    let bytes = |length| Part::bytes(vec![b'x'; length]).file_name("x");
    let forms = [
        Form::new(),
        Form::new().part("picture", bytes(1)),
        Form::new().part("items", bytes(1)).part("items", bytes(1)),
        Form::new().part("items", bytes(1)).part("script", bytes(1)),
        (0..5_001).fold(Form::new(), |form, _| form.part("picture", bytes(0))),
    ];
    for form in forms {
        admin.send_form(&path, form).await.refused(400, "malformed");
    }
    let head = |kind: &'static str| {
        admin
            .request(Method::POST, &path)
            .header("content-type", kind)
    };
    let cut = "--b\r\ncontent-disposition: form-data; name=\"items\"\r\n\r\ncode";
    for (kind, body) in [
        ("text/csv", "code\n1"),
        ("multipart/form-data", cut),
        ("multipart/form-data; boundary=b", cut),
        ("multipart/form-data; boundary=other", cut),
        ("multipart/mixed; boundary=b", "--b\r\n\r\n\r\n--b--"),
        (
            "multipart/form-data; boundary=b",
            "--b\r\n\r\nnameless\r\n--b--\r\n",
        ),
    ] {
        Reply::of(head(kind).body(body))
            .await
            .refused(400, "malformed");
    }
    let unnamed = Form::new()
        .part("items", bytes(3))
        .part("picture", bytes(3));
    admin
        .send_form(&path, unnamed)
        .await
        .refused(422, "import_faults");
    let imported = admin.send_form(&path, items_form()).await.ok();
    assert_eq!(imported, json!({ "new": 7, "changed": 0, "same": 0 }));
    let again = admin.send_form(&path, items_form()).await.ok();
    assert_eq!(again, json!({ "new": 0, "changed": 0, "same": 7 }));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bodies_of_staff_are_held_to_their_shape() {
    let world = World::start().await;
    let room = world.room().await;
    let attempt = room.attempt_of(NUMBERS[0]).await;
    let seat = format!("/api/v1/sittings/{}/seats/{attempt}", room.sitting);
    let sittings = format!("/api/v1/selections/{}/sittings", room.selection);
    let too_late = i64::MAX;
    let asks: Vec<(String, Value)> = vec![
        ("/api/v1/selections".into(), json!({ "code": "x" })),
        (
            "/api/v1/selections".into(),
            json!({ "code": "x", "name": "\u{0}", "agency": "a", "policy": "cpns-2024" }),
        ),
        (
            "/api/v1/selections".into(),
            json!({ "code": "x", "name": "n", "agency": "a", "policy": "a = 1" }),
        ),
        (
            "/api/v1/selections".into(),
            json!({ "code": "CPNS-1", "name": "n", "agency": "a", "policy": "cpns-2024" }),
        ),
        (
            "/api/v1/users".into(),
            json!({ "name": "n", "full_name": "N", "password": "long enough!", "grants": [{ "role": "king", "scope": { "kind": "system" } }] }),
        ),
        (
            "/api/v1/users".into(),
            json!({ "name": "\u{0}", "full_name": "N", "password": "long enough!" }),
        ),
        (
            "/api/v1/staff/login".into(),
            json!({ "name": "\u{0}", "password": "\u{0}" }),
        ),
        (
            "/api/v1/staff/login".into(),
            json!({ "name": "n".repeat(60_000), "password": "p" }),
        ),
        (
            sittings.clone(),
            json!({ "name": "S", "place": "R", "starts": too_late, "forms": [room.form], "seats": [{ "participant_no": NUMBERS[0] }] }),
        ),
        (
            sittings.clone(),
            json!({ "name": "S", "place": "R", "starts": 0, "forms": [room.form], "block_ms": [-1], "seats": [{ "participant_no": NUMBERS[0] }] }),
        ),
        (
            sittings.clone(),
            json!({ "name": "S", "place": "R", "starts": 0, "forms": [room.form], "block_ms": [too_late], "seats": [{ "participant_no": NUMBERS[0] }] }),
        ),
        (
            sittings,
            json!({ "name": "S", "place": "R", "starts": 0, "forms": [room.form], "seats": [{ "participant_no": NUMBERS[0] }] }),
        ),
        (
            format!("{seat}/grant"),
            json!({ "reason": "r", "length_ms": too_late, "seen": 0 }),
        ),
        (
            format!("{seat}/grant"),
            json!({ "reason": "r", "length_ms": -1, "seen": 0 }),
        ),
        (format!("{seat}/grant"), json!({ "reason": "r", "seen": 0 })),
        (
            format!("{seat}/grant"),
            json!({ "reason": "r", "length_ms": 1, "seen": -1 }),
        ),
        (
            format!("{seat}/incident"),
            json!({ "reason": "r", "from": i64::MIN, "to": too_late }),
        ),
        (format!("{seat}/warn"), json!({ "reason": "", "seen": 0 })),
        (
            format!("{seat}/warn"),
            json!({ "reason": "r".repeat(501), "seen": 0 }),
        ),
        (
            format!("{seat}/warn"),
            json!({ "reason": "two\nlines", "seen": 0 }),
        ),
        (
            format!("{seat}/warn"),
            json!({ "reason": "r", "length_ms": 1, "seen": 0 }),
        ),
        (format!("{seat}/fire"), json!({ "reason": "r" })),
        (format!("/api/v1/sittings/{}/burn", room.sitting), json!({})),
        (format!("/api/v1/sittings/{}/open", room.sitting), json!([])),
        (
            format!("/api/v1/sittings/{}/open", room.sitting),
            json!({ "from": 1 }),
        ),
        (
            format!("/api/v1/sittings/{}/incident", room.sitting),
            json!({ "reason": "r" }),
        ),
        (
            format!("/api/v1/sittings/{}/check-in", room.sitting),
            json!({ "participant_no": "90000000000000099" }),
        ),
    ];
    for (path, body) in asks {
        let reply = room.admin.post(&path, &body).await;
        assert!(
            (400..500).contains(&reply.status),
            "{path} {body}: {} {}",
            reply.status,
            reply.text()
        );
        reply.is_the_senders_fault();
    }
    for query in [
        "",
        "?formation=F-1&from=-1",
        "?formation=F-1&limit=99999999999",
        "?formation=%00",
    ] {
        let path = format!("/api/v1/selections/{}/ranking{query}", room.selection);
        room.admin.get(&path).await.is_the_senders_fault();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_may_not_send_is_told_so_before_anything_is_read() {
    let world = World::start().await;
    let (_, at) = selection(&world).await;
    let proctor = world.staff("petugas", Role::Proctor).await;
    for path in ["formations", "candidates"] {
        let path = format!("{at}/{path}");
        let long = vec![b'x'; 33 * 1024 * 1024];
        let request = proctor.request(Method::POST, &path).body(long);
        if let Ok(response) = request.send().await {
            assert_eq!(response.status().as_u16(), 403, "{path}");
        }
        proctor
            .send_table(&path, "\0")
            .await
            .refused(403, "forbidden");
    }
    let path = format!("{at}/items");
    let broken = proctor
        .request(Method::POST, &path)
        .header("content-type", "multipart/form-data; boundary=b")
        .body("--b\r\n");
    Reply::of(broken).await.refused(403, "forbidden");
}
