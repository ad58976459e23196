use super::*;

fn policy(name: &str) -> Policy {
    preset(name).unwrap().unwrap()
}

/// A grade as `twk 65 tiu 80 tkp 166`.
fn grade(policy: &Policy, category: &str, group: Option<&str>) -> String {
    match policy.grade(category, group) {
        Err(error) => format!("{error:?}"),
        Ok(grade) => {
            let minimum =
                |m: &Minimum| format!("{} {}", policy.measure_name(m.measure), m.at_least);
            grade
                .minima()
                .iter()
                .map(minimum)
                .collect::<Vec<_>>()
                .join(" ")
        }
    }
}

#[test]
fn every_preset_is_sound_and_has_its_own_name() {
    for name in preset_names() {
        assert_eq!(policy(name).name, name);
    }
    assert_eq!(preset_names().count(), 5);
    assert!(preset("cpns-2018").is_none());
}

#[test]
fn maxima_and_minutes_are_those_of_the_year() {
    for (name, maxima, total, minutes) in [
        ("cpns-2019", [150, 175, 175], 500, (90, 120)),
        ("cpns-2021", [150, 175, 225], 550, (100, 130)),
        ("cpns-2023", [150, 175, 225], 550, (100, 130)),
        ("cpns-2024", [150, 175, 225], 550, (100, 130)),
        ("sekolah-kedinasan-2022", [150, 175, 225], 550, (100, 100)),
    ] {
        let policy = policy(name);
        assert_eq!([0, 1, 2].map(|index| policy.max(index).0), maxima, "{name}");
        assert_eq!(policy.max_total(), Points(total), "{name}");
        let disabled = "disabilitas".parse().unwrap();
        let time = |blind| policy.minutes(0, &disabled, blind);
        assert_eq!((time(false), time(true)), minutes, "{name}");
        assert_eq!(
            policy.minutes(0, &"umum".parse().unwrap(), true),
            minutes.0,
            "{name}"
        );
        assert_eq!(policy.minutes(1, &disabled, true), 0, "{name}");
    }
}

#[test]
fn grades_are_those_of_the_year() {
    let table = [
        ("cpns-2019", "umum", "twk 65 tiu 80 tkp 126"),
        ("cpns-2019", "cyber", "twk 65 tiu 80 tkp 126"),
        ("cpns-2019", "cumlaude", "total 271 tiu 85"),
        ("cpns-2019", "diaspora", "total 271 tiu 85"),
        ("cpns-2019", "disabilitas", "total 260 tiu 70"),
        ("cpns-2019", "papua", "total 260 tiu 60"),
        ("cpns-2019", "kalimantan", "UnknownCategory"),
        ("cpns-2021", "cyber", "UnknownCategory"),
        ("cpns-2021", "umum", "twk 65 tiu 80 tkp 166"),
        ("cpns-2023", "cumlaude", "total 311 tiu 85"),
        ("cpns-2023", "kalimantan", "UnknownCategory"),
        ("cpns-2023", "daerah-tertinggal", "UnknownCategory"),
        ("cpns-2024", "umum", "twk 65 tiu 80 tkp 166"),
        ("cpns-2024", "kalimantan", "twk 65 tiu 80 tkp 166"),
        ("cpns-2024", "diaspora", "total 311 tiu 85"),
        ("cpns-2024", "disabilitas", "total 286 tiu 60"),
        ("cpns-2024", "papua", "total 286 tiu 60"),
        ("cpns-2024", "daerah-tertinggal", "total 286 tiu 60"),
        ("sekolah-kedinasan-2022", "umum", "twk 65 tiu 80 tkp 156"),
        ("sekolah-kedinasan-2022", "afirmasi", "total 281 tiu 55"),
        ("sekolah-kedinasan-2022", "papua", "UnknownCategory"),
    ];
    for (name, category, expected) in table {
        assert_eq!(
            grade(&policy(name), category, None),
            expected,
            "{name} {category}"
        );
    }
}

