//! The pages, a module for each noun.

use std::{future::Future, pin::Pin};

use operations::Failure;

use crate::{
    forms::{Done, Form},
    visit::{Page, Visit},
};

mod account;
mod bills;
mod bulk;
pub mod buyer;
#[cfg(debug_assertions)]
mod components;
mod exports;
pub mod failure;
pub mod find;
mod help;
mod home;
mod imports;
mod journal;
mod lists;
mod merchant;
pub(crate) mod notifications;
mod orders;
mod products;
mod reception;
mod reconciliations;
mod refunds;
mod resellers;
mod rules;
mod settings;
mod settlement;
mod sign_in;
mod staff;
mod standing;
mod supervisions;
mod tickets;
mod tokens;
mod wish;

pub use lists::{columns_as_shown, list_of};
pub use tickets::write::{FORM as MESSAGE_FORM, insert as insert_answer, send as send_message};
pub use wish::Wish;

/// A page: asks operations for its data and says how it looks.
pub type PageFn = for<'a> fn(&'a Visit) -> Pin<Box<dyn Future<Output = Result<Page, Failure>> + Send + 'a>>;

/// A form: calls one operation and says where to go.
pub type FormFn =
    for<'a> fn(&'a Visit, &'a Form) -> Pin<Box<dyn Future<Output = Result<Done, Failure>> + Send + 'a>>;

