//! Customers, products and resellers of a batch of rows.

use std::collections::{BTreeSet, HashMap};

use domain::order::DeliveryType;

use crate::{
    Result, customers,
    db::{Arg, Bulk, Tx, matching},
    products,
};

/// Which kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Customers,
    Products,
    Resellers,
}

/// One of them. `id` is `None` until it is in the books.
#[derive(Debug)]
pub(super) struct Party {
    pub(super) id: Option<i64>,
    pub(super) code: String,
    pub(super) name: String,
    /// Only products have one.
    delivery: DeliveryType,
    /// A row that was taken names it; one that only rejected rows name is not kept.
    used: bool,
}

/// Those that earlier batches named, so that most batches need not ask for them.
#[derive(Debug, Default)]
pub(super) struct Known(HashMap<String, (i64, String, DeliveryType)>);

impl Known {
    /// Entries kept; a file with more customers than this asks for some of them again.
    const MOST: usize = 50_000;

    /// Forgets all of them: names have changed.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// Remembers those of a batch that are in the books now.
    pub(super) fn remember(&mut self, parties: Parties) {
        if self.0.len() + parties.list.len() > Self::MOST {
            self.0.clear();
        }
        for party in parties.list {
            if let Some(id) = party.id {
                self.0.insert(party.code, (id, party.name, party.delivery));
            }
        }
    }
}

/// All of a kind that a batch names; a place in the list stands for one.
#[derive(Debug)]
pub(super) struct Parties {
    kind: Kind,
    list: Vec<Party>,
    by_code: HashMap<String, usize>,
    by_id: HashMap<i64, usize>,
}

type Row = (i64, String, String);

impl Parties {
    /// Loads those with these codes, and those with these rows.
    pub(super) async fn load(
        tx: &mut Tx,
        kind: Kind,
        known: &Known,
        codes: BTreeSet<&str>,
        ids: BTreeSet<i64>,
    ) -> Result<Self> {
        let mut parties = Self { kind, list: Vec::new(), by_code: HashMap::new(), by_id: HashMap::new() };
        let (columns, key) = match kind {
            Kind::Customers => ("SELECT id, code, name FROM customers", "code"),
            Kind::Products => ("SELECT id, code, name, delivery_type FROM products", "code"),
            Kind::Resellers => ("SELECT id, name, name FROM resellers", "name"),
        };
        let mut asked = Vec::new();
        for code in codes {
            match known.0.get(code) {
                Some((id, name, delivery)) => {
                    let (id, code, name) = (Some(*id), code.to_owned(), name.clone());
                    parties.push(Party { id, code, name, delivery: *delivery, used: true });
                }
                None => asked.push(code),
            }
        }
        parties.take(tx, &format!("{columns} WHERE {key} IN"), &asked).await?;
        let ids: Vec<i64> = ids.into_iter().filter(|id| !parties.by_id.contains_key(id)).collect();
        parties.take(tx, &format!("{columns} WHERE id IN"), &ids).await?;
        Ok(parties)
    }

    async fn take<A: Clone + Into<Arg>>(&mut self, tx: &mut Tx, head: &str, keys: &[A]) -> Result<()> {
        if self.kind == Kind::Products {
            let rows: Vec<(i64, String, String, String)> = matching(tx, head, keys, "").await?;
            for (id, code, name, delivery) in rows {
                let delivery = DeliveryType::from_code(&delivery).unwrap_or(DeliveryType::SaasAuto);
                self.push(Party { id: Some(id), code, name, delivery, used: true });
            }
        } else {
            let rows: Vec<Row> = matching(tx, head, keys, "").await?;
            for (id, code, name) in rows {
                self.push(Party { id: Some(id), code, name, delivery: DeliveryType::SaasAuto, used: true });
            }
        }
        Ok(())
    }

    fn push(&mut self, party: Party) -> usize {
        let place = self.list.len();
        self.by_code.insert(party.code.clone(), place);
        if let Some(id) = party.id {
            self.by_id.insert(id, place);
        }
        self.list.push(party);
        place
    }

    /// The one with this code; a new one with this name when there is none.
    pub(super) fn find_or_add(&mut self, code: &str, name: &str, delivery: Option<DeliveryType>) -> usize {
        if let Some(place) = self.by_code.get(code).copied() {
            let party = &mut self.list[place];
            if party.id.is_none() && !party.used {
                // Only rejected rows have named it so far; what they said does not count.
                name.clone_into(&mut party.name);
                party.delivery = delivery.unwrap_or(DeliveryType::SaasAuto);
            }
            return place;
        }
        let (code, name) = (code.to_owned(), name.to_owned());
        self.push(Party {
            id: None,
            code,
            name,
            delivery: delivery.unwrap_or(DeliveryType::SaasAuto),
            used: false,
        })
    }

    /// The place of a row of the books.
    pub(super) fn of_id(&self, id: i64) -> Result<usize> {
        self.by_id.get(&id).copied().ok_or_else(|| super::broken(&format!("{:?} {id}", self.kind)))
    }

    /// The one at a place.
    pub(super) fn at(&self, place: usize) -> &Party {
        &self.list[place]
    }

    /// How the product at a place reaches the customer.
    pub(super) fn delivery(&self, place: usize) -> DeliveryType {
        self.list[place].delivery
    }

    /// Notes that a row that was taken names it.
    pub(super) fn keep(&mut self, place: usize) {
        self.list[place].used = true;
    }

    /// The row of one that is in the books.
    pub(super) fn id(&self, place: usize) -> Result<i64> {
        self.list[place].id.ok_or_else(|| super::broken(&self.list[place].code))
    }

    /// Puts the new ones into the books.
    pub(super) async fn write(&mut self, tx: &mut Tx) -> Result<()> {
        let new: Vec<usize> =
            (0..self.list.len()).filter(|n| self.list[*n].id.is_none() && self.list[*n].used).collect();
        if new.is_empty() {
            return Ok(());
        }
        for (id, code) in self.insert(tx, &new).await? {
            if let Some(place) = self.by_code.get(&code) {
                self.list[*place].id = Some(id);
            }
        }
        let names = match self.kind {
            Kind::Customers => customers::NAMES,
            Kind::Products => products::NAMES,
            Kind::Resellers => return Ok(()),
        };
        let mut indexed = Vec::with_capacity(new.len());
        for place in new {
            indexed.push((self.id(place)?, self.list[place].name.as_str()));
        }
        Ok(names.index_new(tx, &indexed).await?)
    }

    async fn insert(&self, tx: &mut Tx, new: &[usize]) -> Result<Vec<(i64, String)>> {
        let parties = new.iter().map(|place| &self.list[*place]);
        let (bulk, head, tail) = match self.kind {
            Kind::Customers => {
                let mut bulk = Bulk::new(2);
                parties.for_each(|p| bulk.row([p.code.as_str().into(), p.name.as_str().into()]));
                (bulk, "INSERT INTO customers (code, name) VALUES ", " RETURNING id, code")
            }
            Kind::Products => {
                let mut bulk = Bulk::new(3);
                parties.for_each(|p| {
                    bulk.row([p.code.as_str().into(), p.name.as_str().into(), p.delivery.code().into()]);
                });
                (bulk, "INSERT INTO products (code, name, delivery_type) VALUES ", " RETURNING id, code")
            }
            Kind::Resellers => {
                let mut bulk = Bulk::new(1);
                parties.for_each(|p| bulk.row([p.code.as_str().into()]));
                (bulk, "INSERT INTO resellers (name) VALUES ", " RETURNING id, name")
            }
        };
        Ok(bulk.returning(tx, head, tail).await?)
    }
}
