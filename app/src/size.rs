//! How large something is.

/// A size in bytes as people read it.
#[must_use]
pub fn size(bytes: i64) -> String {
    let bytes = bytes.max(0);
    // Tenths of a unit, rounded half up, in whole numbers.
    let tenths = |unit: i64| (i128::from(bytes) * 10 + i128::from(unit) / 2) / i128::from(unit);
    let shown = |tenths: i128, unit: &str| format!("{}.{} {unit}", tenths / 10, tenths % 10);
    match bytes {
        0..1_024 => format!("{bytes} B"),
        1_024..1_048_576 => shown(tenths(1_024), "KB"),
        1_048_576..1_073_741_824 => shown(tenths(1_048_576), "MB"),
        _ => shown(tenths(1_073_741_824), "GB"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_short() {
        assert_eq!(size(0), "0 B");
        assert_eq!(size(1_536), "1.5 KB");
        assert_eq!(size(314_572_800), "300.0 MB");
    }
}
