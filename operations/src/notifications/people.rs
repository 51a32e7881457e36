//! Those who can be told: active members of staff, with what they see and what they chose.

use std::collections::HashMap;

use domain::{
    access::{Actor, Operation, Reach, Role},
    notification::{Channel, Event, Manner, told},
};

use crate::{
    Result,
    db::{Sql, Tx},
};

/// Somebody who can be told.
#[derive(Debug)]
pub(super) struct Person {
    pub(super) id: i64,
    pub(super) account: String,
    pub(super) name: String,
    pub(super) manner: Manner,
    role: Role,
    products: Vec<i64>,
    chosen: HashMap<(Event, Channel), bool>,
}

impl Person {
    /// How far the person may do this; `None`: not at all.
    pub(super) fn reach(&self, operation: Operation) -> Option<Reach> {
        let (name, products) = (self.name.clone(), self.products.clone());
        Actor::Staff { id: self.id, name, role: self.role, products }.may(operation).ok()
    }

    /// Whether the person wants to be told of it in this way.
    pub(super) fn wants(&self, event: Event, channel: Channel) -> bool {
        let usual = || told(self.role, event, channel).unwrap_or(false);
        self.chosen.get(&(event, channel)).copied().unwrap_or_else(usual)
    }
}

/// Everybody who can be told, in the order of their rows.
pub(super) async fn people(tx: &mut Tx) -> Result<Vec<Person>> {
    let sql =
        Sql::new("SELECT id, account, name, role, mail_manner FROM staff WHERE state = 'active' ORDER BY id");
    let rows: Vec<(i64, String, String, String, Option<String>)> = sql.fetch_all_in(tx).await?;
    let granted: Vec<(i64, i64)> =
        Sql::new("SELECT staff_id, product_id FROM staff_products").fetch_all_in(tx).await?;
    let sql = Sql::new("SELECT staff_id, event, channel, chosen FROM notification_choices");
    let chosen: Vec<(i64, String, String, i64)> = sql.fetch_all_in(tx).await?;
    let mut people: Vec<Person> = rows
        .into_iter()
        .filter_map(|(id, account, name, role, manner)| {
            let role = Role::from_code(&role)?;
            let manner = manner.as_deref().and_then(Manner::read).unwrap_or_default();
            Some(Person { id, account, name, manner, role, products: Vec::new(), chosen: HashMap::new() })
        })
        .collect();
    let place: HashMap<i64, usize> = people.iter().enumerate().map(|(at, one)| (one.id, at)).collect();
    for (staff, product) in granted {
        if let Some(at) = place.get(&staff) {
            people[*at].products.push(product);
        }
    }
    for (staff, event, channel, is_chosen) in chosen {
        let key = Event::from_code(&event).zip(Channel::from_code(&channel));
        if let (Some(at), Some(key)) = (place.get(&staff), key) {
            people[*at].chosen.insert(key, is_chosen != 0);
        }
    }
    Ok(people)
}
