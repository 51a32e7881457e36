//! What the forms of the staff page do.

use domain::access::Role;
use operations::{
    Failure,
    staff::{self, LINK_HOURS, NewStaff},
};

use crate::{
    forms::{Done, Form},
    visit::Visit,
    words::{StaffWords, fill},
};

fn role(form: &Form) -> Result<Role, Failure> {
    Ok(Role::parse(form.get("role")).map_err(|p| p.of("role"))?)
}

/// A one-time link, shown once.
fn with_link(visit: &Visit, said: &str, name: &str, secret: &str) -> Done {
    let said = fill(said, &[("name", name), ("hours", &LINK_HOURS.to_string())]);
    Done::back().saying(said).showing(format!("{}/welcome/{secret}", visit.public_url))
}

/// Adds somebody, and shows their one-time link.
///
/// # Errors
/// A problem with a field.
pub async fn add(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let words = StaffWords::of(visit.lang);
    let new = NewStaff {
        account: form.get("account").to_owned(),
        name: form.get("name").trim().to_owned(),
        role: role(form)?,
    };
    let (_, secret) = staff::add(&visit.office, visit.actor()?, &new).await?;
    Ok(with_link(visit, words.add_done, &new.name, &secret))
}

/// Gives somebody another role.
///
/// # Errors
/// `NotFound`, a problem with the role, or a conflict when they are the last active owner.
pub async fn set_role(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    staff::set_role(&visit.office, visit.actor()?, form.number("id")?, role(form)?).await?;
    Ok(Done::back().saying(StaffWords::of(visit.lang).role_done))
}

/// Grants exactly the ticked products.
///
/// # Errors
/// `NotFound`: the person, or a product.
pub async fn set_grants(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let products: Result<Vec<i64>, _> = form.all("product").iter().map(|id| id.parse()).collect();
    let products = products.map_err(|_| Failure::NotFound)?;
    staff::set_grants(&visit.office, visit.actor()?, form.number("id")?, &products).await?;
    Ok(Done::back().saying(StaffWords::of(visit.lang).grants_done))
}

/// Shuts somebody out.
///
/// # Errors
/// `NotFound`, or a conflict when they are the last active owner.
pub async fn disable(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    staff::disable(&visit.office, visit.actor()?, form.number("id")?).await?;
    Ok(Done::back().saying(StaffWords::of(visit.lang).disabled))
}

/// Lets somebody in again.
///
/// # Errors
/// `NotFound`.
pub async fn enable(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    staff::enable(&visit.office, visit.actor()?, form.number("id")?).await?;
    Ok(Done::back().saying(StaffWords::of(visit.lang).enabled))
}

/// Makes a new one-time link, and shows it.
///
/// # Errors
/// `NotFound`, or a conflict when the person is disabled.
pub async fn invite_again(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let secret = staff::invite_again(&visit.office, visit.actor()?, form.number("id")?).await?;
    Ok(with_link(visit, StaffWords::of(visit.lang).link_done, "", &secret))
}
