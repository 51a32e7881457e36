//! One reseller's month with very many lines: the exact sum on its page, issuing it, and its file.

use super::client::{Client, encoded};
use super::load::{Row, millis, per_request};
use super::shop::{ACCOUNT, PASSWORD, Shop};
use crate::process::quiet;
use anyhow::{Result, bail};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::{Duration, Instant};

const RESELLER: &str = "北京数桥软件有限公司";

/// Fills the shop with so many lines of the month, and measures.
pub fn rows(shop: &mut Shop, lines: u64) -> Result<Vec<Row>> {
    let file = shop.folder().join("month.csv");
    write_month(&file, lines)?;
    shop.fill(&file)?;
    let server = shop.serve()?;
    let mut client = Client::connect(server.address(), "")?;
    client.sign_in(ACCOUNT, PASSWORD)?;
    let mut rows = Vec::new();
    draft(&mut client)?;
    rows.push(
        per_request(
            "statement page, sum of all its lines",
            "/settlement/1",
            &mut client,
            &server.meter(),
            3,
        )?
        .row(None),
    );
    let started = Instant::now();
    client.post("/do/issue-statement", "id=1")?;
    wait_until_issued(&mut client)?;
    rows.push(Row::new("issuing it", millis(started.elapsed())));
    let started = Instant::now();
    quiet(
        shop.command(&["statement", "--reseller", RESELLER, "--period", "202509", "--format", "csv", "-o"])
            .arg(shop.folder().join("statement.csv")),
    )?;
    rows.push(Row::new("its file as CSV", millis(started.elapsed())));
    Ok(rows)
}

/// Very many lines are frozen by a job.
fn wait_until_issued(client: &mut Client) -> Result<()> {
    while client.get("/settlement/1/progress")?.body != b"end" {
        std::thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}

fn draft(client: &mut Client) -> Result<()> {
    let form = format!("reseller={}&period=202509&currency=CNY", encoded(RESELLER));
    let answer = client.post("/do/draft-statement", &form)?;
    if answer.status != 303 {
        bail!("drafting the statement answered {}", answer.status);
    }
    Ok(())
}

/// Completed orders of one reseller, each with one line, in September 2025.
fn write_month(file: &Path, lines: u64) -> Result<()> {
    let mut out = BufWriter::new(std::fs::File::create(file)?);
    writeln!(
        out,
        "order_no,sales_channel,reseller,product_id,product_name,customer_id,customer_name,quantity,duration,\
         duration_unit,currency,list_price,deal_price,floor_price,paid_amount,output_tax,service_tax,state,\
         created_at,paid_at,effective_at,completed_at"
    )?;
    for n in 0..lines {
        let day = format!("2025-09-{:02} 10:{:02}:{:02}", n % 28 + 1, n % 60, n / 60 % 60);
        let (deal, floor) = (2_000 + n % 977, 1_200 + n % 401);
        writeln!(
            out,
            "CB{n:014},reseller,{RESELLER},P-{0},产品 {0},C-{1},客户 {1},1,1,year,CNY,{2}.00,{deal}.37,{floor}.11,\
             {deal}.37,{3},6%,completed,{day},{day},{day},{day}",
            n % 200,
            n % 5_000,
            deal + 100,
            ["6%", "13%"][usize::from(n % 3 == 0)],
        )?;
    }
    out.flush()?;
    Ok(())
}
