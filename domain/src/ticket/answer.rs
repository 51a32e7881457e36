//! Answers that are written once and used often: text with variables such as `{{buyer}}`.

use crate::{Problem, codes};

codes! {
    /// What stands in an answer for something of the ticket.
    pub enum Variable {
        /// Who asks.
        Buyer = "buyer" | "提交人",
        /// Number of the ticket.
        Ticket = "ticket" | "工单号",
        /// Number of the order.
        Order = "order" | "订单号",
        /// Name of the product.
        Product = "product" | "商品",
        /// Who answers.
        Me = "me" | "我",
    }
}

/// A text in its parts: as it is, or the name of a variable.
fn parts(text: &str) -> Vec<Result<&str, &str>> {
    let (mut parts, mut rest) = (Vec::new(), text);
    while let Some((before, behind)) = rest.split_once("{{") {
        let Some((name, after)) = behind.split_once("}}").filter(|(name, _)| !name.contains(['{', '\n']))
        else {
            // What is not closed is no variable.
            parts.push(Ok(&rest[..before.len() + 2]));
            rest = behind;
            continue;
        };
        parts.push(Ok(before));
        parts.push(Err(name.trim()));
        rest = after;
    }
    parts.push(Ok(rest));
    parts
}

/// That every variable of an answer is one.
///
/// # Errors
/// The first that is not, by its name.
pub fn check(text: &str) -> Result<(), Problem> {
    for name in parts(text).into_iter().filter_map(Result::err) {
        if Variable::from_code(name).is_none() {
            let all: Vec<_> = Variable::ALL.iter().map(|one| format!("{{{{{one}}}}}")).collect();
            let value = format!("{{{{{}}}}}", name.chars().take(40).collect::<String>());
            return Err(Problem::UnknownCode { value, allowed: all.join(", ") });
        }
    }
    Ok(())
}

/// An answer with its variables filled in; what is none stays as it stands.
#[must_use]
pub fn filled(text: &str, value: impl Fn(Variable) -> String) -> String {
    let each = parts(text).into_iter().map(|part| match part {
        Ok(text) => text.to_owned(),
        Err(name) => Variable::from_code(name).map_or_else(|| format!("{{{{{name}}}}}"), &value),
    });
    each.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_filled_in_and_others_are_told() {
        let value = |variable: Variable| format!("<{variable}>");
        for (text, expected) in [
            ("Hello {{buyer}}, {{ ticket }}!", "Hello <buyer>, <ticket>!"),
            ("{{me}}{{me}}", "<me><me>"),
            ("{ {buyer} } }} {{", "{ {buyer} } }} {{"),
            ("{{buyer", "{{buyer"),
            ("{{{{me}}", "{{<me>"),
            ("{{a\n}} {{order}}", "{{a\n}} <order>"),
            ("", ""),
        ] {
            assert_eq!(filled(text, value), expected, "{text}");
            assert_eq!(check(text), Ok(()), "{text}");
        }
        for (text, name) in [("{{name}}", "{{name}}"), ("{{buyer}} {{}}", "{{}}")] {
            assert!(
                matches!(check(text), Err(Problem::UnknownCode { value, allowed }) if value == name && allowed.contains("{{buyer}}")),
                "{text}"
            );
        }
        // What is filled in is not looked through again.
        assert_eq!(filled("{{buyer}}", |_| "{{me}}".to_owned()), "{{me}}");
    }
}
