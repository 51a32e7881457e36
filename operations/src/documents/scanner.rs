//! A scanner that looks for viruses, spoken to by ClamAV's INSTREAM. It lets a file through only by saying so:
//! whatever else it answers, or that it does not, is no verdict.

use std::{fmt, future::Future, path::PathBuf, time::Duration};

use futures::StreamExt;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpStream, UnixStream},
    time::timeout,
};

use super::Bytes;
use crate::Result;

/// Nothing may take longer than this, in the middle of a file or when it is asked for its verdict.
const PATIENCE: Duration = Duration::from_secs(60);
/// An answer is no longer, in bytes.
const LONGEST: u64 = 1024;
/// Characters of what it found that are kept.
const NAMED: usize = 100;

/// Where the scanner listens.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    Tcp(String),
    Unix(PathBuf),
}

/// A scanner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scanner {
    place: Place,
    patience: Duration,
}

/// What it says of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It found nothing.
    Clean,
    /// What it found.
    Infected(String),
    /// It said neither.
    None(Trouble),
}

domain::codes! {
    /// Why there is no verdict.
    pub enum Trouble {
        /// None is set, though files wait for one.
        NotSet = "not_set" | "未配置扫描程序",
        /// It is not there, or went away in the middle.
        Away = "away" | "扫描程序未响应",
        /// It says nothing for too long.
        Silent = "silent" | "扫描程序超时",
        /// The file is larger than it takes.
        TooLarge = "too_large" | "超出扫描程序的大小上限",
        /// Its answer is not understood.
        Unclear = "unclear" | "扫描程序报告错误",
    }
}

impl Scanner {
    /// At `tcp://HOST:PORT` or `unix:///PATH`; `None` when it is neither.
    #[must_use]
    pub fn at(url: &str) -> Option<Self> {
        let place = match url.split_once("://")? {
            ("tcp", place) => {
                let (host, port) = place.rsplit_once(':')?;
                let is_good = !host.is_empty() && port.parse::<u16>().is_ok_and(|port| port > 0);
                Place::Tcp(is_good.then(|| place.to_owned())?)
            }
            ("unix", path) if path.starts_with('/') => Place::Unix(path.into()),
            _ => return None,
        };
        Some(Self { place, patience: PATIENCE })
    }

    /// One that is waited for no longer than this.
    #[must_use]
    pub fn patient(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// What it says of a content.
    ///
    /// # Errors
    /// What the document store said; that the scanner is not there is no error, but no verdict.
    pub async fn scan(&self, content: Bytes) -> Result<Verdict> {
        match &self.place {
            Place::Tcp(place) => self.ask(TcpStream::connect(place), content).await,
            Place::Unix(path) => self.ask(UnixStream::connect(path), content).await,
        }
    }

    async fn ask<S: AsyncRead + AsyncWrite + Unpin>(
        &self,
        connecting: impl Future<Output = std::io::Result<S>>,
        mut content: Bytes,
    ) -> Result<Verdict> {
        let mut stream = match timeout(self.patience, connecting).await {
            Ok(Ok(stream)) => stream,
            Ok(Err(_)) | Err(_) => return Ok(Verdict::None(Trouble::Away)),
        };
        let mut sent = self.send(&mut stream, b"zINSTREAM\0").await;
        while sent.is_ok()
            && let Some(piece) = content.next().await
        {
            let piece = piece?;
            for part in piece.chunks(u32::MAX as usize).filter(|part| !part.is_empty()) {
                let length = u32::try_from(part.len()).unwrap_or(u32::MAX).to_be_bytes();
                sent = self.send(&mut stream, &length).await;
                if sent.is_ok() {
                    sent = self.send(&mut stream, part).await;
                }
            }
        }
        if sent.is_ok() {
            sent = self.send(&mut stream, &[0; 4]).await;
        }
        // Whoever refuses a file in the middle says so and hangs up.
        let said = match sent {
            Err(Trouble::Silent) => Err(Trouble::Silent),
            _ => self.answer(&mut stream).await,
        };
        Ok(match said {
            Ok(text) => verdict(&text),
            Err(trouble) => Verdict::None(trouble),
        })
    }

    async fn send(&self, to: &mut (impl AsyncWrite + Unpin), bytes: &[u8]) -> Result<(), Trouble> {
        match timeout(self.patience, to.write_all(bytes)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(Trouble::Away),
            Err(_) => Err(Trouble::Silent),
        }
    }

    async fn answer(&self, from: &mut (impl AsyncRead + Unpin)) -> Result<String, Trouble> {
        let mut bytes = Vec::new();
        match timeout(self.patience, from.take(LONGEST).read_to_end(&mut bytes)).await {
            Err(_) => Err(Trouble::Silent),
            // What came before it hung up hard is an answer still.
            Ok(Err(_)) if bytes.is_empty() => Err(Trouble::Away),
            Ok(Ok(0)) => Err(Trouble::Away),
            Ok(_) => Ok(String::from_utf8_lossy(&bytes).into_owned()),
        }
    }
}

/// `stream: OK`, `stream: NAME FOUND`, or something that ends with `ERROR`.
fn verdict(said: &str) -> Verdict {
    let said = said.trim_matches(['\0', '\n', '\r', ' ']);
    match said.strip_prefix("stream: ").unwrap_or(said) {
        "OK" => Verdict::Clean,
        said if said.contains("size limit exceeded") => Verdict::None(Trouble::TooLarge),
        said => match said.strip_suffix(" FOUND") {
            Some(name) => Verdict::Infected(name.chars().filter(|c| !c.is_control()).take(NAMED).collect()),
            None => Verdict::None(Trouble::Unclear),
        },
    }
}

impl fmt::Display for Scanner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Place::Tcp(place) => write!(f, "tcp://{place}"),
            Place::Unix(path) => write!(f, "unix://{}", path.display()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_word_lets_a_file_through() {
        for (said, meant) in [
            ("stream: OK\0", Verdict::Clean),
            ("stream: OK\n", Verdict::Clean),
            ("stream: Win.Test.EICAR_HDB-1 FOUND\0", Verdict::Infected("Win.Test.EICAR_HDB-1".into())),
            ("INSTREAM size limit exceeded. ERROR\0", Verdict::None(Trouble::TooLarge)),
            ("UNKNOWN COMMAND\0", Verdict::None(Trouble::Unclear)),
            ("stream: not OK\0", Verdict::None(Trouble::Unclear)),
            ("stream: O", Verdict::None(Trouble::Unclear)),
            ("", Verdict::None(Trouble::Unclear)),
        ] {
            assert_eq!(verdict(said), meant, "{said:?}");
        }
    }

    #[test]
    fn places_are_told_as_they_are_written() {
        for good in ["tcp://127.0.0.1:3310", "tcp://[::1]:3310", "unix:///run/clamav/clamd.ctl"] {
            assert_eq!(Scanner::at(good).unwrap().to_string(), good);
        }
        for bad in
            ["", "clamd", "tcp://clamd", "tcp://clamd:0", "tcp://:3310", "unix://clamd", "http://c:3310"]
        {
            assert_eq!(Scanner::at(bad), None, "{bad}");
        }
    }
}
