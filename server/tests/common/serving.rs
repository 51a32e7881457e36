//! The program as a server, called over a plain connection.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::Child,
};

use crate::program::Program;

/// An order whose delivery is supervised.
pub const SUPERVISED: &str = "order_no,delivery_type,product_id,product_name,customer_id,customer_name,duration,duration_unit,\
    deal_price,state,created_at,paid_at\n\
    CS1,human_service,P-1,上云服务,C-1,远山贸易,1,month,1000.00,processing,2026-11-01 09:00:00,2026-11-01 10:00:00\n";
/// A server that runs.
pub struct Server {
    pub child: Child,
    address: String,
    pub token: String,
}

impl Server {
    pub fn start(program: &Program, token: &str) -> Self {
        Self::of(program.start(&["serve"]), token)
    }

    /// One that was started already.
    pub fn of(mut child: Child, token: &str) -> Self {
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let address = loop {
            let line = lines.next().expect("it says where it listens").unwrap();
            if let Some(address) = line.strip_prefix("listening on http://") {
                break address.to_owned();
            }
        };
        Self { child, address, token: token.to_owned() }
    }

    pub fn begin(&self, method: &str, path: &str, headers: &str, length: usize) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nTus-Resumable: 1.0.0\r\n\
             Connection: close\r\nContent-Length: {length}\r\n{headers}\r\n",
            self.address, self.token
        );
        stream.write_all(head.as_bytes()).unwrap();
        stream
    }

    /// The answer, as far as it came.
    pub fn call(&self, method: &str, path: &str, headers: &str, body: &[u8]) -> String {
        let mut stream = self.begin(method, path, headers, body.len());
        let _ = stream.write_all(body);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// A header of an answer.
pub fn header<'a>(answer: &'a str, name: &str) -> &'a str {
    let line = answer.lines().find(|line| line.to_ascii_lowercase().starts_with(name));
    line.and_then(|line| line.split_once(": ")).unwrap_or_else(|| panic!("no {name}: {answer}")).1
}

/// Gives a program what it needs to serve.
pub fn site(program: &mut Program) {
    for folder in ["site", "tmp"] {
        fs::create_dir(program.path(folder)).unwrap();
    }
    program.file("site/manifest.json", r#"{"css":"/pkg/a.css","script":"a"}"#);
    for (name, value) in [("SITE_ROOT", program.path("site")), ("TMPDIR", program.path("tmp"))] {
        program.variable(name, &value);
    }
    program.variable("LISTEN", "127.0.0.1:0");
}

/// A new token of a role.
pub fn token(program: &Program, role: &str) -> String {
    let run = program.run(&["token", "create", "--name", "t", "--role", role]).ok();
    run.lines().last().copied().unwrap().to_owned()
}

/// A program that can serve, with that order in its books, and a token.
pub fn ready(mut program: Program) -> (Program, String) {
    site(&mut program);
    let file = program.file("orders.csv", SUPERVISED);
    program.run(&["import", "orders", &file]).ok();
    let token = token(&program, "operations");
    (program, token)
}
