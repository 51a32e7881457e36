//! What is written of each list that a [`Table`] reads.

use domain::{
    access::Role,
    order::DeliveryType,
    refund::{Ground, State},
    settlement::StatementState,
    supervision::{FlowKind, Node},
    ticket::{self, Severity, Waiting},
};

use super::table::{Cell, Column, Table, columns};
use crate::{
    imports::{self, Import, ImportState},
    journal::{self, Action, Event, SubjectKind},
    products::{self, Product},
    refunds::{self, Refund},
    staff::{self, Staff, StaffState},
    statements::{self, Head},
    supervisions::{self, Listed, WaitingFor},
    tickets::{self, Ticket},
    tokens::{self, Token, TokenState},
};

pub(super) static STATEMENTS: Table<Head> = Table {
    page: |office, actor, filter| Box::pin(statements::list(office, actor, filter)),
    columns: columns! {
        "id" Whole 8 |s| Some(s.id);
        "number" Text 18 |s| s.number.as_deref().unwrap_or_default().into();
        "reseller" Text 32 |s| s.reseller.as_str().into();
        "period" Text 10 |s| s.period.to_string().into();
        "currency" Currency 10 |s| s.currency;
        "state" Code 10 |s| s.state.code(), StatementState::worded;
        "line_count" Whole 10 |s| s.line_count;
        "total" Money 16 |s| s.total_minor.map(|minor| (minor, s.currency));
        "created_at" Moment 20 |s| Some(s.created_at);
        "created_by" Text 20 |s| s.created_by.as_str().into();
        "issued_at" Moment 20 |s| s.issued_at;
        "issued_by" Text 20 |s| s.issued_by.as_deref().unwrap_or_default().into();
        "paid_on" Text 12 |s| s.paid.as_ref().map(|paid| paid.on.to_string()).unwrap_or_default().into();
        "reference" Text 20 |s| s.paid.as_ref().and_then(|paid| paid.reference.as_deref()).unwrap_or_default().into();
        "lines_sha256" Text 66 |s| s.lines_hash.as_deref().unwrap_or_default().into();
    },
};

pub(super) static IMPORTS: Table<Import> = Table {
    page: |office, actor, filter| Box::pin(imports::list(office, actor, filter)),
    columns: columns! {
        "id" Whole 8 |i| Some(i.id);
        "file_name" Text 32 |i| i.file_name.as_str().into();
        "sha256" Text 66 |i| i.sha256.as_str().into();
        "size_bytes" Whole 12 |i| Some(i.size_bytes);
        "state" Code 10 |i| &i.state, ImportState::worded;
        "brought_by" Text 20 |i| i.actor_name.as_str().into();
        "created_at" Moment 20 |i| Some(i.created_at);
        "started_at" Moment 20 |i| i.started_at;
        "finished_at" Moment 20 |i| i.finished_at;
        "rows_read" Whole 10 |i| Some(i.rows_read);
        "created" Whole 10 |i| Some(i.created);
        "updated" Whole 10 |i| Some(i.updated);
        "unchanged" Whole 10 |i| Some(i.unchanged);
        "rejected" Whole 10 |i| Some(i.rejected);
        "unknown_columns" Text 30 |i| i.unknown_columns.as_str().into();
        "problem" Text 40 |i| i.broken().map(|why| why.to_string()).unwrap_or_default().into();
        "dealt_at" Moment 20 |i| i.dealt_at;
        "dealt_by" Text 20 |i| i.dealt_by.as_deref().unwrap_or_default().into();
    },
};

pub(super) static EVENTS: Table<Event> = Table {
    page: |office, actor, filter| Box::pin(journal::list(office, actor, filter)),
    columns: columns! {
        "id" Whole 10 |e| Some(e.id);
        "at" Moment 20 |e| Some(e.at);
        "at_ms" Text 16 |e| e.at.to_string().into();
        "actor_kind" Code 10 |e| &e.actor_kind, journal::actor_kind;
        "actor_id" Whole 10 |e| e.actor_id;
        "actor" Text 20 |e| e.actor_name.as_str().into();
        "action" Code 24 |e| &e.action, Action::worded;
        "subject_kind" Code 12 |e| &e.subject_kind, SubjectKind::worded;
        "subject" Text 22 |e| e.subject_id.as_str().into();
        "seq" Whole 8 |e| Some(e.seq);
        "before" Text 40 |e| e.before_json.as_deref().unwrap_or_default().into();
        "after" Text 40 |e| e.after_json.as_deref().unwrap_or_default().into();
        "reason" Text 30 |e| e.reason.as_deref().unwrap_or_default().into();
        "previous_hash" Text 66 |e| e.previous_hash.as_str().into();
        "hash" Text 66 |e| e.hash.as_str().into();
    },
};

pub(super) static STAFF: Table<Staff> = Table {
    page: |office, actor, filter| Box::pin(staff::list(office, actor, filter)),
    columns: columns! {
        "id" Whole 8 |s| Some(s.id);
        "account" Text 28 |s| s.account.as_str().into();
        "name" Text 20 |s| s.name.as_str().into();
        "role" Code 12 |s| s.role.code(), Role::worded;
        "state" Code 10 |s| s.state.code(), StaffState::worded;
        "created_at" Moment 20 |s| Some(s.created_at);
        "last_sign_in_at" Moment 20 |s| s.last_sign_in_at;
        "granted_products" Whole 10 |s| Some(i64::try_from(s.products.len()).unwrap_or(i64::MAX));
    },
};

