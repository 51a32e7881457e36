//! A small server that speaks INSTREAM: it finds what says that it is a virus.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use operations::documents::Scanner;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// What is found where it stands in a file.
pub const VIRUS: &str = "X5O!P%@AP[4";
/// More bytes it does not take.
pub const MOST: usize = 100_000;

/// How it behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// As it should.
    Well,
    /// It hangs up in the middle of a file.
    Dies,
    /// It reads and says nothing.
    Silent,
    /// It answers with an error.
    Confused,
}

/// A scanner that listens.
pub struct Clam {
    /// How to reach it.
    pub scanner: Scanner,
    scanned: Arc<AtomicUsize>,
}

impl Clam {
    pub async fn listen(mood: Mood) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let scanned = Arc::new(AtomicUsize::new(0));
        let count = scanned.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, mood, count.clone()));
            }
        });
        let scanner = Scanner::at(&format!("tcp://{address}")).unwrap();
        Self { scanner: scanner.patient(std::time::Duration::from_millis(300)), scanned }
    }

    /// Files that it was sent whole.
    pub fn scanned(&self) -> usize {
        self.scanned.load(Ordering::SeqCst)
    }
}

async fn serve(mut stream: TcpStream, mood: Mood, scanned: Arc<AtomicUsize>) -> std::io::Result<()> {
    let mut command = [0; 10];
    stream.read_exact(&mut command).await?;
    assert_eq!(&command, b"zINSTREAM\0");
    let mut content = Vec::new();
    loop {
        let length = stream.read_u32().await? as usize;
        if length == 0 {
            break;
        }
        let start = content.len();
        content.resize(start + length, 0);
        stream.read_exact(&mut content[start..]).await?;
        if mood == Mood::Dies {
            return Ok(());
        }
        if content.len() > MOST {
            return stream.write_all(b"INSTREAM size limit exceeded. ERROR\0").await;
        }
    }
    scanned.fetch_add(1, Ordering::SeqCst);
    match mood {
        Mood::Silent => tokio::time::sleep(std::time::Duration::from_secs(3600)).await,
        Mood::Confused => stream.write_all(b"stream: Can't allocate memory ERROR\0").await?,
        _ if String::from_utf8_lossy(&content).contains(VIRUS) => {
            stream.write_all(b"stream: Win.Test.EICAR_HDB-1 FOUND\0").await?;
        }
        _ => stream.write_all(b"stream: OK\0").await?,
    }
    Ok(())
}
