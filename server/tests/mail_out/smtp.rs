//! A mail server in threads of the test: in the clear, with STARTTLS or with TLS; it takes mails or holds them back.

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex},
};

use rustls::{
    ServerConfig, ServerConnection, StreamOwned,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};

use crate::until;

/// How it is talked to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    Clear,
    Starttls,
    Tls,
}

/// What it does when a mail has come whole.
#[derive(Clone, Copy, Debug)]
pub enum Manner {
    Takes,
    /// It never says what became of it.
    Holds,
}

/// A line that was said to it.
#[derive(Clone, Debug)]
pub struct Said {
    /// Within TLS.
    pub hidden: bool,
    pub line: String,
}

impl Said {
    /// Its first word.
    pub fn command(&self) -> &str {
        self.line.split(' ').next().unwrap_or_default()
    }
}

#[derive(Debug)]
struct Kept {
    manner: Manner,
    said: Vec<Said>,
    mails: Vec<String>,
}

/// The server, as the test sees it.
pub struct Smtp {
    pub address: SocketAddr,
    kept: Arc<Mutex<Kept>>,
}

impl Smtp {
    pub fn begin(door: Door, manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let kept = Arc::new(Mutex::new(Kept { manner, said: Vec::new(), mails: Vec::new() }));
        let (own, tls) = (kept.clone(), certified());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (kept, tls) = (own.clone(), tls.clone());
                std::thread::spawn(move || -> io::Result<()> { talk(&stream?, door, &tls, &kept) });
            }
        });
        Self { address, kept }
    }

    pub fn set(&self, manner: Manner) {
        self.kept.lock().unwrap().manner = manner;
    }

    /// Everything that was said to it but the mails.
    pub fn said(&self) -> Vec<Said> {
        self.kept.lock().unwrap().said.clone()
    }

    /// How many mails came whole.
    pub fn count(&self) -> usize {
        self.kept.lock().unwrap().mails.len()
    }

    /// How many of them are for an address.
    pub fn count_to(&self, address: &str) -> usize {
        let is_to =
            |mail: &&String| mail.lines().any(|line| line.starts_with("To: ") && line.contains(address));
        self.kept.lock().unwrap().mails.iter().filter(is_to).count()
    }

    /// Waits until so many have come whole.
    pub fn wait(&self, count: usize) {
        until(|| format!("{} of {count} mails came", self.count()), || self.count() >= count);
    }
}

/// With the certificate of 127.0.0.1, which the authority of the test has signed.
fn certified() -> Arc<ServerConfig> {
    let chain = vec![CertificateDer::from_pem_slice(include_bytes!("tls/server.pem")).unwrap()];
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("tls/server.key")).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder =
        ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    Arc::new(builder.with_no_client_auth().with_single_cert(chain, key).unwrap())
}

trait Wire: Read + Write {}

impl<T: Read + Write> Wire for T {}

type Line = BufReader<Box<dyn Wire>>;

fn clear(stream: &TcpStream) -> io::Result<Line> {
    let wire: Box<dyn Wire> = Box::new(stream.try_clone()?);
    Ok(BufReader::new(wire))
}

fn secured(stream: &TcpStream, tls: &Arc<ServerConfig>) -> io::Result<Line> {
    let connection = ServerConnection::new(tls.clone()).map_err(io::Error::other)?;
    let wire: Box<dyn Wire> = Box::new(StreamOwned::new(connection, stream.try_clone()?));
    Ok(BufReader::new(wire))
}

fn say(wire: &mut Line, text: &str) -> io::Result<()> {
    wire.get_mut().write_all(format!("{text}\r\n").as_bytes())?;
    wire.get_mut().flush()
}

fn talk(stream: &TcpStream, door: Door, tls: &Arc<ServerConfig>, kept: &Mutex<Kept>) -> io::Result<()> {
    let mut hidden = door == Door::Tls;
    let mut wire = if hidden { secured(stream, tls)? } else { clear(stream)? };
    say(&mut wire, "220 here")?;
    loop {
        let mut line = String::new();
        if wire.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let said = Said { hidden, line: line.trim_end().to_owned() };
        let command = said.command().to_ascii_uppercase();
        kept.lock().unwrap().said.push(said);
        let answer = match command.as_str() {
            "EHLO" if door == Door::Starttls && !hidden => "250-here\r\n250 STARTTLS",
            "EHLO" => "250-here\r\n250 AUTH PLAIN LOGIN",
            "STARTTLS" => {
                say(&mut wire, "220 go on")?;
                wire = secured(stream, tls)?;
                hidden = true;
                continue;
            }
            "AUTH" => "235 welcome",
            "DATA" => {
                say(&mut wire, "354 go on")?;
                let mail = whole(&mut wire)?;
                if let Manner::Holds = taken(kept, mail) {
                    // Until the other end is gone.
                    return wire.read_line(&mut line).map(drop);
                }
                "250 taken"
            }
            "QUIT" => return say(&mut wire, "221 bye"),
            _ => "250 ok",
        };
        say(&mut wire, answer)?;
    }
}

/// Keeps a mail; how the server behaves now.
fn taken(kept: &Mutex<Kept>, mail: String) -> Manner {
    let mut kept = kept.lock().unwrap();
    kept.mails.push(mail);
    kept.manner
}

/// A mail up to the dot that ends it.
fn whole(wire: &mut Line) -> io::Result<String> {
    let mut mail = String::new();
    loop {
        let mut line = String::new();
        if wire.read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if line == ".\r\n" {
            return Ok(mail);
        }
        mail.push_str(&line);
    }
}
