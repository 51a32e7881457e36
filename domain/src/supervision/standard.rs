//! What a delivery has to prove, as a list of documents that are asked for (`domain.md` 2.4, 2.5).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{FlowKind, Node, Scene};
use crate::{FieldProblem, Problem, order::BusinessKind, text};

/// A product asks for at most so many documents.
pub const MOST_REQUESTS: usize = 30;
/// Of one document it asks for at most so many files.
const MOST_FILES: u32 = 10;
const MOST_NAME: u32 = 100;
const HANDED_IN: [Node; 3] = [Node::SubmitRequirement, Node::DesignSubmit, Node::Implement];

/// A document that is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requested {
    /// What programs call it; once in a standard.
    pub code: String,
    /// Its name in Chinese.
    pub name_zh: String,
    /// Its name in English.
    pub name_en: String,
    /// Without it nothing goes on at its node.
    pub required: bool,
    /// At which node it is handed in.
    pub node: Node,
    /// In which scene it is asked for; in every one when there is none.
    #[serde(default)]
    pub scene: Option<Scene>,
    /// So many files at least, when it is required.
    #[serde(default = "one")]
    pub least: u32,
}

const fn one() -> u32 {
    1
}

impl Requested {
    /// Whether an order is asked for it: of joint orders in a scene that has a fixed standard just that one,
    /// otherwise what is asked for in every scene and in this one.
    #[must_use]
    pub fn applies(&self, kind: BusinessKind, scene: Option<Scene>) -> bool {
        applies(kind, self.scene, scene)
    }

    fn check(&mut self, kind: FlowKind) -> Vec<FieldProblem> {
        let mut problems = Vec::new();
        let code_ok = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
        match self.code.trim() {
            "" => problems.push(Problem::Missing.of("code")),
            code if code.len() > 40 || !code.chars().all(code_ok) => {
                let value = code.chars().take(40).collect();
                problems.push(Problem::NotACode { value }.of("code"));
            }
            code => self.code = code.to_owned(),
        }
        for (name, field) in [(&mut self.name_zh, "name_zh"), (&mut self.name_en, "name_en")] {
            match text::required(name, MOST_NAME) {
                Ok(plain) => *name = plain,
                Err(problem) => problems.push(problem.of(field)),
            }
        }
        let nodes = kind.nodes(true);
        if !HANDED_IN.contains(&self.node) || !nodes.contains(&self.node) {
            let allowed: Vec<_> =
                HANDED_IN.iter().filter(|n| nodes.contains(n)).map(|node| node.code()).collect();
            let node = self.node.to_string();
            problems.push(Problem::NothingHandedIn { node, allowed: allowed.join(", ") }.of("node"));
        }
        if self.least == 0 || self.least > MOST_FILES {
            let value = self.least.to_string();
            problems.push(Problem::NotANumber { value, least: 1, most: MOST_FILES.into() }.of("least"));
        }
        problems
    }
}

/// As [`Requested::applies`], of a request for `asked`.
#[must_use]
pub fn applies(kind: BusinessKind, asked: Option<Scene>, scene: Option<Scene>) -> bool {
    let fixed = kind == BusinessKind::Joint && matches!(scene, Some(Scene::Enablement | Scene::Base));
    asked == scene || (!fixed && asked.is_none())
}

/// What is asked for where a product says nothing: the document that the buyer accepts (2.4).
#[must_use]
pub fn usual(kind: FlowKind) -> Vec<Requested> {
    let request = |code: &str, zh: &str, en: &str, required, node| Requested {
        code: code.to_owned(),
        name_zh: zh.to_owned(),
        name_en: en.to_owned(),
        required,
        node,
        scene: None,
        least: 1,
    };
    let requirement =
        || request("requirement", "需求文档", "Requirement document", false, Node::SubmitRequirement);
    let acceptance = || request("acceptance", "交付验收件", "Acceptance document", true, Node::Implement);
    match kind {
        FlowKind::LicenseCode | FlowKind::Hardware => Vec::new(),
        FlowKind::Website => {
            let design = request("design", "设计稿", "Design draft", false, Node::DesignSubmit);
            vec![requirement(), design, acceptance()]
        }
        _ => vec![requirement(), acceptance()],
    }
}

/// A standard for a flow, checked and with its texts made plain.
///
/// # Errors
/// Everything that is wrong, each with its place: `standard[2].code`.
pub fn read_standard(kind: FlowKind, mut given: Vec<Requested>) -> Result<Vec<Requested>, Vec<FieldProblem>> {
    if given.len() > MOST_REQUESTS {
        let most = u32::try_from(MOST_REQUESTS).unwrap_or(u32::MAX);
        return Err(vec![Problem::TooMany { most }.of("standard")]);
    }
    let mut problems = Vec::new();
    let mut seen = BTreeSet::new();
    for (at, request) in given.iter_mut().enumerate() {
        let mut wrong = request.check(kind);
        if !request.code.is_empty() && !seen.insert((request.code.clone(), request.scene)) {
            wrong.push(Problem::Taken { value: request.code.clone() }.of("code"));
        }
        problems.extend(wrong.into_iter().map(|wrong| FieldProblem {
            field: format!("standard[{at}].{}", wrong.field),
            problem: wrong.problem,
        }));
    }
    if problems.is_empty() { Ok(given) } else { Err(problems) }
}