#[test]
fn a_position_group_replaces_the_grade_of_umum_only() {
    let table = [
        ("cpns-2019", "umum", "medis", "total 271 tiu 80"),
        ("cpns-2019", "umum", "pelaut", "total 260 tiu 70"),
        ("cpns-2019", "cyber", "medis", "twk 65 tiu 80 tkp 126"),
        ("cpns-2021", "umum", "medis", "total 311 tiu 80"),
        ("cpns-2021", "umum", "pelaut", "total 286 tiu 70"),
        ("cpns-2021", "disabilitas", "medis", "total 286 tiu 60"),
        ("cpns-2023", "umum", "medis", "UnknownPositionGroup"),
        ("cpns-2024", "umum", "pelaut", "UnknownPositionGroup"),
    ];
    for (name, category, group, expected) in table {
        let found = grade(&policy(name), category, Some(group));
        assert_eq!(found, expected, "{name} {category} {group}");
    }
}

#[test]
fn what_all_skd_policies_share() {
    for name in preset_names() {
        let policy = policy(name);
        let chain: Vec<_> = policy
            .order
            .links()
            .iter()
            .map(|m| policy.measure_name(*m))
            .collect();
        assert_eq!(chain, ["total", "tkp", "tiu", "twk"]);
        assert_eq!(policy.board.tick, lexicon::Millis::from_secs(30));
        assert_eq!(policy.board.min_new_answers, 5);
        assert!(!policy.show_pass_fail);
        assert_eq!(policy.late_start, LateStart::Full);
        let cpns = name.starts_with("cpns");
        assert_eq!(policy.cut, cpns.then_some(Cut::Multiple(3)));
        assert_eq!(
            policy.integration.map(|i| (i.skd_weight, i.skb_weight)),
            cpns.then_some((40, 60))
        );
    }
}

#[test]
fn a_score_is_judged_by_its_own_sub_test() {
    let policy = policy("cpns-2024");
    assert_eq!(policy.check_score(0, 150), Ok(Points(150)));
    assert_eq!(policy.check_score(2, 166), Ok(Points(166)));
    assert_eq!(
        policy.check_score(1, 166),
        Err(ScoreFault::OffStep { step: 5 })
    );
    assert_eq!(policy.check_score(3, 0), Err(ScoreFault::UnknownSubTest));
    assert_eq!(policy.sheet(&[Points(1), Points(2)]), None);
    assert_eq!(policy.sub_test("tkp"), Some(2));
}

/// The faults after one edit of the preset of 2021, as `path: reason`.
fn faults(from: &str, to: &str) -> Vec<String> {
    let text = preset_text("cpns-2021").unwrap();
    assert!(text.contains(from), "{from}");
    match Policy::parse(&text.replacen(from, to, 1)) {
        Ok(_) => Vec::new(),
        Err(PolicyFaults(faults)) => faults.iter().map(ToString::to_string).collect(),
    }
}

