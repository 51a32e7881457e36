//! Customers, products and resellers of a batch of rows.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::{
    order::{self, DeliveryType, PartyId},
    text::identity,
};

use super::{
    super::undo::{Kept, Part},
    spellings::Spellings,
};
use crate::{
    Result, customers,
    db::{Arg, Bulk, Tx, matching},
    parties, products,
    search::Names,
};

/// Which kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Customers,
    Products,
    Resellers,
}

impl Kind {
    /// Under which names they are searched.
    const fn names(self) -> Option<Names> {
        match self {
            Self::Customers => Some(customers::NAMES),
            Self::Products => Some(products::NAMES),
            Self::Resellers => None,
        }
    }

    /// What they are among what an import is kept of.
    const fn part(self) -> Part {
        match self {
            Self::Customers => Part::Customer,
            Self::Products => Part::Product,
            Self::Resellers => Part::Reseller,
        }
    }

    /// What those are in `party_names` that go by their name.
    const fn spelled(self) -> Option<&'static str> {
        match self {
            Self::Customers => Some(parties::CUSTOMER),
            Self::Products => None,
            Self::Resellers => Some(parties::RESELLER),
        }
    }
}

/// What gave a name: when the order was created, and its number and line. The newest order decides,
/// wherever in a file it stands, so that no file renames back and forth each time that it comes in.
pub(super) type NamedBy = (i64, String);

/// One of them. `id` is `None` until it is in the books.
#[derive(Clone, Debug)]
pub(super) struct Party {
    pub(super) id: Option<i64>,
    pub(super) code: String,
    pub(super) name: String,
    /// Only products have one.
    delivery: DeliveryType,
    /// The newest order that named it; `None` when none gave a name.
    named: Option<NamedBy>,
    /// Its name and what named it as the books have them; `None` until it is in the books.
    was: Option<(String, Option<NamedBy>)>,
    /// A row that was taken names it; one that only rejected rows name is not kept.
    used: bool,
    /// As it was is kept, for whoever undoes the import.
    kept: bool,
}

/// Those that earlier batches named, so that most batches need not ask for them.
#[derive(Debug, Default)]
pub(super) struct Known {
    parties: HashMap<String, Party>,
    /// The code of who is written so.
    spelled: HashMap<String, String>,
}

impl Known {
    /// Remembers those of a batch that are in the books now.
    pub(super) fn remember(&mut self, parties: Parties) {
        let Parties { list, spellings, .. } = parties;
        for (name, place) in spellings.into_names() {
            if let Some(party) = list.get(place).filter(|party| party.id.is_some()) {
                self.spelled.insert(name, party.code.clone());
            }
        }
        for mut party in list.into_iter().filter(|party| party.id.is_some()) {
            party.was = Some((party.name.clone(), party.named.clone()));
            self.parties.insert(party.code.clone(), party);
        }
    }
}

type Row = (i64, String, String, String, Option<i64>, Option<String>);

/// All of a kind that a batch names. One that is not in the books yet goes by a negative number, counted
/// from −1, until the batch is written.
#[derive(Debug)]
pub(super) struct Parties {
    kind: Kind,
    list: Vec<Party>,
    by_code: HashMap<String, usize>,
    by_id: HashMap<i64, usize>,
    spellings: Spellings,
}

