//! What `deploy/` says to the program: its configurations are understood, and the commands in its pages exist.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests may panic as tests may"
)]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn deploy(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../deploy")
        .join(file)
}

fn ambang(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ambang"));
    command.args(arguments).output().unwrap()
}

/// Where containers find their secrets, and what stands for those that the configuration itself is made of.
const SECRETS: [&str; 2] = ["/run/secrets", "/etc/ambang/secret"];
const FILES: [(&str, &str); 3] = [
    ("database", "postgres://ambang:a5a5@balancer:5432/ambang"),
    ("live", "redis://:a5a5@redis:6379/0"),
    ("metrics_token", "a5a5a5a5a5a5a5a5"),
];

/// The settings in force with this configuration.
fn settings(text: &str) -> toml::Table {
    let folder = tempfile::tempdir().unwrap();
    let mut text = text.to_owned();
    for (name, value) in FILES {
        let file = folder.path().join(name);
        fs::write(&file, value).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o400)).unwrap();
        for place in SECRETS {
            text = text.replace(
                &format!("{place}/{name}\""),
                &format!("{}\"", file.display()),
            );
        }
    }
    let file = folder.path().join("ambang.toml");
    fs::write(&file, text).unwrap();
    let output = ambang(&["--config", file.to_str().unwrap(), "config", "print"]);
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{error}");
    let printed = String::from_utf8(output.stdout).unwrap();
    assert!(!printed.contains("a5a5"), "{printed}");
    printed.parse().unwrap()
}

#[test]
fn configurations_are_understood_and_open_nothing_in_clear() {
    for file in ["systemd/ambang.toml", "container/ambang.toml"] {
        let settings = settings(&fs::read_to_string(deploy(file)).unwrap());
        assert_eq!(
            settings["allow_plain_http"].as_bool(),
            Some(false),
            "{file}"
        );
        let database = settings["database"].as_str().unwrap();
        assert!(database.starts_with("sqlite:/"), "{file}: {database}");
    }
}

/// The text that a script or a manifest holds between two lines.
fn within(file: &str, from: &str, to: &str, indent: usize) -> String {
    let text = fs::read_to_string(deploy(file)).unwrap();
    let inside = text
        .lines()
        .skip_while(|line| !line.ends_with(from))
        .skip(1);
    let inside = inside.take_while(|line| *line != to);
    let lines: Vec<&str> = inside
        .map(|line| line.get(indent..).unwrap_or(""))
        .collect();
    assert!(!lines.is_empty(), "{file}");
    lines.join("\n")
}

#[test]
fn configurations_within_other_files_are_understood() {
    let map = within("kubernetes/config.yaml", "ambang.toml: |", "", 4);
    let map = settings(&map);
    assert_eq!(map["listen"].as_str(), Some("0.0.0.0:8443"));
    let node = within(
        "compose/fleet-prepare.sh",
        "secrets.new/node.toml <<TOML",
        "TOML",
        0,
    );
    let node = settings(&node);
    assert_eq!(node["secrets"].as_str(), Some("/run/secrets/node_secrets"));
    for fleet in [map, node] {
        for (name, _) in FILES {
            let file = fleet[&format!("{name}_file")].as_str().unwrap();
            assert!(file.ends_with(name), "{file}");
            assert!(!fleet.contains_key(name), "{name} comes from its file");
        }
    }
}

/// What stands in a page as code: lines between fences, and spans between backticks.
fn code(page: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, block) in page.split("```").enumerate() {
        let inside = at % 2 == 1;
        for line in block.lines() {
            if inside {
                found.push(line.to_owned());
            } else {
                found.extend(line.split('`').skip(1).step_by(2).map(str::to_owned));
            }
        }
    }
    found
}

/// The words after the program's name, where a piece of a command line runs it: itself, or by the page's alias.
fn arguments(piece: &str) -> Option<Vec<String>> {
    let words: Vec<&str> = piece.split_whitespace().collect();
    let at = match words.first()? {
        &"ambang" | &"office" => 0,
        _ => return None,
    };
    let rest = words.get(at + 1..)?;
    (!rest.is_empty()).then(|| rest.iter().map(|word| (*word).to_owned()).collect())
}

#[test]
fn every_command_of_the_pages_exists() {
    let mut seen = 0;
    for page in ["README.md", "RUNBOOK.md"] {
        let text = fs::read_to_string(deploy(page)).unwrap();
        let lines = code(&text);
        let pieces = lines.iter().flat_map(|line| line.split([';', '|', '&']));
        for command in pieces.filter_map(arguments) {
            let groups = [
                "compute",
                "config",
                "export",
                "import",
                "secrets",
                "selection",
                "user",
            ];
            let depth = if groups.contains(&command[0].as_str()) {
                2
            } else {
                1
            };
            let mut names: Vec<&str> = command.iter().map(String::as_str).take(depth).collect();
            names.retain(|name| *name != "…" && !name.starts_with("--"));
            names.push("--help");
            let output = ambang(&names);
            let help = String::from_utf8_lossy(&output.stdout).into_owned();
            assert!(output.status.success(), "{page}: {command:?}");
            for option in command.iter().filter(|word| word.starts_with("--")) {
                assert!(
                    help.contains(option.as_str()),
                    "{page}: {command:?}: {option}"
                );
            }
            seen += 1;
        }
    }
    assert!(seen >= 12, "only {seen} commands were found");
}

#[test]
fn code_and_its_commands_are_found_in_a_page() {
    let page = "Say `office user list` or\n```\nsystemctl stop ambang\nambang verify a.json\n```\nand `b`.";
    let found = code(page);
    let expected = [
        "office user list",
        "",
        "systemctl stop ambang",
        "ambang verify a.json",
        "b",
    ];
    assert_eq!(found, expected);
    assert_eq!(arguments("systemctl stop ambang"), None);
    assert_eq!(
        arguments(" office user list "),
        Some(vec!["user".to_owned(), "list".to_owned()])
    );
}