#[test]
fn each_fault_is_named_with_its_path() {
    for (from, to, expected) in [
        (
            "format = 1",
            "format = 2",
            "format: is missing or not 1, the version this program reads",
        ),
        (
            "year = 2021",
            "year = \"2021\"",
            "year: must be a whole number from 2000 to 2100",
        ),
        ("year = 2021", "", "year: is missing"),
        (
            "items = 30",
            "items = 0",
            "sub_tests[1].items: must be a whole number from 1 to 1000",
        ),
        (
            "wrong = 0",
            "wrong = 5",
            "sub_tests[1].points.wrong: must be less than right",
        ),
        (
            "[1, 2, 3, 4, 5]",
            "[1, 1]",
            "sub_tests[3].points.graded: must be at least two numbers, ascending",
        ),
        (
            "code = \"tiu\"",
            "code = \"twk\"",
            "sub_tests[2].code: is there twice",
        ),
        (
            "minutes = 100",
            "minutes = 140",
            "blocks[1].blind_minutes: must not be less than minutes",
        ),
        (
            "minutes = 100",
            "minutes = 100\nsub_tests = [\"twk\", \"tiu\"]",
            "blocks: tkp must be in exactly one block",
        ),
        (
            "{ twk = 65, tiu = 80, tkp = 166 }",
            "{ twk = 151 }",
            "categories[1].minima.twk: must be a whole number from 1 to 150",
        ),
        (
            "{ twk = 65, tiu = 80, tkp = 166 }",
            "{ }",
            "categories[1].minima: must give at least one of total, twk, tiu, tkp",
        ),
        (
            "code = \"papua\"",
            "code = \"umum\"",
            "categories[5].code: is there twice",
        ),
        (
            "code = \"papua\"",
            "code = \"Papua\"",
            "categories[5].code: a name is 1 to 32 lower-case letters, digits and inner hyphens",
        ),
        (
            "[\"umum\"]",
            "[\"umun\"]",
            "position_groups[1].replaces: names \"umun\", which is no category",
        ),
        (
            "[\"total\", \"tkp\",",
            "[\"total\", \"tpk\",",
            "order: names \"tpk\", which is neither total nor a sub-test",
        ),
        (
            "[\"total\", \"tkp\",",
            "[\"total\", \"tiu\",",
            "order: must name at least one measure, and none twice",
        ),
        (
            "multiple = 3",
            "multiple = 0",
            "cut.multiple: must be a whole number from 1 to 1000",
        ),
        (
            "multiple = 3",
            "multiple = 3, fixed = 3",
            "cut.fixed: cannot stand beside multiple",
        ),
        (
            "below = \"TL\"",
            "below = \"P\"",
            "codes.below: is the same as another code",
        ),
        (
            "late_start = \"full\"",
            "late_start = \"none\"",
            "late_start: must be \"full\" or \"sitting-end\"",
        ),
        (
            "tick_seconds = 30",
            "tick = 30",
            "board.tick: is not known here; known are public, tick_seconds, min_new_answers",
        ),
        (
            "skd_max = 550",
            "skd_max = 500",
            "integration.skd_max: must be 550, the most that the sub-tests can give",
        ),
        (
            "skb_weight = 60",
            "skb_weight = 50",
            "integration.skb_weight: must make 100 together with skd_weight",
        ),
    ] {
        let found = faults(from, to);
        assert!(
            found.iter().any(|fault| fault == expected),
            "{expected}\nnot in {found:?}"
        );
    }
}

#[test]
fn all_faults_are_named_at_once() {
    let text = preset_text("cpns-2021").unwrap();
    let text = text
        .replacen("year = 2021", "year = 1", 1)
        .replacen("items = 30", "items = 0", 1)
        .replacen("multiple", "multiples", 1)
        .replacen("min_new_answers", "answers", 1);
    let Err(PolicyFaults(faults)) = Policy::parse(&text) else {
        panic!("four sections are wrong");
    };
    let paths: Vec<_> = faults.iter().map(|fault| fault.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "year",
            "sub_tests[1].items",
            "cut.multiples",
            "cut.multiple",
            "board.answers",
            "board.min_new_answers"
        ]
    );
}

#[test]
fn a_file_that_is_no_toml_is_refused_with_its_place() {
    let Err(PolicyFaults(faults)) = Policy::parse("format = 1\nname = \n") else {
        panic!("no value is given");
    };
    assert_eq!(faults.len(), 1);
    assert!(
        faults[0].to_string().starts_with("file: line 2, column 8"),
        "{faults:?}"
    );
}

#[test]
fn two_blocks_share_the_sub_tests() {
    let text = preset_text("cpns-2021").unwrap().replacen(
        "minutes = 100",
        "minutes = 10\nsub_tests = [\"tkp\"]\n\n[[blocks]]\nsub_tests = [\"tiu\", \"twk\"]\nminutes = 90",
        1,
    );
    let policy = Policy::parse(&text).unwrap();
    let blocks: Vec<_> = policy
        .blocks
        .iter()
        .map(|b| (b.sub_tests.clone(), b.minutes))
        .collect();
    assert_eq!(blocks, [(vec![2], 10), (vec![0, 1], 90)]);
}