/// The standard that is fixed for joint orders of a scene (2.5); `None` where the merchant's own counts.
/// `license`: a licence is deployed, so that the cloud resources are proven.
#[must_use]
pub fn fixed(scene: Option<Scene>, license: bool) -> Option<Vec<Requested>> {
    let rows: &[(&str, &str, &str, bool, Node, u32)] = match scene {
        Some(Scene::Enablement) => &[
            ("requirement_report", "需求确认报告", "Requirement report", true, Node::SubmitRequirement, 1),
            (
                "acceptance_report",
                "三方签字的验收报告",
                "Acceptance report signed by three parties",
                true,
                Node::Implement,
                1,
            ),
            (
                "authorisation",
                "行业云平台用户授权截图",
                "Screenshot of the user's authorisation on the industry cloud",
                true,
                Node::Implement,
                1,
            ),
            (
                "cloud_resources",
                "云资源订单号及截图",
                "Order number and screenshot of the cloud resources",
                license,
                Node::Implement,
                1,
            ),
            (
                "screenshots",
                "交付截图（至少 3 张）",
                "Screenshots of the delivery, at least 3",
                true,
                Node::Implement,
                3,
            ),
        ],
        Some(Scene::Base) => &[
            ("requirement_report", "需求确认报告", "Requirement report", true, Node::SubmitRequirement, 1),
            ("acceptance_report", "验收报告", "Acceptance report", true, Node::Implement, 1),
            (
                "cloud_resources",
                "云资源订单号及截图",
                "Order number and screenshot of the cloud resources",
                license,
                Node::Implement,
                1,
            ),
        ],
        Some(Scene::Other) | None => return None,
    };
    let requested = |(code, zh, en, required, node, least): &(&str, &str, &str, bool, Node, u32)| Requested {
        code: (*code).to_owned(),
        name_zh: (*zh).to_owned(),
        name_en: (*en).to_owned(),
        required: *required,
        node: *node,
        scene,
        least: *least,
    };
    Some(rows.iter().map(requested).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(code: &str, node: Node) -> Requested {
        let name = || "验收报告".to_owned();
        Requested {
            code: code.to_owned(),
            name_zh: name(),
            name_en: name(),
            required: true,
            node,
            scene: None,
            least: 1,
        }
    }

    #[test]
    fn what_is_wrong_is_told_by_place() {
        let good = vec![request("sow", Node::SubmitRequirement), request("report", Node::Implement)];
        assert_eq!(read_standard(FlowKind::Standard, good.clone()), Ok(good));
        let mut bad = vec![request("a b", Node::DesignSubmit), request("x", Node::Implement)];
        bad.push(request("x", Node::Implement));
        bad[1].name_en = "  ".to_owned();
        bad[1].least = 11;
        let problems = read_standard(FlowKind::Standard, bad).unwrap_err();
        let fields: Vec<_> = problems.iter().map(|p| p.field.as_str()).collect();
        assert_eq!(
            fields,
            [
                "standard[0].code",
                "standard[0].node",
                "standard[1].name_en",
                "standard[1].least",
                "standard[2].code"
            ]
        );
        assert!(read_standard(FlowKind::Website, vec![request("draft", Node::DesignSubmit)]).is_ok());
        assert!(read_standard(FlowKind::Hardware, vec![request("sow", Node::SubmitRequirement)]).is_err());
        let many = (0..31).map(|n| request(&format!("r{n}"), Node::Implement)).collect();
        assert!(matches!(
            read_standard(FlowKind::Standard, many).unwrap_err()[0].problem,
            Problem::TooMany { .. }
        ));
    }

    #[test]
    fn fixed_standards_are_standards() {
        for scene in [Scene::Enablement, Scene::Base] {
            for license in [true, false] {
                let rows = fixed(Some(scene), license).unwrap();
                assert_eq!(read_standard(FlowKind::OfflineLicense, rows.clone()), Ok(rows.clone()));
                let resources = rows.iter().find(|row| row.code == "cloud_resources").unwrap();
                assert_eq!(resources.required, license);
                assert!(rows.iter().all(|row| row.applies(BusinessKind::Joint, Some(scene))
                    && !row.applies(BusinessKind::Joint, None)));
            }
        }
        assert_eq!(fixed(Some(Scene::Other), true), None);
        for kind in FlowKind::ALL {
            assert_eq!(read_standard(*kind, usual(*kind)), Ok(usual(*kind)));
        }
    }

    #[test]
    fn a_fixed_standard_takes_the_place_of_the_merchant_s_own() {
        let own = request("report", Node::Implement);
        let scenes = [None, Some(Scene::Enablement), Some(Scene::Base), Some(Scene::Other)];
        let joint = scenes.map(|scene| own.applies(BusinessKind::Joint, scene));
        assert_eq!(joint, [true, false, false, true]);
        assert!(scenes.iter().all(|scene| own.applies(BusinessKind::Provider, *scene)));
        assert!(applies(BusinessKind::Provider, Some(Scene::Base), Some(Scene::Base)));
        assert!(!applies(BusinessKind::General, Some(Scene::Base), None));
    }
}
