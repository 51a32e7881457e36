//! What somebody says that happens with a delivery, as forms and programs write it.

use domain::{
    FieldName, FieldProblem, Moment, Problem, Zone,
    access::Actor,
    supervision::{Action, Outcome, Scene, Side},
    text,
};

/// Longest comment and result, in characters (`domain.md` 2.4).
const MOST: u32 = 1_000;
/// Longest name of a courier, number of a waybill and telephone number, in characters.
const SHORT: u32 = 60;

/// A step as it was given; what is empty was not given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// Code of [`Action`].
    pub action: String,
    /// Code of [`Side`]: whose step it is. The merchant's when nothing is said, the buyer's for a buyer.
    pub by: String,
    /// Comment, reason or demand.
    pub comment: String,
    /// Result of the service: needed to complete.
    pub result: String,
    /// Actual start of the service.
    pub service_started_at: String,
    /// Courier: needed to ship.
    pub courier: String,
    /// Number of the waybill: needed to ship.
    pub waybill: String,
    /// Telephone number on the waybill.
    pub phone: String,
    /// The waybill has another telephone number than the buyer.
    pub phone_differs: bool,
    /// Code of [`Scene`].
    pub scene: String,
    /// Which part is delivered or accepted.
    pub milestone: String,
    /// Code of [`Outcome`]: needed to decide an appeal.
    pub outcome: String,
    /// Documents that belong to the step.
    pub documents: Vec<i64>,
    /// The version that was seen; a step of somebody else since then is told.
    pub seen: Option<i64>,
}

/// A step that can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Deed {
    pub(super) action: Action,
    pub(super) by: Side,
    pub(super) comment: Option<String>,
    pub(super) result: Option<String>,
    pub(super) started: Option<Moment>,
    pub(super) courier: Option<String>,
    pub(super) waybill: Option<String>,
    pub(super) phone: Option<String>,
    pub(super) phone_differs: bool,
    pub(super) scene: Option<Scene>,
    pub(super) milestone: Option<i64>,
    pub(super) outcome: Option<Outcome>,
    pub(super) documents: Vec<i64>,
}

impl Deed {
    /// A step of which nothing is said.
    pub(super) const fn of(action: Action, by: Side) -> Self {
        Self {
            action,
            by,
            comment: None,
            result: None,
            started: None,
            courier: None,
            waybill: None,
            phone: None,
            phone_differs: false,
            scene: None,
            milestone: None,
            outcome: None,
            documents: Vec::new(),
        }
    }

    /// Reads what was given.
    ///
    /// # Errors
    /// Everything that cannot be read, and what the action cannot do without.
    pub(super) fn read(given: &Given, actor: &Actor, zone: Zone) -> Result<Self, Vec<FieldProblem>> {
        let mut reader = Reader { problems: Vec::new() };
        let action = reader.needed(FieldName::Action, &given.action, Action::parse);
        let side = reader.maybe(FieldName::By, &given.by, Side::parse);
        let usual = if actor.order_id().is_some() { Side::Buyer } else { Side::Merchant };
        let by = side.unwrap_or(usual);
        if (actor.order_id().is_some() && by != Side::Buyer) || by == Side::System {
            reader.wrong(FieldName::By, Problem::NotYourSide);
        }
        let action = action.filter(|action| *action != Action::CloseRefunded);
        let deed = Self {
            action: action.unwrap_or(Action::Appeal),
            by,
            comment: reader.text(FieldName::Comment, &given.comment, MOST),
            result: reader.text(FieldName::Result, &given.result, MOST),
            started: reader
                .maybe(FieldName::ServiceStartedAt, &given.service_started_at, |text| zone.parse(text)),
            courier: reader.text(FieldName::Courier, &given.courier, SHORT),
            waybill: reader.text(FieldName::Waybill, &given.waybill, SHORT),
            phone: reader.text(FieldName::Phone, &given.phone, SHORT),
            phone_differs: given.phone_differs,
            scene: reader.maybe(FieldName::Scene, &given.scene, Scene::parse),
            milestone: reader.maybe(FieldName::Milestone, &given.milestone, |text| {
                let problem =
                    || Problem::NotANumber { value: text.chars().take(20).collect(), least: 1, most: 99 };
                text.parse().ok().filter(|no| (1..=99).contains(no)).ok_or_else(problem)
            }),
            outcome: reader.maybe(FieldName::Outcome, &given.outcome, Outcome::parse),
            documents: given.documents.clone(),
        };
        if let Some(action) = action {
            reader.complete(action, &deed);
        } else if reader.problems.is_empty() {
            let allowed = Action::CODES.iter().filter(|code| **code != Action::CloseRefunded.code());
            let allowed = allowed.copied().collect::<Vec<_>>().join(", ");
            reader.wrong(FieldName::Action, Problem::UnknownCode { value: given.action.clone(), allowed });
        }
        if reader.problems.is_empty() { Ok(deed) } else { Err(reader.problems) }
    }
}

struct Reader {
    problems: Vec<FieldProblem>,
}

impl Reader {
    fn wrong(&mut self, field: FieldName, problem: Problem) {
        self.problems.push(problem.of(field.code()));
    }

    fn needed<T>(
        &mut self,
        field: FieldName,
        given: &str,
        read: impl Fn(&str) -> Result<T, Problem>,
    ) -> Option<T> {
        read(given.trim()).map_err(|problem| self.wrong(field, problem)).ok()
    }

    fn maybe<T>(
        &mut self,
        field: FieldName,
        given: &str,
        read: impl Fn(&str) -> Result<T, Problem>,
    ) -> Option<T> {
        if given.trim().is_empty() { None } else { self.needed(field, given, read) }
    }

    fn text(&mut self, field: FieldName, given: &str, most: u32) -> Option<String> {
        self.maybe(field, given, |text| text::required(text, most))
    }

    fn present<T>(&mut self, field: FieldName, given: Option<&T>) {
        if given.is_none() && !self.problems.iter().any(|problem| problem.field == field.code()) {
            self.wrong(field, Problem::Missing);
        }
    }

    /// What the action cannot do without (2.4, 2.9).
    fn complete(&mut self, action: Action, deed: &Deed) {
        if action.needs_reason() {
            self.present(FieldName::Comment, deed.comment.as_ref());
        }
        match action {
            Action::Complete => self.present(FieldName::Result, deed.result.as_ref()),
            Action::Ship => {
                self.present(FieldName::Courier, deed.courier.as_ref());
                self.present(FieldName::Waybill, deed.waybill.as_ref());
            }
            Action::DecideAppeal => self.present(FieldName::Outcome, deed.outcome.as_ref()),
            _ => {}
        }
    }
}
