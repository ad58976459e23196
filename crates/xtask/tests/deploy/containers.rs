//! The image file and the compose files: what can be said of them without a container engine.

use std::path::Path;

use yaml_serde::Value;

use crate::place::{deploy, read, repository, version};
use crate::yaml::{at, documents, entries, list, text};

const COMPOSE: [&str; 2] = ["compose/single.yaml", "compose/fleet.yaml"];

fn compose(file: &str) -> Value {
    documents(file).remove(0)
}

/// Instruction and arguments of each line of the image file, continued lines joined.
fn instructions() -> Vec<(String, String)> {
    let text = read("container/Containerfile").replace("\\\n", " ");
    let lines = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    let split = lines.map(|line| line.split_once(' ').unwrap());
    split
        .map(|(instruction, rest)| (instruction.to_owned(), rest.trim().to_owned()))
        .collect()
}

fn arguments(instruction: &str) -> Vec<String> {
    let all = instructions()
        .into_iter()
        .filter(|(found, _)| found == instruction);
    all.map(|(_, rest)| rest).collect()
}

/// An image by its name and version alone: no host, nothing that is "latest".
fn is_bare(image: &str) -> bool {
    let Some((name, tag)) = image.split_once(':') else {
        return false;
    };
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    name.chars().all(plain)
        && tag != "latest"
        && tag.starts_with(|c: char| c.is_ascii_digit() || c.is_alphabetic())
}

#[test]
fn images_are_named_without_a_host_and_with_a_version() {
    assert!(is_bare("debian:bookworm-slim"));
    for other in [
        "debian",
        "debian:latest",
        "host.example/debian:12",
        "library/debian:12",
    ] {
        assert!(!is_bare(other), "{other}");
    }
    for stage in arguments("FROM") {
        let image = stage.split(' ').next().unwrap();
        assert!(is_bare(image), "{image}");
    }
    for file in COMPOSE {
        for (name, service) in entries(&compose(file), "services") {
            assert!(is_bare(text(service, "image")), "{file}: {name}");
        }
    }
}

#[test]
fn the_image_is_built_of_what_the_workspace_names() {
    let toolchain: toml::Table = std::fs::read_to_string(repository().join("rust-toolchain.toml"))
        .unwrap()
        .parse()
        .unwrap();
    let channel = toolchain["toolchain"]["channel"].as_str().unwrap();
    let (minor, _) = channel.rsplit_once('.').unwrap();
    assert!(
        arguments("FROM")
            .iter()
            .any(|from| from.starts_with(&format!("rust:{minor}-"))),
        "{channel}"
    );
    assert!(arguments("ARG").contains(&format!("VERSION={}", version())));
    for copy in arguments("COPY")
        .iter()
        .filter(|copy| !copy.starts_with("--from"))
    {
        let mut paths: Vec<&str> = copy.split_whitespace().collect();
        paths.pop();
        for path in paths {
            assert!(repository().join(path).exists(), "COPY {path}");
            assert!(
                is_sent(path),
                "{path} is kept out by Containerfile.dockerignore"
            );
        }
    }
}

/// Whether the engine gets this path: the list keeps everything out but what it names.
fn is_sent(path: &str) -> bool {
    let list = read("container/Containerfile.dockerignore");
    assert!(list.starts_with("*\n"));
    let named = list.lines().filter_map(|line| line.strip_prefix('!'));
    named
        .into_iter()
        .any(|name| Path::new(path).starts_with(name))
}

#[test]
fn the_image_runs_as_a_number_without_rights() {
    let users = arguments("USER");
    let user = users.last().expect("a USER");
    let numbers: Vec<u32> = user
        .split(':')
        .map(|number| number.parse().unwrap())
        .collect();
    assert!(
        numbers.len() == 2 && numbers.iter().all(|number| *number >= 10_000),
        "{user}"
    );
    let last_from = instructions()
        .iter()
        .rposition(|(name, _)| name == "FROM")
        .unwrap();
    let last_user = instructions()
        .iter()
        .rposition(|(name, _)| name == "USER")
        .unwrap();
    assert!(last_user > last_from);
    assert_eq!(arguments("VOLUME"), ["[\"/data\"]"]);
    assert!(arguments("HEALTHCHECK")[0].contains("\"health\", \"--alive\""));
}

