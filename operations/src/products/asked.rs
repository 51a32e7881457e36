//! A document that is asked for, as a form or a program writes it.

use domain::{
    FieldProblem, Problem,
    supervision::{FlowKind, Node, Requested, Scene, read_standard},
};

/// A document that is asked for, as it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// What programs call it.
    pub code: String,
    /// Its name in Chinese.
    pub name_zh: String,
    /// Its name in English.
    pub name_en: String,
    /// Without it nothing goes on at its node.
    pub required: bool,
    /// Code of the node; empty: where the merchant delivers.
    pub node: String,
    /// Code of the scene; empty: in every one.
    pub scene: String,
    /// So many files at least; empty: one.
    pub least: String,
}

impl Asked {
    /// As it is written.
    #[must_use]
    pub fn of(request: &Requested) -> Self {
        Self {
            code: request.code.clone(),
            name_zh: request.name_zh.clone(),
            name_en: request.name_en.clone(),
            required: request.required,
            node: request.node.code().to_owned(),
            scene: request.scene.map(|scene| scene.code().to_owned()).unwrap_or_default(),
            least: request.least.to_string(),
        }
    }
}

/// What was read, or the place that is wrong.
fn or<T>(given: &str, usual: T, read: impl FnOnce(&str) -> Result<T, Problem>) -> Result<T, Problem> {
    if given.trim().is_empty() { Ok(usual) } else { read(given.trim()) }
}

/// A standard for a flow. Everything that is wrong is told at once.
pub(super) fn read(flow: FlowKind, asked: Vec<Asked>) -> Result<Vec<Requested>, Vec<FieldProblem>> {
    let mut problems = Vec::new();
    let mut requests = Vec::new();
    for (at, one) in asked.into_iter().enumerate() {
        let mut place =
            |problem: Problem, field: &str| problems.push(problem.of(&format!("standard[{at}].{field}")));
        let node = or(&one.node, Node::Implement, Node::parse);
        let scene = or(&one.scene, None, |code| Scene::parse(code).map(Some));
        let number = |value: &str| {
            let wrong =
                || Problem::NotANumber { value: value.chars().take(40).collect(), least: 1, most: 10 };
            value.parse().map_err(|_| wrong())
        };
        let least = or(&one.least, 1, number);
        requests.push(Requested {
            code: one.code,
            name_zh: one.name_zh,
            name_en: one.name_en,
            required: one.required,
            node: node.unwrap_or_else(|wrong| {
                place(wrong, "node");
                flow.first()
            }),
            scene: scene.unwrap_or_else(|wrong| {
                place(wrong, "scene");
                None
            }),
            least: least.unwrap_or_else(|wrong| {
                place(wrong, "least");
                1
            }),
        });
    }
    match read_standard(flow, requests) {
        Ok(requests) if problems.is_empty() => Ok(requests),
        Ok(_) => Err(problems),
        Err(more) => {
            let told: Vec<String> = problems.iter().map(|problem| problem.field.clone()).collect();
            problems.extend(more.into_iter().filter(|problem| !told.contains(&problem.field)));
            Err(problems)
        }
    }
}
