//! A sitting that is over, signed and published: the copy says the same of it, byte for byte.

/// Real time passes in a sitting.
mod slow {
    use std::fs;
    use std::path::Path;

    use crate::office::{Server, command, configure, database, refuses, run_sql, says};

    /// What each command says of the selection under this configuration.
    fn told(at: &Path, config: &str) -> (Vec<u8>, String) {
        let with = ["--config", config];
        let list = says(at, &[&with[..], &["selection", "list"]].concat());
        let code = list.split_whitespace().nth(1).unwrap();
        let journal = format!("{config}.ndjson");
        let export = ["export", "journal", "--selection", code, "--out", &journal];
        says(at, &[&with[..], &export].concat());
        let recompute = ["recompute", "--selection", code];
        let recomputed = says(at, &[&with[..], &recompute].concat());
        assert!(recomputed.lines().count() > 8, "{recomputed}");
        (fs::read(at.join(journal)).unwrap(), recomputed)
    }

    /// The newest published list, as a server under this configuration gives it to anybody.
    async fn published(at: &Path, config: &str) -> Vec<u8> {
        let text = fs::read_to_string(at.join(config)).unwrap();
        let text: toml::Table = text.parse().unwrap();
        let base = format!("http://{}/api/v1/public", text["listen"].as_str().unwrap());
        let server = Server::start(command(at, &["--config", config, "serve"]));
        let get = async |path: String| {
            let answer = reqwest::get(format!("{base}/{path}")).await.unwrap();
            assert_eq!(answer.status(), 200, "{path}");
            answer.bytes().await.unwrap().to_vec()
        };
        let id = |list: &[u8]| {
            let list: serde_json::Value = serde_json::from_slice(list).unwrap();
            list[0]["id"].as_str().unwrap().to_owned()
        };
        let selections = get("selections".to_owned()).await;
        let path = format!("selections/{}/publications", id(&selections));
        let publications = get(path).await;
        let list = get(format!("publications/{}", id(&publications))).await;
        server.end();
        list
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn the_copy_of_a_finished_sitting_says_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let office = folder.path().join("office");
        let kept = office.to_str().unwrap();
        let rehearse = ["--candidates", "12", "--speed", "400", "--keep", kept];
        says(folder.path(), &[&["rehearse"], &rehearse[..]].concat());
        let (_postgres, url) = database().await;
        fs::write(office.join("to"), format!("{url}\n")).unwrap();
        let copy = ["copy", "--from", "sqlite:store.db", "--to-file", "to"];
        let report = says(&office, &copy);
        assert!(report.contains("the same in both"), "{report}");
        assert!(!report.contains("DIFFER"), "{report}");
        let rows = |table: &str| {
            let line = report.lines().find(|line| line.starts_with(table)).unwrap();
            let rows = line.split_whitespace().nth(1).unwrap();
            rows.parse::<u64>().unwrap()
        };
        assert!(rows("journal") > 500 && rows("attempts") == 12, "{report}");
        assert!(
            rows("publications") >= 1 && rows("settings") >= 2,
            "{report}"
        );

        configure(
            &office,
            "file.toml",
            "sqlite:store.db",
            &office.join("secrets.toml"),
        );
        configure(&office, "fleet.toml", &url, &office.join("secrets.toml"));
        assert!(told(&office, "file.toml") == told(&office, "fleet.toml"));
        let list = published(&office, "fleet.toml").await;
        assert!(list == published(&office, "file.toml").await);
        assert!(list == fs::read(office.join("publication.json")).unwrap());
        fs::write(office.join("list.json"), &list).unwrap();
        says(&office, &["verify", "list.json"]);

        convicted(&office, &url).await;
    }

    /// One bit of one answer in the copy: the comparison names the table, the recomputation the attempt.
    async fn convicted(office: &Path, url: &str) {
        let flip = "UPDATE journal SET event = set_byte(event, length(event) - 1, get_byte(event, length(event) - 1) # 1)
            WHERE id = (SELECT max(last_row) FROM attempts)";
        run_sql(url, flip).await;
        let compare = [
            "copy",
            "--compare",
            "--from",
            "sqlite:store.db",
            "--to-file",
            "to",
        ];
        let report = refuses(office, &compare);
        let line = |table: &str| {
            let line = report.lines().find(|line| line.starts_with(table));
            line.unwrap().to_owned()
        };
        assert!(line("journal").contains("DIFFERENT"), "{report}");
        assert!(line("attempts").ends_with("same"), "{report}");
        assert!(report.contains("do not hold the same"), "{report}");
        let list = says(office, &["--config", "fleet.toml", "selection", "list"]);
        let code = list.split_whitespace().nth(1).unwrap();
        let recompute = ["--config", "fleet.toml", "recompute", "--selection", code];
        refuses(office, &recompute);
    }
}