macro_rules! pages {
    ($($(#[$only:meta])? $path:literal => $page:path,)+) => {
        /// Every page with its path. Each has a row in `domain::access::DOORS`.
        pub const PAGES: &[(&str, PageFn)] = &[$($(#[$only])? ($path, |visit| Box::pin($page(visit)))),+];
    };
}

macro_rules! forms {
    ($($path:literal => $form:path,)+) => {
        /// Every form with its path. Each has a row in `domain::access::DOORS`.
        pub const FORMS: &[(&str, FormFn)] = &[$(($path, |visit, form| Box::pin($form(visit, form)))),+];
    };
}

pages! {
    "/sign-in" => sign_in::page,
    "/welcome/{token}" => sign_in::welcome,
    "/" => home::page,
    "/orders" => orders::list::page,
    "/orders/{order_no}" => orders::detail::page,
    "/supervisions" => supervisions::list::page,
    "/supervisions/{order_no}" => supervisions::detail::page,
    "/tickets" => tickets::list::page,
    "/tickets/duty" => tickets::duty::page,
    "/tickets/new" => tickets::new::page,
    "/tickets/report" => tickets::report::page,
    "/tickets/templates" => tickets::templates::page,
    "/tickets/{no}" => tickets::detail::page,
    "/refunds" => refunds::list::page,
    "/refunds/{id}" => refunds::detail::page,
    "/products" => products::page,
    "/products/{code}" => products::one,
    "/resellers" => resellers::page,
    "/imports" => imports::list::page,
    "/imports/new" => imports::new::page,
    "/imports/{id}" => imports::detail::page,
    "/imports/{id}/undo" => imports::undo::page,
    "/exports" => exports::page,
    "/bills" => bills::list::page,
    "/bills/runs/{id}" => bills::run::page,
    "/bills/transactions" => bills::transactions::page,
    "/bills/disputes" => bills::disputes::page,
    "/reconciliations" => reconciliations::list::page,
    "/reconciliations/new" => reconciliations::begin::page,
    "/reconciliations/{id}" => reconciliations::detail::page,
    "/bills/{id}" => bills::detail::page,
    "/bills/{id}/lines/{position}" => bills::line::page,
    "/settlement" => settlement::list::page,
    "/settlement/quote" => settlement::quote::page,
    "/settlement/rules" => rules::page,
    "/settlement/rules/new" => rules::new,
    "/settlement/rules/{id}" => rules::detail::page,
    "/settlement/months/{period}" => settlement::month::page,
    "/settlement/{id}" => settlement::detail::page,
    "/settlement/{id}/print" => settlement::print::page,
    "/staff" => staff::page,
    "/tokens" => tokens::page,
    "/settings" => settings::page,
    "/settings/merchant" => merchant::page,
    "/settings/standing" => standing::page,
    "/settings/reception" => reception::page,
    "/journal" => journal::page,
    "/account" => account::page,
    "/account/notifications" => account::notifications::page,
    "/notifications" => notifications::page,
    "/help" => help::page,
    "/bulk/{id}" => bulk::page,
    #[cfg(debug_assertions)] "/_components" => components::page,
}

forms! {
    "/do/sign-in" => sign_in::sign_in,
    "/do/sign-out" => sign_in::sign_out,
    "/do/accept-invitation" => sign_in::accept,
    "/do/set-locale" => account::set_locale,
    "/do/set-theme" => account::set_theme,
    "/do/set-shortcuts" => account::set_shortcuts,
    "/do/set-density" => account::set_density,
    "/do/read-notification" => notifications::mark,
    "/do/read-notifications" => notifications::mark_all,
    "/do/choose-notifications" => account::notifications::choose,
    "/do/reset-notifications" => account::notifications::reset,
    "/do/change-password" => account::change_password,
    "/do/end-session" => account::end_session,
    "/do/end-other-sessions" => account::end_other_sessions,
    "/do/save-answer" => tickets::templates::save,
    "/do/remove-answer" => tickets::templates::remove,
    "/do/cancel-order" => orders::detail::cancel,
    "/do/act-supervision" => supervisions::detail::act,
    "/do/assign-supervision" => supervisions::assignee::assign,
    "/do/assign-supervisions" => bulk::assign_supervisions,
    "/do/remind-supervision" => supervisions::assignee::remind,
    "/do/remind-supervisions" => bulk::remind_supervisions,
    "/do/set-milestones" => supervisions::milestones::set,
    "/do/waive-document" => supervisions::documents::not_needed,
    "/do/ask-for-document" => supervisions::documents::needed,
    "/do/make-link" => orders::links::make,
    "/do/revoke-link" => orders::links::revoke,
    "/do/note-invoice" => refunds::of_order::note_invoice,
    "/do/request-refund" => refunds::of_order::request,
    "/do/act-refund" => refunds::detail::act,
    "/do/run-bills" => bills::acts::run,
    "/do/act-bill" => bills::acts::act,
    "/do/note-bill-stage" => bills::acts::note_stage,
    "/do/open-dispute" => bills::dispute::open,
    "/do/say-in-dispute" => bills::dispute::say,
    "/do/act-dispute" => bills::dispute::act,
    "/do/act-reconciliation" => reconciliations::acts::act,
    "/do/look-reconciliation" => reconciliations::look::look,
    "/do/drop-reconciliation" => reconciliations::look::discard,
    "/do/step-reconciliation" => reconciliations::acts::step,
    "/do/cancel-orders" => bulk::cancel_orders,
    "/do/assign-order" => orders::assignee::assign,
    "/do/assign-orders" => bulk::assign_orders,
    "/do/write-note" => orders::notes::write,
    "/do/change-note" => orders::notes::change,
    "/do/delete-note" => orders::notes::delete,
    "/do/keep-view" => crate::list::views::keep,
    "/do/change-view" => crate::list::views::change,
    "/do/rename-view" => crate::list::views::rename,
    "/do/remove-view" => crate::list::views::remove,
    "/do/set-delivery" => products::set_delivery,
    "/do/merge-resellers" => resellers::merge,
    "/do/keep-resellers-apart" => resellers::keep_apart,
    "/do/apply-import" => imports::apply,
    "/do/look-again" => imports::again,
    "/do/drop-import" => imports::discard,
    "/do/forget-reading" => imports::forget,
    "/do/resume-import" => imports::detail::resume,
    "/do/resume-imports" => bulk::resume_imports,
    "/do/export-chosen" => exports::create_chosen,
    "/do/deal-with-import" => imports::dealt::deal_with,
    "/do/reopen-import" => imports::dealt::reopen,
    "/do/undo-import" => imports::undo::undo,
    "/do/export" => exports::create,
    "/do/retry-exports" => bulk::retry_exports,
    "/do/save-rule" => rules::save,
    "/do/replay-rule" => rules::detail::replay_over,
    "/do/publish-rule" => rules::detail::publish,
    "/do/discard-rule" => rules::detail::discard,
    "/do/draft-statement" => settlement::draft::draft,
    "/do/draft-statements" => bulk::draft_statements,
    "/do/discard-statement" => settlement::draft::discard,
    "/do/issue-statement" => settlement::detail::issue,
    "/do/issue-statements" => bulk::issue_statements,
    "/do/supplement-statement" => settlement::correct::supplement,
    "/do/reverse-statement" => settlement::correct::reverse,
    "/do/pay-statement" => settlement::paid::pay,
    "/do/take-payment-back" => settlement::paid::take_back,
    "/do/add-staff" => staff::add,
    "/do/set-role" => staff::set_role,
    "/do/set-grants" => staff::set_grants,
    "/do/disable-staff" => staff::disable,
    "/do/enable-staff" => staff::enable,
    "/do/invite-again" => staff::invite_again,
    "/do/create-token" => tokens::create,
    "/do/revoke-token" => tokens::revoke,
    "/do/revoke-tokens" => bulk::revoke_tokens,
    "/do/bulk-again" => bulk::again,
    "/do/save-settings" => settings::save,
    "/do/save-merchant" => merchant::save,
    "/do/record-certification" => standing::certification,
    "/do/record-agreement" => standing::agreement,
    "/do/open-ticket" => tickets::new::open,
    "/do/assign-tickets" => bulk::assign_tickets,
    "/do/reply-tickets" => bulk::reply_tickets,
    "/do/save-duty" => tickets::duty::save,
    "/do/act-ticket" => tickets::acts::act,
    "/do/send-planned" => tickets::planned::send_now,
    "/do/take-back-planned" => tickets::planned::take_back,
    "/do/send-mail-again" => tickets::mails::again,
    "/do/save-reception" => reception::save,
    "/do/take-holidays" => reception::take_holidays,
    "/do/remove-picture" => merchant::remove,
}
