//! Where a result goes: standard output, or a file that is either whole or not there.

use std::{
    fs::File,
    io::{self, BufWriter, Stdout, Write},
    path::{Path, PathBuf},
};

use anyhow::Context;

/// Where a result goes.
#[derive(Debug)]
pub(super) enum Output {
    /// Standard output.
    Standard(BufWriter<Stdout>),
    /// A pipe or a device, which cannot be replaced.
    Special(BufWriter<File>),
    /// A file under a temporary name until it is finished.
    File { file: BufWriter<File>, part: PathBuf, path: PathBuf },
}

impl Output {
    /// Opens it; nothing or `-` is standard output.
    pub(super) fn open(path: Option<&Path>) -> anyhow::Result<Self> {
        let Some(path) = path.filter(|p| *p != Path::new("-")) else {
            return Ok(Self::Standard(BufWriter::new(io::stdout())));
        };
        let cannot = || format!("cannot write {}", path.display());
        if path.metadata().is_ok_and(|found| !found.is_file()) {
            return Ok(Self::Special(BufWriter::new(
                File::options().write(true).open(path).with_context(cannot)?,
            )));
        }
        let mut part = path.as_os_str().to_owned();
        part.push(format!(".{}.part", std::process::id()));
        let part = PathBuf::from(part);
        let file = BufWriter::new(File::create(&part).with_context(cannot)?);
        Ok(Self::File { file, part, path: path.to_owned() })
    }

    /// Says that the result is whole; without it the file is not there.
    pub(super) fn finish(mut self) -> anyhow::Result<()> {
        self.flush().context("cannot write the result")?;
        if let Self::File { part, path, .. } = &self {
            std::fs::rename(part, path).with_context(|| format!("cannot write {}", path.display()))?;
        }
        Ok(())
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        if let Self::File { part, .. } = self {
            // After `finish` there is nothing left to remove.
            let _ = std::fs::remove_file(part);
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Standard(out) => out.write(bytes),
            Self::Special(out) | Self::File { file: out, .. } => out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Standard(out) => out.flush(),
            Self::Special(out) | Self::File { file: out, .. } => out.flush(),
        }
    }
}
