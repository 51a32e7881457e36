//! Mails of every kind, as they come in.

/// A mail and what it is called.
pub struct Mail {
    pub name: &'static str,
    pub raw: Vec<u8>,
}

/// A mail with this head, on top of what every mail has, and this body.
pub fn mail(head: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    let mut raw =
        format!("From: Zhang San <zhang@Shop.Example>\r\nTo: help@b.example\r\n{head}\r\n\r\n").into_bytes();
    raw.extend_from_slice(body.as_ref());
    raw
}

/// A mail of parts: each with its own head, an empty line and what is in it.
pub fn parts(kind: &str, each: &[&str]) -> Vec<u8> {
    let mut body = String::from("for old programs\r\n");
    for part in each {
        body.push_str(&format!("--b1\r\n{part}\r\n"));
    }
    body.push_str("--b1--\r\nafter\r\n");
    mail(&format!("MIME-Version: 1.0\r\nContent-Type: multipart/{kind}; boundary=\"b1\""), body)
}

pub fn gb(text: &str) -> Vec<u8> {
    encoding_rs::GB18030.encode(text).0.into_owned()
}

pub const PLAIN: &str = "Content-Type: text/plain; charset=utf-8\r\n\r\n";
pub const HTML: &str = "Content-Type: text/html; charset=utf-8\r\n\r\n";

/// A report of a mail that did not arrive.
pub fn bounce() -> Vec<u8> {
    let raw = parts(
        "report; report-type=delivery-status",
        &[
            &format!("{PLAIN}Sorry, it did not arrive."),
            "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\nOriginal-Message-ID: <t1@b>\r\n",
            "Content-Type: message/rfc822\r\n\r\nFrom: help@b.example\r\nMessage-ID: <t1@b>\r\nSubject: Hi\r\n\r\nhello",
        ],
    );
    let from = String::from_utf8(raw).unwrap().replace("Zhang San <zhang@Shop.Example>", "<>");
    from.into_bytes()
}

/// Parts within parts.
pub fn nested(levels: usize) -> Vec<u8> {
    let mut body = format!("{PLAIN}deep");
    for level in 0..levels {
        body = format!(
            "Content-Type: multipart/mixed; boundary=n{level}\r\n\r\n--n{level}\r\n{body}\r\n--n{level}--"
        );
    }
    format!("From: a@b.example\r\n{body}\r\n").into_bytes()
}

/// Every small mail.
pub fn all() -> Vec<Mail> {
    let each = [texts(), encodings(), files(), automatic(), damaged()];
    each.into_iter().flatten().map(|(name, raw)| Mail { name, raw }).collect()
}

type Named = Vec<(&'static str, Vec<u8>)>;

fn texts() -> Named {
    let dated = "Subject: Order\r\nMessage-ID: <m1@x>\r\nDate: Fri, 1 Mar 2024 08:00:00 +0800";
    let answer = "In-Reply-To: <t1@b>\r\nReferences: <t0@b>\r\n <t1@b>\r\nDelivered-To: help+abc@b.example";
    let quoted = "Done, thanks.\r\n\r\n\
        On Mon, 1 Jan 2024 at 10:00, Help <help@b.example> wrote:\r\n> Please do it.\r\n";
    let picture =
        "Content-Type: image/png\r\nContent-ID: <1>\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=";
    let page = "<html><head><title>t</title></head><body><p>您好</p><img src=\"https://x.y/p.gif\">\
        <a href='javascript:alert(1)'>one</a> <a href='https://x.y/z'>two</a><script>alert(1)</script></body></html>";
    let flowed = "Content-Type: text/plain; charset=utf-8; format=flowed";
    vec![
        ("plain", mail(dated, "hello\r\nthere\r\n")),
        ("answer", mail(answer, quoted)),
        ("alternative", parts("alternative", &[&format!("{PLAIN}hello"), &format!("{HTML}<p>hello")])),
        ("related", parts("related", &[&format!("{HTML}<img src=cid:1>hi"), picture])),
        ("page", mail("Content-Type: text/html; charset=utf-8", page)),
        ("flowed", mail(flowed, "one \r\ntwo\r\n\r\n three\r\n")),
    ]
}

fn encodings() -> Named {
    let chinese = "Subject: =?gb2312?B?tqm1pc7KzOI=?=\r\nContent-Type: text/plain; charset=gb2312\r\n\
        Content-Transfer-Encoding: 8bit";
    let mut raw_head = b"From: a@b.example\r\nSubject: ".to_vec();
    raw_head.extend(gb("订单还没有开通，请帮忙"));
    raw_head.extend(b"\r\n\r\nhello");
    let japanese =
        "Subject: =?ISO-2022-JP?B?GyRCJDMkcxsoQg==?=\r\nContent-Type: text/plain; charset=ISO-2022-JP";
    let printable = "Content-Type: text/plain; charset=windows-1252\r\n\
        Content-Transfer-Encoding: quoted-printable";
    vec![
        ("gb", mail(chinese, gb("您好，订单还没有开通。\r\n"))),
        ("raw head", raw_head),
        ("japanese", mail(japanese, b"\x1b$B$3$s$K$A$O\x1b(B\r\n")),
        ("quoted printable", mail(printable, "one =\r\ntwo =80=FC\r\n")),
    ]
}

fn files() -> Named {
    let plain = format!("{PLAIN}hello");
    let with = |file: &str| parts("mixed", &[&plain, file]);
    let zip = "Content-Type: application/zip; name=\"a.zip\"\r\nContent-Transfer-Encoding: base64\r\n\
        Content-Disposition: attachment; filename=\"=?gbk?B?xOO6ww==?=.zip\"\r\n\r\nUEsDBBQAAAAA\r\nAAECA/8=";
    let tnef = "Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\neJ8+IgEA";
    let broken =
        "Content-Type: image/png; name=a.png\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!iVBORw0KG";
    let own =
        "Content-Type: message/rfc822\r\n\r\nFrom: c@d.example\r\nSubject: =?utf-8?B?5LqR?=\r\n\r\nforwarded";
    vec![("zip", with(zip)), ("tnef", with(tnef)), ("broken base64", with(broken)), ("forwarded", with(own))]
}

fn automatic() -> Named {
    vec![
        ("bounce", bounce()),
        ("vacation", mail("Subject: Away\r\nAuto-Submitted: auto-replied\r\nReturn-Path: <>", "I am away.")),
        ("list", mail("List-Id: <l.x.y>\r\nPrecedence: list", "news")),
    ]
}

fn damaged() -> Named {
    vec![
        ("no boundary", mail("Content-Type: multipart/mixed", "--b1\r\n\r\nhello\r\n--b1--")),
        ("other boundary", mail("Content-Type: multipart/mixed; boundary=b2", "--b1\r\n\r\nhello\r\n--b1--")),
        ("no bytes", mail("Subject: a\0b", "he\0llo\0")),
        ("old line ends", b"From: a@b.example\rSubject: x\r\rone\rtwo\r".to_vec()),
        ("nested", nested(4)),
    ]
}
