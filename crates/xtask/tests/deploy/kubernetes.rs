//! What the Kubernetes manifests promise beyond their schemas, which `cargo xtask test` checks.

use yaml_serde::Value;

use crate::place::{file_name, files, read, version};
use crate::yaml::{at, documents, entries, list, text};

fn all() -> Vec<Value> {
    let manifests = files("kubernetes", "yaml").into_iter();
    let names = manifests.map(|path| format!("kubernetes/{}", file_name(&path)));
    let mut all: Vec<Value> = names.flat_map(|name| documents(&name)).collect();
    all.extend(documents("kubernetes/template/secret.yaml"));
    all
}

fn of_kind(kind: &str) -> Value {
    let mut found = all()
        .into_iter()
        .filter(|object| text(object, "kind") == kind);
    found.next().unwrap_or_else(|| panic!("no {kind}"))
}

#[test]
fn every_part_is_there_and_in_the_namespace() {
    let name = text(&of_kind("Namespace"), "metadata/name").to_owned();
    for kind in [
        "ConfigMap",
        "Deployment",
        "Service",
        "PodDisruptionBudget",
        "NetworkPolicy",
        "Secret",
    ] {
        assert_eq!(text(&of_kind(kind), "metadata/namespace"), name, "{kind}");
    }
}

#[test]
fn everything_finds_the_nodes() {
    let deployment = of_kind("Deployment");
    let labels = at(&deployment, "spec/template/metadata/labels");
    for (kind, selector) in [
        ("Deployment", "spec/selector/matchLabels"),
        ("Service", "spec/selector"),
        ("PodDisruptionBudget", "spec/selector/matchLabels"),
    ] {
        assert_eq!(at(&of_kind(kind), selector), labels, "{kind}");
    }
    assert_eq!(text(&of_kind("Service"), "spec/sessionAffinity"), "None");
}

#[test]
fn a_pod_can_do_nothing_but_its_work() {
    let pod = of_kind("Deployment");
    let pod = at(&pod, "spec/template/spec");
    assert_eq!(at(pod, "securityContext/runAsNonRoot"), &Value::from(true));
    assert_eq!(
        text(pod, "securityContext/seccompProfile/type"),
        "RuntimeDefault"
    );
    assert_eq!(at(pod, "automountServiceAccountToken"), &Value::from(false));
    for container in ["initContainers/0", "containers/0"] {
        let container = at(pod, container);
        let rights = at(container, "securityContext");
        assert_eq!(at(rights, "readOnlyRootFilesystem"), &Value::from(true));
        assert_eq!(at(rights, "allowPrivilegeEscalation"), &Value::from(false));
        assert_eq!(list(rights, "capabilities/drop"), ["ALL"]);
        assert!(!at(container, "resources/limits/memory").is_null());
        assert!(
            at(container, "resources/limits/cpu").is_null(),
            "throttling is an outage"
        );
        assert_eq!(text(container, "image"), format!("ambang:{}", version()));
    }
}

/// Kubernetes' own AMBANG_… variables would keep the server from starting.
#[test]
fn no_service_leaves_a_variable_in_the_environment() {
    let pod = of_kind("Deployment");
    assert_eq!(
        at(&pod, "spec/template/spec/enableServiceLinks"),
        &Value::from(false)
    );
}

#[test]
fn a_slow_database_kills_no_node() {
    let pod = of_kind("Deployment");
    let node = at(&pod, "spec/template/spec/containers/0");
    for (probe, path) in [
        ("startupProbe", "/healthz"),
        ("readinessProbe", "/readyz"),
        ("livenessProbe", "/healthz"),
    ] {
        assert_eq!(text(node, &format!("{probe}/httpGet/path")), path);
        assert_eq!(text(node, &format!("{probe}/httpGet/scheme")), "HTTPS");
    }
    assert_eq!(
        at(&pod, "spec/strategy/rollingUpdate/maxUnavailable"),
        &Value::from(0)
    );
    let grace = at(&pod, "spec/template/spec/terminationGracePeriodSeconds");
    assert!(
        grace.as_u64().is_some_and(|seconds| seconds >= 45),
        "{grace:?}"
    );
}

/// What is read from the Secret and the ConfigMap is in them, and no secret is in this repository.
#[test]
fn settings_come_from_where_they_are() {
    let (pod, secret) = (of_kind("Deployment"), of_kind("Secret"));
    let node = at(&pod, "spec/template/spec/containers/0");
    let variables = at(node, "env").as_sequence().unwrap();
    let names: Vec<&str> = variables.iter().map(|it| text(it, "name")).collect();
    assert_eq!(names, ["AMBANG_CONFIG"], "no secret is in the environment");
    let config = of_kind("ConfigMap");
    let settings: toml::Table = text(&config, "data/ambang.toml").parse().unwrap();
    for (setting, mounted) in [
        ("tls_key", "/etc/ambang/tls"),
        ("secrets", "/run/ambang"),
        ("database_file", "/etc/ambang/secret"),
        ("live_file", "/etc/ambang/secret"),
        ("metrics_token_file", "/etc/ambang/secret"),
    ] {
        let path = settings[setting].as_str().unwrap();
        assert!(path.starts_with(mounted), "{setting} = {path}");
        let mounts = at(node, "volumeMounts").as_sequence().unwrap();
        assert!(
            mounts
                .iter()
                .any(|mount| text(mount, "mountPath") == mounted)
        );
        let Some(key) = setting.strip_suffix("_file") else {
            continue;
        };
        assert_eq!(path, format!("{mounted}/{key}"));
        let template = text(&secret, &format!("stringData/{key}"));
        assert!(
            template.contains(|c: char| c.is_ascii_uppercase()),
            "{key}: {template}"
        );
        let volumes = at(&pod, "spec/template/spec/volumes")
            .as_sequence()
            .unwrap();
        let mut items = volumes
            .iter()
            .filter_map(|volume| at(volume, "secret/items").as_sequence());
        assert!(items.any(|items| items.iter().any(|item| text(item, "path") == key)));
    }
    for (key, _) in entries(&secret, "stringData") {
        assert!(!read("kubernetes/config.yaml").contains(&format!("{key}:")));
    }
}

#[test]
fn nothing_is_open_but_what_is_named() {
    let policies: Vec<Value> = documents("kubernetes/network.yaml");
    let closed = policies
        .iter()
        .find(|policy| text(policy, "metadata/name") == "nothing");
    let closed = closed.expect("a policy that closes everything");
    assert!(entries(closed, "spec/podSelector").is_empty());
    for kind in ["ingress", "egress"] {
        assert!(at(closed, &format!("spec/{kind}")).is_null());
        let open = at(&policies[1], &format!("spec/{kind}"))
            .as_sequence()
            .unwrap();
        for rule in open {
            let (ports, peers) = (at(rule, "ports"), rule.get("from").or(rule.get("to")));
            assert!(ports.as_sequence().is_some_and(|ports| !ports.is_empty()));
            assert!(peers.is_some(), "anybody: {rule:?}");
        }
    }
}
