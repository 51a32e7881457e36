//! Paragraphs that were broken into lines on the way: `format=flowed`.

use super::about::About;

/// Joins the lines of paragraphs, when the part says that they were broken.
pub(super) fn join(text: &str, about: &About) -> String {
    if !about.plain("format").eq_ignore_ascii_case("flowed") {
        return text.to_owned();
    }
    join_lines(text, about.plain("delsp").eq_ignore_ascii_case("yes"))
}

fn join_lines(text: &str, drop_space: bool) -> String {
    let mut out = String::with_capacity(text.len());
    // How deep the line before is quoted, when it goes on.
    let mut open: Option<usize> = None;
    for full in text.split_inclusive('\n') {
        let line = full.strip_suffix('\n').unwrap_or(full);
        let quoted = line.trim_start_matches('>');
        let depth = line.len() - quoted.len();
        // One space was put before what would mean something else.
        let line = quoted.strip_prefix(' ').unwrap_or(quoted);
        if open.is_some_and(|of| of != depth || line == "-- ") {
            out.push('\n');
            open = None;
        }
        if open.is_none() && depth > 0 {
            out.push_str(&">".repeat(depth));
            out.push(' ');
        }
        // What stands before a signature looks like a line that goes on.
        let goes_on = line.ends_with(' ') && line != "-- ";
        let kept = if goes_on && drop_space { line.strip_suffix(' ').unwrap_or(line) } else { line };
        out.push_str(kept);
        open = goes_on.then_some(depth);
        if !goes_on && full.ends_with('\n') {
            out.push('\n');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_go_on_are_joined() {
        assert_eq!(join_lines("one \ntwo\n\n From\n", false), "one two\n\nFrom\n");
        assert_eq!(join_lines("云 \n南\n", true), "云南\n");
        assert_eq!(join_lines("> a \n> b\n>> c \nd\n", false), "> a b\n>> c \nd\n");
        assert_eq!(join_lines("hello \n-- \nname\n", false), "hello \n-- \nname\n");
        assert_eq!(join_lines("end ", false), "end ");
    }
}
