use super::*;

fn shown(text: &str) -> String {
    markdown(text, Lang::En)
}

#[test]
fn what_people_use_is_shown() {
    for (text, expected) in [
        ("one\ntwo", "<p>one<br>\ntwo</p>"),
        ("**bold** and `code`", "<strong>bold</strong> and <code>code</code>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("7. a\n8. b", "<ol start=\"7\">"),
        ("```rust\nlet x = \"<b>\";\n```", "<pre><code>let x = \"&lt;b&gt;\";\n</code></pre>"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "<td>1</td><td>2</td>"),
        ("> said\n\nanswer", "<blockquote>\n<p>said</p>\n</blockquote>"),
        ("---", "<hr>"),
        ("3~5 天，7~9 天", "3~5 天，7~9 天"),
    ] {
        let html = shown(text);
        assert!(html.contains(expected), "{text}: {html}");
    }
}

#[test]
fn headings_are_no_larger_than_text() {
    for text in ["# Large", "Large\n===", "###### Large"] {
        assert_eq!(shown(text).trim(), "<p><strong>Large</strong></p>");
    }
}

#[test]
fn tags_are_shown_and_not_obeyed() {
    for text in [
        "<script>alert(1)</script>",
        "a <b onclick=\"x()\">b</b>",
        "<img src=x onerror=alert(1)>",
        "<div>\n<iframe src=\"https://example.com\"></iframe>\n</div>",
        "<style>* { display: none }</style>",
        "<svg/onload=alert(1)>",
        "<!-- hidden -->",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<details open ontoggle=alert(1)>",
        "</p></div></body>",
        "<![CDATA[ x ]]>",
        "<?php x ?>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    ] {
        let html = shown(text);
        for bad in [
            "<script",
            "<b",
            "<img",
            "<iframe",
            "<style",
            "<svg",
            "<!",
            "<div",
            "<details",
            "<math",
            "<?",
            "<a href=\"javascript",
        ] {
            assert!(!html.replace("<br>", "").contains(bad), "{text}: {html}");
        }
        let first =
            text.split_whitespace().next().unwrap_or_default().replace('<', "&lt;").replace('>', "&gt;");
        assert!(html.contains(&first), "it is told: {text}: {html}");
    }
}

#[test]
fn links_that_run_something_are_text() {
    for to in [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java&#x09;script:alert(1)",
        "java&Tab;script:alert(1)",
        "&#106;avascript:alert(1)",
        "javascript&colon;alert(1)",
        "&#x1;javascript:alert(1)",
        "data:text/html;base64,PHNjcmlwdD4=",
        "vbscript:x",
        "file:///etc/passwd",
        "//example.com",
        "/do/sign-out",
        "?x",
        "#x",
    ] {
        for text in [
            format!("[press]({to})"),
            format!("[press](<{to}>)"),
            format!("[press][x]\n\n[x]: {to}"),
            format!("![press]({to})"),
        ] {
            let html = shown(&text);
            assert!(!html.contains("href") && !html.contains("src="), "{text}: {html}");
            assert!(html.contains("press"), "{text}: {html}");
        }
    }
    let split = shown("[press](<java\nscript:alert(1)>) [press](java\tscript:alert(1))");
    assert!(!split.contains("href"), "{split}");
}

#[test]
fn links_show_where_they_lead() {
    let rel = "rel=\"noopener nofollow noreferrer\"";
    let html = shown("[the bank](https://example.com/x \"title\")");
    assert_eq!(
        html.trim(),
        format!(
            "<p><a href=\"https://example.com/x\" {rel}>the bank</a> <small>(https://example.com/x)</small></p>"
        )
    );
    for text in
        ["https://example.com/x", "<https://example.com/x>", "[https://example.com/x](https://example.com/x)"]
    {
        let link = format!("<a href=\"https://example.com/x\" {rel}>https://example.com/x</a>");
        assert_eq!(shown(text).trim(), format!("<p>{link}</p>"), "{text}");
    }
    let mail = shown("<li@example.com> [write](mailto:li@example.com)");
    assert!(mail.contains(&format!("<a href=\"mailto:li@example.com\" {rel}>li@example.com</a>")), "{mail}");
    assert!(mail.contains("<small>(mailto:li@example.com)</small>"), "{mail}");
    let other = shown("[https://bank.example](https://evil.example)");
    assert!(other.contains("<small>(https://evil.example)</small>"), "{other}");
    assert!(!shown("`https://example.com`").contains("href"));
}

#[test]
fn pictures_are_not_fetched() {
    let html = shown("![a cat](https://example.com/cat.png)");
    assert!(
        !html.contains("<img")
            && html.contains("href=\"https://example.com/cat.png\"")
            && html.contains("a cat"),
        "{html}"
    );
    let within = shown("[![a cat](https://example.com/cat.png)](https://example.com/)");
    assert_eq!(within.matches("<a ").count(), 1, "{within}");
    assert!(
        within.contains("(https://example.com/cat.png)") && within.contains("(https://example.com/)"),
        "{within}"
    );
}

#[test]
fn quoted_mails_are_folded() {
    let html = shown("Thank you.\n\nOn Monday Li wrote:\n> Empty the cache.\n> **Please.**");
    assert!(html.contains("<details><summary>Quoted text</summary>"), "{html}");
    assert!(
        html.find("Thank you") < html.find("<details>") && html.find("<details>") < html.find("Empty"),
        "{html}"
    );
}

#[test]
fn depth_and_length_end_somewhere() {
    for piece in [
        "> ",
        "- ",
        "[",
        "![",
        "*",
        "**a ",
        "<b>",
        "`",
        "&",
        "(",
        "| ",
        "1. ",
        "<https://x",
        "[a](",
        "\\",
        "http://",
        "_a_ ",
    ] {
        let text: String = piece.chars().cycle().take(20_000).collect();
        let html = shown(&text);
        assert!(html.len() < 2_000_000, "{piece}: {}", html.len());
        assert!(
            html.matches("<blockquote").count() <= MOST_DEPTH && html.matches("<ul").count() <= 20_000,
            "{piece}"
        );
    }
    let long = "字".repeat(20_000);
    assert!(shown(&long).contains(&long));
}

#[test]
fn plain_text_stays_what_it_was() {
    let text = "登录后页面空白，清理浏览器缓存无效。\n报错 E1042；a < b && c > d，路径 C:\\temp\\x。";
    let html = shown(text);
    let back = html.replace("<br>", "").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    assert_eq!(back.trim(), format!("<p>{text}</p>"));
    assert_eq!(shown(""), "");
}