impl Parties {
    /// Loads those with these codes, those of these names in whatever spelling, and those with these rows.
    pub(super) async fn load(
        tx: &mut Tx,
        kind: Kind,
        known: &Known,
        codes: BTreeSet<&str>,
        names: BTreeSet<&str>,
        mut ids: BTreeSet<i64>,
    ) -> Result<Self> {
        let mut parties = Self::none(kind);
        let (columns, key) = match kind {
            Kind::Customers => ("SELECT id, code, name, '', named_at, named_by FROM customers", "code"),
            Kind::Products => {
                ("SELECT id, code, name, delivery_type, named_at, named_by FROM products", "code")
            }
            Kind::Resellers => ("SELECT id, name, name, '', NULL, NULL FROM resellers", "name"),
        };
        let mut asked = Vec::new();
        let (again, names): (Vec<&str>, Vec<&str>) =
            names.into_iter().partition(|name| known.spelled.contains_key(*name));
        let codes = codes.into_iter().chain(names.iter().copied()).collect::<BTreeSet<&str>>();
        let again: Vec<(&str, &str)> =
            again.into_iter().filter_map(|name| Some((name, known.spelled.get(name)?.as_str()))).collect();
        for code in codes.into_iter().chain(again.iter().map(|(_, code)| *code)).collect::<BTreeSet<&str>>() {
            match known.parties.get(code) {
                Some(party) => {
                    parties.push(party.clone());
                }
                None => asked.push(code),
            }
        }
        for (name, code) in again {
            if let Some(place) = parties.by_code.get(code) {
                parties.spellings.know_again(name, *place);
            }
        }
        // Who was merged into another one is that one.
        let live = if kind == Kind::Resellers { " WHERE merged_into IS NULL AND" } else { " WHERE" };
        parties.take(tx, &format!("{columns}{live} {key} IN"), &asked).await?;
        let spelled = match kind.spelled() {
            Some(kind) => Spellings::of(tx, kind, &names).await?,
            None => Vec::new(),
        };
        ids.extend(spelled.iter().map(|row| row.party_id));
        let ids: Vec<i64> = ids.into_iter().filter(|id| !parties.by_id.contains_key(id)).collect();
        parties.take(tx, &format!("{columns} WHERE id IN"), &ids).await?;
        for row in spelled {
            if let Some(place) = parties.by_id.get(&row.party_id) {
                parties.spellings.know(row, *place);
            }
        }
        Ok(parties)
    }

    fn none(kind: Kind) -> Self {
        let (by_code, by_id) = (HashMap::new(), HashMap::new());
        Self { kind, list: Vec::new(), by_code, by_id, spellings: Spellings::default() }
    }