#[test]
fn every_service_is_confined() {
    for file in COMPOSE {
        for (name, service) in entries(&compose(file), "services") {
            let name = format!("{file}: {name}");
            assert_eq!(at(service, "read_only"), &Value::from(true), "{name}");
            assert_eq!(list(service, "cap_drop"), ["ALL"], "{name}");
            assert!(
                at(service, "cap_add").is_null() && at(service, "privileged").is_null(),
                "{name}"
            );
            assert_eq!(
                list(service, "security_opt"),
                ["no-new-privileges:true"],
                "{name}"
            );
            for limit in [
                "mem_limit",
                "pids_limit",
                "logging/options/max-size",
                "logging/options/max-file",
            ] {
                assert!(!at(service, limit).is_null(), "{name}: {limit}");
            }
            assert!(!at(service, "healthcheck/test").is_null(), "{name}");
            assert_eq!(text(service, "restart"), "always", "{name}");
        }
    }
}

/// A password in the environment is in every crash report and every `inspect`.
#[test]
fn secrets_are_files() {
    for file in COMPOSE {
        let document = compose(file);
        for (name, secret) in entries(&document, "secrets") {
            assert!(
                text(secret, "file").starts_with("./secrets/"),
                "{file}: {name}"
            );
        }
        let known: Vec<&str> = entries(&document, "secrets")
            .into_iter()
            .map(|(name, _)| name)
            .collect();
        for (name, service) in entries(&document, "services") {
            for used in at(service, "secrets").as_sequence().into_iter().flatten() {
                let used = used
                    .as_str()
                    .or_else(|| at(used, "source").as_str())
                    .unwrap();
                assert!(known.contains(&used), "{file}: {name} uses {used}");
            }
            let Some(variables) = at(service, "environment").as_mapping() else {
                continue;
            };
            for (variable, _) in variables {
                let variable = variable.as_str().unwrap();
                let kept = !variable.contains("PASSWORD") && !variable.contains("TOKEN");
                assert!(
                    kept || variable.ends_with("_FILE"),
                    "{file}: {name}: {variable}"
                );
            }
        }
    }
}

#[test]
fn only_the_way_in_is_published() {
    for (file, way_in) in COMPOSE.into_iter().zip(["ambang", "balancer"]) {
        let document = compose(file);
        let services = entries(&document, "services");
        let published = services
            .iter()
            .filter(|(_, service)| !at(service, "ports").is_null());
        let names: Vec<&str> = published.map(|(name, _)| *name).collect();
        assert_eq!(names, [way_in], "{file}");
    }
    assert_eq!(
        at(&compose("compose/fleet.yaml"), "networks/inside/internal"),
        &Value::from(true)
    );
}

/// Files of this repository that are mounted are there.
#[test]
fn what_is_mounted_exists() {
    for file in COMPOSE {
        for (name, service) in entries(&compose(file), "services") {
            for volume in list(service, "volumes") {
                let source = volume.split(':').next().unwrap();
                // `./secrets` and `./backups` are made beside the file.
                if source.starts_with('.') && !source.starts_with("./backups") {
                    let path = deploy().join("compose").join(source);
                    assert!(path.exists(), "{file}: {name}: {source}");
                }
            }
        }
    }
}

/// Nodes and their addresses are the same in the compose file and for the balancer.
#[test]
fn the_balancer_knows_every_node() {
    let fleet = compose("compose/fleet.yaml");
    let hosts = list(&fleet, "services/balancer/extra_hosts");
    let balancer = read("haproxy/haproxy.cfg");
    let nodes: Vec<&str> = entries(&fleet, "services")
        .into_iter()
        .map(|(name, _)| name)
        .filter(|name| name.starts_with("node"))
        .collect();
    assert!(nodes.len() >= 3);
    for name in nodes {
        let address = text(
            &fleet,
            &format!("services/{name}/networks/inside/ipv4_address"),
        );
        assert!(hosts.contains(&format!("{name}:{address}")), "{name}");
        assert_eq!(
            balancer
                .matches(&format!("server {name} {name}:8443 "))
                .count(),
            3,
            "{name}"
        );
        assert!(read("compose/fleet-prepare.sh").contains(&format!("--name {name} ")));
    }
    let trusted = text(&fleet, "services/balancer/networks/inside/ipv4_address");
    let believed = format!("trusted_proxies = [\"{trusted}\"]");
    assert!(
        read("compose/fleet-prepare.sh").contains(&believed),
        "{believed}"
    );
}
