//! A full disk while a workbook is written. The library panics where its temporary file takes no more, and wraps what
//! the disk said where the workbook itself goes; either is told as a full disk.

use std::{
    any::Any,
    io,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
};

use rust_xlsxwriter::XlsxError;

use crate::{Failure, Result, documents::disk};

/// Does what the library does. After a failure the workbook is of no use any more.
///
/// # Errors
/// A full disk; `Internal` when the library refuses.
pub(super) fn written<T>(write: impl FnOnce() -> std::result::Result<T, XlsxError>) -> Result<T> {
    match catch_unwind(AssertUnwindSafe(write)) {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(problem)) => Err(unwritten(problem)),
        Err(panic) if says_full(&*panic) => Err(disk(io::ErrorKind::StorageFull.into())),
        Err(panic) => resume_unwind(panic),
    }
}

/// Whether a panic came from a disk that has no room: what is unwrapped is said with its kind.
fn says_full(panic: &(dyn Any + Send)) -> bool {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
    text.is_some_and(|text| text.contains(&format!("{:?}", io::ErrorKind::StorageFull)))
}

fn unwritten(problem: XlsxError) -> Failure {
    match problem {
        XlsxError::IoError(error) => disk(error),
        // Of another release of the archive's library than ours; as an error of the disk it keeps its kind.
        XlsxError::ZipError(error) => disk(error.into()),
        problem => Failure::Internal(format!("the workbook cannot be written: {problem}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn full() -> io::Result<()> {
        Err(io::ErrorKind::StorageFull.into())
    }

    fn failure(write: impl FnOnce() -> std::result::Result<(), XlsxError>) -> Failure {
        written(write).unwrap_err()
    }

    #[test]
    fn a_full_disk_is_told_as_one_whichever_way_the_library_says_it() {
        let said = || full().err().unwrap();
        assert!(failure(|| Err(XlsxError::IoError(said()))).is_full());
        assert!(failure(|| Err(XlsxError::ZipError(said().into()))).is_full());
        let panics = || {
            full().expect("Couldn't write to xml file");
            Ok(())
        };
        assert!(failure(panics).is_full());
        let unwraps = || {
            full().unwrap();
            Ok(())
        };
        assert!(failure(unwraps).is_full());
    }

    #[test]
    fn what_is_no_full_disk_stays_what_it_is() {
        let failure = failure(|| Err(XlsxError::RowColumnLimitError));
        assert!(!failure.is_full() && failure.is_internal(), "{failure}");
        let gone = || Err(XlsxError::IoError(io::Error::from_raw_os_error(5)));
        assert!(!written::<()>(gone).unwrap_err().is_full());
        let panics = std::panic::catch_unwind(|| written::<()>(|| panic!("a mistake")));
        assert!(panics.is_err(), "a mistake of the library is not hidden");
    }
}