    async fn take<A: Clone + Into<Arg>>(&mut self, tx: &mut Tx, head: &str, keys: &[A]) -> Result<()> {
        for row in matching::<Row, A>(tx, head, keys, "").await? {
            let (id, code, name, delivery, named_at, named_by) = row;
            let delivery = DeliveryType::from_code(&delivery).unwrap_or(DeliveryType::SaasAuto);
            let named = named_at.zip(named_by);
            let was = Some((name.clone(), named.clone()));
            self.push(Party { id: Some(id), code, name, delivery, named, was, used: true, kept: false });
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

    /// The one that a row names; one without an id goes by its name, however that is spelled.
    pub(super) fn named(
        &mut self,
        code: Option<&str>,
        name: Option<&str>,
        delivery: Option<DeliveryType>,
    ) -> Option<PartyId> {
        match (code, name) {
            (Some(code), _) => Some(self.find_or_add(code, name.unwrap_or(code), delivery)),
            (None, Some(name)) => Some(self.find_or_add(name, name, delivery)),
            (None, None) => None,
        }
    }

    /// Notes how a row that was taken spells one that goes by its name.
    pub(super) fn spell(&mut self, id: PartyId, name: &str) {
        let place = self.place(id);
        let party = &self.list[place];
        if self.kind.spelled().is_some() && party.code == party.name {
            self.spellings.take(name, place);
        }
    }

    /// Those that the batch spells in new ways, each once, with those ways.
    pub(super) fn respelled(&self) -> Vec<(&Party, Vec<&str>)> {
        let mut ways: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        for (place, name) in self.spellings.brought().filter(|(place, name)| self.list[*place].name != *name)
        {
            ways.entry(place).or_default().push(name);
        }
        ways.into_iter().map(|(place, names)| (&self.list[place], names)).collect()
    }

    /// The one with this code, or that goes by this name; a new one when there is none.
    fn find_or_add(&mut self, code: &str, name: &str, delivery: Option<DeliveryType>) -> PartyId {
        let spelled = || self.spellings.find(name).filter(|_| code == name);
        if let Some(place) = self.by_code.get(code).copied().or_else(spelled) {
            let party = &mut self.list[place];
            if party.id.is_none() && !party.used {
                // Only rejected rows have named it so far; what they said does not count.
                code.clone_into(&mut party.code);
                name.clone_into(&mut party.name);
                party.delivery = delivery.unwrap_or(DeliveryType::SaasAuto);
                self.by_code.insert(code.to_owned(), place);
            }
            return self.list[place].id.unwrap_or_else(|| provisional(place));
        }
        let place = self.push(Party {
            id: None,
            code: code.to_owned(),
            name: name.to_owned(),
            delivery: delivery.unwrap_or(DeliveryType::SaasAuto),
            named: None,
            was: None,
            used: false,
            kept: false,
        });
        if code == name {
            self.spellings.meet(name, place);
        }
        provisional(place)
    }

    /// The place in the list. Every row that is asked for is known: [`Parties::know`] looks at those of the
    /// books first, and those that are written are noted.
    fn place(&self, id: PartyId) -> usize {
        usize::try_from(-1 - id).unwrap_or_else(|_| self.by_id[&id])
    }

    /// Sees to it that the row that an order refers to is there.
    pub(super) fn know(&self, id: PartyId) -> Result<()> {
        if self.by_id.contains_key(&id) {
            return Ok(());
        }
        Err(super::broken(&format!("{:?} {id}", self.kind)))
    }

    /// The rows of those that the books had.
    pub(super) fn rows(&self) -> Vec<i64> {
        self.list.iter().filter_map(|party| party.id).collect()
    }

    /// One of them.
    pub(super) fn at(&self, id: PartyId) -> &Party {
        &self.list[self.place(id)]
    }

    /// One of them as the rules of an order see it.
    pub(super) fn party(&self, id: PartyId) -> order::Party<'_> {
        let Party { code, name, delivery, .. } = self.at(id);
        order::Party { id, code, name, delivery_type: *delivery }
    }

    /// Notes the name that an order gives; whether it is a new one.
    pub(super) fn name(&mut self, id: PartyId, given: &str, by: &NamedBy) -> bool {
        let place = self.place(id);
        let party = &mut self.list[place];
        // Who goes by a name keeps it as it was first written.
        let another = party.name != given;
        if another && party.code == party.name && identity(&party.name) == identity(given) {
            return false;
        }
        if party.named.as_ref().is_some_and(|newest| newest > by) {
            return false;
        }
        if party.named.as_ref() != Some(by) {
            party.named = Some(by.clone());
        }
        let renamed = party.name != given;
        if renamed {
            given.clone_into(&mut party.name);
        }
        renamed
    }

    /// Those of the books that the batch renames, with their names before.
    pub(super) fn renamed(&self) -> impl Iterator<Item = (&Party, &str)> {
        self.list.iter().filter_map(|party| {
            let (before, _) = party.was.as_ref()?;
            (*before != party.name).then_some((party, before.as_str()))
        })
    }

    /// Notes that a row that was taken names it.
    pub(super) fn keep(&mut self, id: PartyId) {
        let place = self.place(id);
        self.list[place].used = true;
    }

    /// The row of one after the batch was written.
    pub(super) fn id(&self, id: PartyId) -> Result<i64> {
        let party = self.at(id);
        party.id.ok_or_else(|| super::broken(&party.code))
    }

    /// Puts the new ones into the books, and the names of the others.
    pub(super) async fn write(&mut self, tx: &mut Tx, kept: &mut Kept) -> Result<()> {
        self.write_new(tx, kept).await?;
        if let Some(kind) = self.kind.spelled() {
            let spelled = self.spellings.write(tx, kind, |place| self.id(provisional(place))).await?;
            spelled.into_iter().for_each(|row| kept.brought(Part::Spelling, row));
        }
        self.keep_named(kept)?;
        let changed = |party: &&Party| {
            party.was.as_ref().is_some_and(|(name, named)| *name != party.name || *named != party.named)
        };
        let mut customers = Bulk::new(5);
        let mut products = Bulk::new(6);
        for party in self.list.iter().filter(changed) {
            let (at, by) = party.named.clone().unzip();
            let row = [
                party.id.into(),
                party.code.as_str().into(),
                party.name.as_str().into(),
                at.into(),
                by.into(),
            ];
            match self.kind {
                Kind::Customers => customers.row(row),
                Kind::Products => {
                    let [id, code, name, at, by] = row;
                    products.row([id, code, name, at, by, party.delivery.code().into()]);
                }
                // Their name is what they go by.
                Kind::Resellers => {}
            }
        }
        customers.execute(tx, CHANGED_CUSTOMERS, NAMED).await?;
        products.execute(tx, CHANGED_PRODUCTS, NAMED).await?;
        if let Some(names) = self.kind.names() {
            for (party, _) in self.renamed() {
                names.index(tx, party.id.unwrap_or_default(), &party.name, false).await?;
            }
        }
        Ok(())
    }

    /// Keeps how those were called that the batch calls otherwise.
    fn keep_named(&mut self, kept: &mut Kept) -> Result<()> {
        for party in self.list.iter_mut().filter(|party| !party.kept) {
            let now = (&party.name, &party.named);
            let was = party.was.as_ref().filter(|(name, named)| now != (name, named));
            if let Some((id, was)) = party.id.zip(was) {
                kept.named(self.kind.part(), id, was)?;
                party.kept = true;
            }
        }
        Ok(())
    }

    async fn write_new(&mut self, tx: &mut Tx, kept: &mut Kept) -> Result<()> {
        let new: Vec<usize> =
            (0..self.list.len()).filter(|n| self.list[*n].id.is_none() && self.list[*n].used).collect();
        if new.is_empty() {
            return Ok(());
        }
        for (id, code) in self.insert(tx, &new).await? {
            if let Some(place) = self.by_code.get(&code) {
                self.list[*place].id = Some(id);
                self.list[*place].kept = true;
                kept.brought(self.kind.part(), id);
                self.by_id.insert(id, *place);
            }
        }
        let Some(names) = self.kind.names() else { return Ok(()) };
        let mut indexed = Vec::with_capacity(new.len());
        for place in new {
            indexed.push((self.id(provisional(place))?, self.list[place].name.as_str()));
        }
        Ok(names.index_new(tx, &indexed).await?)
    }

    async fn insert(&self, tx: &mut Tx, new: &[usize]) -> Result<Vec<(i64, String)>> {
        let (head, tail, width) = match self.kind {
            Kind::Customers => {
                ("INSERT INTO customers (code, name, named_at, named_by) VALUES ", " RETURNING id, code", 4)
            }
            Kind::Products => (
                "INSERT INTO products (code, name, named_at, named_by, delivery_type) VALUES ",
                " RETURNING id, code",
                5,
            ),
            Kind::Resellers => ("INSERT INTO resellers (name) VALUES ", " RETURNING id, name", 1),
        };
        let mut bulk = Bulk::new(width);
        for party in new.iter().map(|place| &self.list[*place]) {
            let (at, by) = party.named.clone().unzip();
            let (code, name, at, by) =
                (party.code.as_str().into(), party.name.as_str().into(), at.into(), by.into());
            match self.kind {
                Kind::Customers => bulk.row([code, name, at, by]),
                Kind::Products => bulk.row([code, name, at, by, party.delivery.code().into()]),
                Kind::Resellers => bulk.row([name]),
            }
        }
        Ok(bulk.returning(tx, head, tail).await?)
    }
}

/// What one goes by until it has a row.
fn provisional(place: usize) -> PartyId {
    -1 - i64::try_from(place).unwrap_or(i64::MAX - 1)
}

const CHANGED_CUSTOMERS: &str = "INSERT INTO customers (id, code, name, named_at, named_by) VALUES ";

/// The delivery type is there for the table's sake; it stays as it is.
const CHANGED_PRODUCTS: &str =
    "INSERT INTO products (id, code, name, named_at, named_by, delivery_type) VALUES ";

const NAMED: &str = " ON CONFLICT (id) DO UPDATE SET name = excluded.name, named_at = excluded.named_at, \
    named_by = excluded.named_by";
