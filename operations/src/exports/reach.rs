//! What a file shows, as its row keeps it: `all`, or the rows of the products that were granted when it
//! was made.

use domain::access::Reach;

const ALL: &str = "all";

pub(super) fn text(reach: &Reach) -> String {
    match reach {
        Reach::All => ALL.to_owned(),
        Reach::Products(rows) => {
            let mut rows = rows.clone();
            rows.sort_unstable();
            rows.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
        }
    }
}

/// `None` when it is no such text.
pub(super) fn read(text: &str) -> Option<Reach> {
    match text {
        ALL => Some(Reach::All),
        "" => Some(Reach::Products(Vec::new())),
        rows => rows.split(',').map(|row| row.parse().ok()).collect::<Option<_>>().map(Reach::Products),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reach_is_read_back() {
        for (reach, written) in [
            (Reach::All, "all"),
            (Reach::Products(vec![]), ""),
            (Reach::Products(vec![7]), "7"),
            (Reach::Products(vec![2, 10]), "2,10"),
        ] {
            assert_eq!(text(&reach), written);
            assert_eq!(read(written), Some(reach));
        }
        assert_eq!(text(&Reach::Products(vec![10, 2])), "2,10");
        assert_eq!(read("some"), None);
    }
}
