//! The navigation beside every page. The palette and the keys read their places from it.

use domain::access::Operation;
use operations::notifications::MOST_COUNTED;

use crate::{
    components::{Markup, icon},
    visit::Visit,
    words::{NotificationWords, ShellWords, codes::Worded, fill},
};

/// A noun of the navigation.
pub(crate) struct Noun {
    pub(crate) path: &'static str,
    pub(crate) word: &'static str,
    icon: &'static str,
    pub(crate) keys: &'static str,
    pub(crate) need: Operation,
}

pub(crate) fn nouns(words: &ShellWords) -> [Noun; 16] {
    let noun = |path, word, icon, keys, need| Noun { path, word, icon, keys, need };
    [
        noun("/", words.home, "home", "g h", Operation::ReadHome),
        noun("/orders", words.orders, "orders", "g o", Operation::ListOrders),
        noun("/supervisions", words.supervisions, "delivery", "g d", Operation::ListSupervisions),
        noun("/tickets", words.tickets, "ticket", "g t", Operation::ListTickets),
        noun("/refunds", words.refunds, "refund", "g f", Operation::ReadRefunds),
        noun("/bills", words.bills, "bill", "g b", Operation::ReadBills),
        noun("/settlement", words.settlement, "settlement", "g s", Operation::ReadStatements),
        noun("/settlement/quote", words.quote, "quote", "g q", Operation::QuoteSettlement),
        noun("/imports", words.imports, "import", "g i", Operation::ReadImports),
        noun("/exports", words.exports, "export", "g e", Operation::ExportOrders),
        noun("/products", words.products, "product", "g p", Operation::ListProducts),
        noun("/resellers", words.resellers, "reseller", "g r", Operation::ListResellers),
        noun("/staff", words.staff, "staff", "", Operation::ReadStaff),
        noun("/tokens", words.tokens, "key", "", Operation::ReadTokens),
        noun("/journal", words.journal, "journal", "g j", Operation::ReadJournal),
        noun("/settings", words.settings, "settings", "", Operation::ReadSettings),
    ]
}

/// So many nouns stand in the bar of a narrow screen; the rest is behind "more".
const FIRST: usize = 5;

/// The noun that a path belongs to: the longest that it begins with.
fn is_current(path: &str, noun: &str, all: &[Noun]) -> bool {
    let within =
        |n: &str| path == n || (n != "/" && path.strip_prefix(n).is_some_and(|rest| rest.starts_with('/')));
    within(noun) && !all.iter().any(|other| other.path.len() > noun.len() && within(other.path))
}

/// Writes the navigation of what the visitor may open.
pub(crate) fn write(html: &mut Markup, visit: &Visit) {
    let words = ShellWords::of(visit.lang);
    html.raw("<nav class=\"rail\" aria-label=\"").text(words.main_nav);
    if !visit.shortcuts {
        html.raw("\" data-palette-only=\"");
    }
    html.raw("\"><a class=\"brand\" href=\"/\">").view(icon::mark());
    html.raw("<span>").text(words.brand).raw("</span></a><ul>");
    let all = nouns(words);
    let open: Vec<&Noun> = all.iter().filter(|n| visit.may(n.need)).collect();
    let (first, rest) = open.split_at(open.len().min(FIRST));
    for noun in first {
        link(html, noun, is_current(&visit.path, noun.path, &all));
    }
    if !rest.is_empty() {
        html.raw("<li><details class=\"more\"><summary>");
        icon::write(html, "more");
        html.raw("<span>").text(words.more).raw("</span></summary><ul>");
        for noun in rest {
            link(html, noun, is_current(&visit.path, noun.path, &all));
        }
        html.raw("</ul></details></li>");
    }
    html.raw("</ul>");
    if visit.may(Operation::OwnNotifications) {
        bell(html, visit);
    }
    foot(html, visit, words);
    html.raw("</nav>");
}

