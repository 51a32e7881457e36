//! The documents that deliveries of a product are asked for: as a list, and as rows of a form.

use domain::supervision::{Node, Requested, Scene};
use leptos::prelude::*;
use operations::products::Asked;

use crate::{
    components::ledger,
    lang::Lang,
    visit::Visit,
    words::{ProductWords, codes::Worded, problems::problem},
};

/// Where documents are handed in.
const NODES: [Node; 3] = [Node::SubmitRequirement, Node::DesignSubmit, Node::Implement];
/// So many rows are free at the end.
const FREE: usize = 3;

/// As they are, for reading.
pub(super) fn list(visit: &Visit, requests: &[Requested]) -> AnyView {
    let words = ProductWords::of(visit.lang);
    if requests.is_empty() {
        return view! { <p class="muted">{words.nothing_asked}</p> }.into_any();
    }
    let one = |request: &Requested| {
        let name = match visit.lang {
            Lang::Zh => request.name_zh.clone(),
            Lang::En => request.name_en.clone(),
        };
        let need = if request.required { words.required } else { words.optional };
        let scene = request.scene.map(|scene| format!(" · {}", scene.words(visit.lang)));
        let least = (request.least > 1).then(|| format!(" · ≥ {}", request.least));
        let node = request.node.words(visit.lang);
        view! { <li>{name}<br/><small class="muted">{node}" · "{need}{scene}{least}</small></li> }
    };
    view! { <ul class="asked">{requests.iter().map(one).collect_view()}</ul> }.into_any()
}

/// What a cell holds: text to type, or a choice.
fn cell(
    visit: &Visit,
    form: &str,
    (at, name): (usize, &'static str),
    word: &'static str,
    input: AnyView,
) -> AnyView {
    let place = format!("standard[{at}].{name}");
    let wrong = visit.refused(form).and_then(|flash| flash.problem(&place)).map(|p| problem(p, visit.lang));
    let wrong = wrong.map(|text| view! { <p class="error">{text}</p> });
    view! { <td data-label=word id=format!("f-{place}")>{input}{wrong}</td> }.into_any()
}

fn choice(
    name: &'static str,
    label: String,
    options: Vec<(&'static str, &'static str)>,
    chosen: &str,
) -> AnyView {
    let options = options
        .into_iter()
        .map(|(code, word)| view! { <option value=code selected=code == chosen>{word}</option> })
        .collect_view();
    view! { <select name=name aria-label=label>{options}</select> }.into_any()
}

fn typed(name: &'static str, label: String, value: &str) -> AnyView {
    let value = value.to_owned();
    view! { <input name=name value=value aria-label=label autocomplete="off"/> }.into_any()
}

/// The rows of the form, those that are there and some free ones.
pub(super) fn rows(visit: &Visit, form: &str, asked: &[Asked]) -> impl IntoView + use<> {
    let words = ProductWords::of(visit.lang);
    let free = Asked { required: true, node: Node::Implement.code().to_owned(), ..Asked::default() };
    let all = asked.iter().chain(std::iter::repeat_n(&free, FREE));
    let body = all.enumerate().map(|(at, one)| row(visit, form, at, one)).collect_view();
    let heads =
        [words.doc_code, words.name_zh, words.name_en, words.node, words.need, words.scene, words.least];
    let head = heads.map(|word| view! { <th scope="col">{word}</th> }).collect_view();
    view! { <div class="asked-rows">{ledger(words.standard, "compact", head, body)}</div> }
}

fn row(visit: &Visit, form: &str, at: usize, one: &Asked) -> impl IntoView + use<> {
    let (words, lang) = (ProductWords::of(visit.lang), visit.lang);
    let called = |word: &str| format!("{word} {}", at + 1);
    let nodes = NODES.iter().map(|node| (node.code(), node.words(lang))).collect();
    let scenes = [("", words.every_scene)].into_iter();
    let scenes = scenes.chain(Scene::ALL.iter().map(|scene| (scene.code(), scene.words(lang)))).collect();
    let need = if one.required { "required" } else { "optional" };
    let needs = vec![("required", words.required), ("optional", words.optional), ("remove", words.remove)];
    let cells = [
        ("code", words.doc_code, typed("code", called(words.doc_code), &one.code)),
        ("name_zh", words.name_zh, typed("name_zh", called(words.name_zh), &one.name_zh)),
        ("name_en", words.name_en, typed("name_en", called(words.name_en), &one.name_en)),
        ("node", words.node, choice("node", called(words.node), nodes, &one.node)),
        ("required", words.need, choice("need", called(words.need), needs, need)),
        ("scene", words.scene, choice("scene", called(words.scene), scenes, &one.scene)),
        ("least", words.least, typed("least", called(words.least), &one.least)),
    ];
    let cells = cells.into_iter().map(|(name, word, input)| cell(visit, form, (at, name), word, input));
    view! { <tr>{cells.collect_view()}</tr> }
}

/// The rows that were filled in and are to stay.
pub(super) fn entered(pairs: &[(String, String)]) -> Vec<Asked> {
    let all = |name: &str| -> Vec<&str> {
        pairs.iter().filter(|(n, _)| n == name).map(|(_, value)| value.as_str()).collect()
    };
    let codes = all("code");
    let others = ["name_zh", "name_en", "node", "need", "scene", "least"].map(all);
    let rows = codes.iter().enumerate().filter_map(|(at, code)| {
        let [zh, en, node, need, scene, least] = others.each_ref().map(|c| c.get(at).copied().unwrap_or(""));
        let blank = [*code, zh, en].iter().all(|text| text.trim().is_empty());
        (!blank && need != "remove").then(|| Asked {
            code: (*code).to_owned(),
            name_zh: zh.to_owned(),
            name_en: en.to_owned(),
            required: need != "optional",
            node: node.to_owned(),
            scene: scene.to_owned(),
            least: least.to_owned(),
        })
    });
    rows.collect()
}
