//! The repository is tidy, and each check finds what it is there to find.

use super::*;

fn file(path: &str, text: &str) -> Source {
    Source { path: path.to_owned(), text: text.to_owned() }
}

fn places(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.place.as_str()).collect()
}

fn long(path: &str, lines: usize) -> Source {
    file(path, &"x\n".repeat(lines))
}

#[test]
fn the_repository_is_tidy() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let findings = examine(root).unwrap();
    let list: Vec<String> = findings.iter().map(Finding::to_string).collect();
    assert!(list.is_empty(), "put right:\n{}", list.join("\n"));
}

#[test]
fn long_files_are_found_one_by_one_and_together() {
    assert_eq!(
        places(&checks::sizes(&[long("a.rs", 501), long("b.rs", 1), long("c.rs", 1)])),
        ["a.rs:501", "a.rs:300"]
    );
    assert_eq!(places(&checks::sizes(&[long("a.rs", 121)])), ["a.rs:1"]);
    let mut many: Vec<Source> = (0..9).map(|number| long(&format!("{number}.rs"), 20)).collect();
    many.push(long("long.rs", 400));
    assert!(checks::sizes(&many).is_empty());
    many.push(long("longer.rs", 450));
    assert_eq!(places(&checks::sizes(&many)), ["long.rs:300"]);
}

#[test]
fn marks_of_unfinished_work_are_found_as_words() {
    let text = format!(
        "fn a() {{}}\n// {} later\n{}()\nlet MA{} = 1;\n",
        concat!("TO", "DO"),
        concat!("to", "do!("),
        concat!("XX", "X")
    );
    assert_eq!(
        places(&checks::leftovers(&file("app/src/a.rs", &text))),
        ["app/src/a.rs:2", "app/src/a.rs:3"]
    );
}

#[test]
fn tests_that_are_left_out_are_found() {
    let rust = format!("#[test]\n{}]\nfn a() {{}}\n", concat!("#[ign", "ore"));
    assert_eq!(places(&checks::skipped_tests(&file("domain/tests/a.rs", &rust))), ["domain/tests/a.rs:2"]);
    let script = format!("{}('a', () => {{}});\n", concat!("test.", "only"));
    assert_eq!(
        places(&checks::skipped_tests(&file("end2end/tests/a.spec.mjs", &script))),
        ["end2end/tests/a.spec.mjs:1"]
    );
}

#[test]
fn storage_stays_in_operations() {
    let text = format!("// {0}x\nuse {0}query;\n", concat!("sq", "lx::"));
    assert_eq!(places(&checks::storage_outside_operations(&file("app/src/a.rs", &text))), ["app/src/a.rs:2"]);
    assert!(checks::storage_outside_operations(&file("operations/src/a.rs", &text)).is_empty());
}

#[test]
fn what_stands_in_a_textarea_is_escaped() {
    let end = concat!("</text", "area>");
    let text = format!("<a>{{value}}{end}\n<a>{{in_textarea(&value)}}{end}\n<a>{end}\n");
    assert_eq!(places(&checks::textareas(&file("app/src/a.rs", &text))), ["app/src/a.rs:1"]);
}

#[test]
fn panics_are_found_outside_tests_only() {
    let bad = concat!("let a = b.un", "wrap();\n");
    let text = format!("{bad}#[cfg(test)]\nuse x;\n{bad}#[cfg(test)]\nmod tests {{\n{bad}}}\n");
    assert_eq!(places(&checks::panics(&file("app/src/a.rs", &text))), ["app/src/a.rs:1", "app/src/a.rs:4"]);
    for path in ["app/src/a/tests.rs", "app/tests/a.rs"] {
        assert!(checks::panics(&file(path, bad)).is_empty());
    }
    assert!(checks::panics(&file("app/src/a.rs", "#[expect(dead_code, reason = \"\")]\n")).is_empty());
    let other = concat!("let a = b.exp", "ect(\"c\");\n");
    assert_eq!(places(&checks::panics(&file("app/src/a.rs", other))), ["app/src/a.rs:1"]);
}

#[test]
fn floating_point_is_for_charts() {
    let text = "fn a(b: f64) {}\nlet elf64 = 1;\n// f32 is refused\n";
    assert_eq!(
        places(&checks::floating_point(&file("domain/src/money.rs", text))),
        ["domain/src/money.rs:1"]
    );
    for path in ["operations/src/home/chart.rs", "app/src/a.rs"] {
        assert!(checks::floating_point(&file(path, text)).is_empty());
    }
}

#[test]
fn bound_limits_are_sums() {
    let (good, bad) = (concat!("LIM", "IT $1 + 0"), concat!("LIM", "IT $12) AS x"));
    let pushed = concat!("sql.push(\" LIM", "IT \").arg(n);");
    let text = format!("{good}\n{bad}\n{pushed}\n{}\n", concat!("LIM", "IT 1"));
    let findings = checks::bound_limits(&file("operations/src/a.rs", &text));
    assert_eq!(places(&findings), ["operations/src/a.rs:2", "operations/src/a.rs:3"]);
}

#[test]
fn migrations_come_in_pairs() {
    let list = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let findings = checks::migrations(&list(&["1_a.sql", "2_b.sql"]), &list(&["1_a.sql", "3_c.sql"]));
    assert_eq!(places(&findings), ["migrations/postgres/2_b.sql:1", "migrations/sqlite/3_c.sql:1"]);
}

#[test]
fn stylesheets_are_reached_from_the_entry() {
    let findings = checks::styles(&[
        file(
            "style/main.css",
            "@import \"base.css\" layer(base);\n@import 'parts/a.css';\n@import \"gone.css\";\n",
        ),
        file("style/base.css", "a { top: 0 }"),
        file("style/parts/a.css", "@import \"../b.css\";"),
        file("style/b.css", ""),
        file("style/lost.css", ""),
    ]);
    assert_eq!(places(&findings), ["style/main.css:3", "style/lost.css:1"]);
}