fn link(html: &mut Markup, noun: &Noun, is_current: bool) {
    html.raw("<li><a href=\"").raw(noun.path).raw("\" data-keys=\"").raw(noun.keys);
    html.raw(if is_current { "\" aria-current=\"page\">" } else { "\">" });
    icon::write(html, noun.icon);
    html.raw("<span>").text(noun.word).raw("</span></a></li>");
}

/// How much one was told that is unread.
fn bell(html: &mut Markup, visit: &Visit) {
    let words = NotificationWords::of(visit.lang);
    let is_current = visit.path == "/notifications";
    html.raw("<a class=\"bell\" href=\"/notifications").raw(if visit.unread > 0 {
        "?unread=true"
    } else {
        ""
    });
    html.raw("\" data-keys=\"g n\" title=\"").text(words.title);
    html.raw(if is_current { "\" aria-current=\"page\">" } else { "\">" });
    icon::write(html, "bell");
    html.raw("<span>").text(words.title).raw("</span>");
    if visit.unread > 0 {
        let count = counted(visit.unread);
        html.raw(" <span class=\"count\" aria-hidden=\"true\">").text(&count).raw("</span>");
        html.raw("<span class=\"visually-hidden\">")
            .text(&fill(words.unread_title, &[("n", &count)]))
            .raw("</span>");
    }
    html.raw("</a>");
}

/// `99+` where no more were counted.
fn counted(unread: i64) -> String {
    if unread < MOST_COUNTED { unread.to_string() } else { format!("{}+", MOST_COUNTED - 1) }
}

/// Who is here, and what is theirs.
fn foot(html: &mut Markup, visit: &Visit, words: &ShellWords) {
    let name = visit.actor.as_ref().map_or("", |actor| actor.name());
    html.raw("<div class=\"rail-foot\"><a href=\"/account\" data-keys=\"g a\" title=\"").text(words.account);
    html.raw("\"><strong>").text(name).raw("</strong><small class=\"muted\">");
    html.text(visit.role().map_or("", |role| role.words(visit.lang))).raw("</small></a>");
    html.raw("<form method=\"post\" action=\"/do/set-locale\"><button class=\"button quiet small\" name=\"lang\" value=\"");
    html.text(words.language_code)
        .raw("\" lang=\"")
        .text(words.language_code)
        .raw("\">")
        .text(words.language);
    html.raw("</button></form><details class=\"menu\" name=\"menus\"><summary class=\"button quiet small\">");
    html.text(words.theme)
        .raw("</summary><form class=\"menu-body\" method=\"post\" action=\"/do/set-theme\">");
    for (code, word) in
        [("system", words.theme_system), ("light", words.theme_light), ("dark", words.theme_dark)]
    {
        let pressed = if visit.theme == code { "true" } else { "false" };
        html.raw("<button name=\"theme\" value=\"").raw(code).raw("\" aria-pressed=\"").raw(pressed);
        html.raw("\">").text(word).raw("</button>");
    }
    html.raw("</form></details><a class=\"button quiet small wide-only\" href=\"/help\" data-keys=\"?\">");
    html.text(words.help).raw("</a><form method=\"post\" action=\"/do/sign-out\">");
    html.raw("<button class=\"button quiet small\">").text(words.sign_out).raw("</button></form></div>");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;

    #[test]
    fn one_noun_is_current() {
        let all = nouns(ShellWords::of(Lang::En));
        assert!(is_current("/settlement/quote", "/settlement/quote", &all));
        assert!(!is_current("/settlement/quote", "/settlement", &all));
        assert!(is_current("/settlement/4/print", "/settlement", &all));
        assert!(is_current("/", "/", &all) && !is_current("/orders", "/", &all));
        assert_eq!(["1", "99", "99+"], [1, 99, 100].map(counted).each_ref().map(String::as_str));
        assert!(!is_current("/ordersheet", "/orders", &all));
    }
}