pub(super) static TOKENS: Table<Token> = Table {
    page: |office, actor, filter| Box::pin(tokens::list(office, actor, filter)),
    columns: columns! {
        "id" Whole 8 |t| Some(t.id);
        "name" Text 24 |t| t.name.as_str().into();
        "role" Code 12 |t| t.role.code(), Role::worded;
        "state" Code 10 |t| t.state.code(), TokenState::worded;
        "ends_in" Text 10 |t| t.hint.as_str().into();
        "created_by" Text 20 |t| t.created_by.as_str().into();
        "created_at" Moment 20 |t| Some(t.created_at);
        "expires_at" Moment 20 |t| Some(t.expires_at);
        "revoked_at" Moment 20 |t| t.revoked_at;
        "last_used_at" Moment 20 |t| t.last_used_at;
    },
};

pub(super) static PRODUCTS: Table<Product> = Table {
    page: |office, actor, filter| Box::pin(products::list(office, actor, filter)),
    columns: columns! {
        "id" Text 18 |p| p.code.as_str().into();
        "name" Text 32 |p| p.name.as_str().into();
        "delivery_type" Code 14 |p| &p.delivery_type, DeliveryType::worded;
        "supervised" Text 10 |p| if p.supervised() { "true" } else { "false" }.into();
        "flow" Code 18 |p| p.flow().code(), FlowKind::worded;
    },
};

pub(super) static SUPERVISIONS: Table<Listed> = Table {
    page: |office, actor, filter| Box::pin(supervisions::list(office, actor, filter)),
    columns: columns! {
        "order_no" Text 22 |s| s.order_no.as_str().into();
        "product_id" Text 18 |s| s.product_code.as_str().into();
        "product_name" Text 32 |s| s.product_name.as_str().into();
        "customer_id" Text 18 |s| s.customer_code.as_str().into();
        "customer_name" Text 32 |s| s.customer_name.as_str().into();
        "flow" Code 14 |s| s.flow.code(), FlowKind::worded;
        "node" Code 18 |s| s.node.code(), Node::worded;
        "waiting_for" Code 12 |s| s.waiting_for().code(), WaitingFor::worded;
        "opened_at" Moment 20 |s| Some(s.opened_at);
        "node_since" Moment 20 |s| Some(s.node_since);
        "due_at" Moment 20 |s| s.due_at;
        "reminded_at" Moment 20 |s| s.reminded_at;
        "ended_at" Moment 20 |s| s.ended_at;
        "assignee" Text 24 |s| s.assignee.as_deref().unwrap_or_default().into();
    },
};

pub(super) static REFUNDS: Table<Refund> = Table {
    page: |office, actor, filter| Box::pin(refunds::list(office, actor, filter)),
    columns: columns! {
        "id" Whole 8 |f| Some(f.id);
        "order_no" Text 22 |f| f.order_no.as_str().into();
        "product_id" Text 18 |f| f.product.as_str().into();
        "product_name" Text 32 |f| f.product_name.as_str().into();
        "customer_id" Text 18 |f| f.customer.as_str().into();
        "customer_name" Text 32 |f| f.customer_name.as_str().into();
        "ground" Code 14 |f| f.ground.code(), Ground::worded;
        "state" Code 14 |f| f.state.code(), State::worded;
        "currency" Currency 10 |f| f.currency;
        "amount" Money 16 |f| Some((f.amount_minor, f.currency));
        "paid_amount" Money 16 |f| Some((f.paid_minor, f.currency));
        "reason" Text 40 |f| f.reason.as_str().into();
        "created_at" Moment 20 |f| Some(f.created_at);
        "created_by" Text 20 |f| f.actor_name.as_str().into();
        "decided_at" Moment 20 |f| f.decided_at;
        "accepts_at" Moment 20 |f| f.accepts_at;
        "ended_at" Moment 20 |f| f.ended_at;
        "unsubscribe_order_no" Text 22 |f| f.unsubscribe_no.as_deref().unwrap_or_default().into();
    },
};

pub(super) static TICKETS: Table<Ticket> = Table {
    page: |office, actor, filter| Box::pin(tickets::list(office, actor, filter)),
    columns: columns! {
        "no" Text 12 |t| t.no().into();
        "state" Code 14 |t| t.state.code(), ticket::State::worded;
        "severity" Code 10 |t| t.severity.code(), Severity::worded;
        "subject" Text 40 |t| t.subject.as_str().into();
        "product_id" Text 18 |t| t.product.as_deref().unwrap_or_default().into();
        "product_name" Text 32 |t| t.product_name.as_deref().unwrap_or_default().into();
        "order_no" Text 22 |t| t.order_no.as_deref().unwrap_or_default().into();
        "customer_id" Text 18 |t| t.customer.as_deref().unwrap_or_default().into();
        "buyer" Text 24 |t| t.buyer.as_str().into();
        "assignee" Text 24 |t| t.assignee.as_deref().unwrap_or_default().into();
        "waiting_for" Code 12 |t| t.waiting_for().code(), Waiting::worded;
        "created_at" Moment 20 |t| Some(t.created_at);
        "accepted_at" Moment 20 |t| t.accepted_at;
        "first_response_due_at" Moment 20 |t| Some(t.first_response_due_at);
        "first_responded_at" Moment 20 |t| t.first_responded_at;
        "resolution_due_at" Moment 20 |t| t.resolution_due_at;
        "resolved_at" Moment 20 |t| t.resolved_at;
        "ended_at" Moment 20 |t| t.ended_at;
        "cause" Text 40 |t| t.cause.as_deref().unwrap_or_default().into();
        "solution" Text 40 |t| t.solution.as_deref().unwrap_or_default().into();
        "rating" Whole 8 |t| t.rating;
    },
};
