mod common;
use std::time::Instant;
use domain::access::{Actor, Role};
use futures::StreamExt;
use operations::{exports, imports::{self, Upload}, orders::Filter, home};
fn rss() -> String {
    std::fs::read_to_string("/proc/self/status").unwrap().lines().filter(|l| l.starts_with("VmHWM") || l.starts_with("VmRSS")).collect::<Vec<_>>().join(" ")
}
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let f: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    (f[11].parse::<f64>().unwrap() + f[12].parse::<f64>().unwrap()) / 100.0
}
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn speed() {
    let count: u64 = std::env::var("N").unwrap_or("1000000".into()).parse().unwrap();
    let pg = std::env::var("PG").is_ok();
    let mut office = if pg { common::postgres().await } else { common::sqlite().await };
    if !pg {
        office.db = operations::db::Db::open(&format!("sqlite:///tmp/exp/speed{count}.db")).await.unwrap();
        office.db.migrate().await.unwrap();
    }
    let empty: Option<(i64,)> = operations::db::Sql::new("SELECT id FROM orders LIMIT 1").fetch_optional(&office.db).await.unwrap();
    if empty.is_none() {
        let (file, path) = tempfile::NamedTempFile::new().unwrap().keep().unwrap();
        let mut w = std::io::BufWriter::new(file);
        operations::sample::write_sample(count, 1, office.clock.now(), &mut w).unwrap();
        drop(w);
        let t = Instant::now();
        imports::import(&office, &Actor::System, Upload { file_name: "s.csv".into(), path: path.clone() }).await.unwrap();
        println!("import {:?}", t.elapsed());
        std::fs::remove_file(path).unwrap();
    }
    let owner = common::staff(Role::Owner);
    println!("{}", rss());
    for pairs in [&[][..], &[], &[("sort", "-paid")], &[("state", "completed")], &[("q", "CS")], &[("q", "云")], &[("created_from", "2026-11-01")]] {
        let t = Instant::now();
        let c = cpu();
        let mut stream = Box::pin(exports::csv_stream(&office, &owner, &Filter::parse(pairs.iter().copied()).0).await.unwrap());
        let mut first = None;
        let (mut bytes, mut lines) = (0, 0);
        while let Some(piece) = stream.next().await {
            let piece = piece.unwrap();
            first.get_or_insert(t.elapsed());
            bytes += piece.len();
            lines += 1;
        }
        println!("{pairs:?}: {:?} cpu {:.2} first {:?} {} MB {lines} pieces {}", t.elapsed(), cpu() - c, first.unwrap(), bytes >> 20, rss());
    }
    for role in [Role::Owner, Role::Auditor] {
        for _ in 0..3 {
            let t = Instant::now();
            let home = home::home(&office, &common::staff(role)).await.unwrap();
            println!("home {:?} {} months {} waiting", t.elapsed(), home.months.len(), home.waiting.len());
        }
    }
    let mut sql = operations::db::Sql::new("INSERT INTO staff (id, account, name, role, state, created_at) VALUES (77, 'x77', 'x', 'owner', 'active', 0) ON CONFLICT DO NOTHING");
    let mut tx = office.db.begin().await.unwrap();
    std::mem::take(&mut sql).execute_in(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    let actor = operations::staff::load_actor(&office, 77).await.unwrap().unwrap();
    let mut tx = office.db.begin().await.unwrap();
    operations::db::Sql::new("UPDATE exports SET state = 'failed' WHERE state IN ('queued','running')").execute_in(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    let query = std::env::var("Q").unwrap_or_default();
    for format in [exports::Format::Csv, exports::Format::Xlsx] {
        exports::create(&office, &actor, &exports::NewExport { kind: "orders", format, query: &query, locale: "en" }).await.unwrap();
        let (t, c) = (Instant::now(), cpu());
        exports::run_next(&office).await.unwrap();
        let done = exports::list(&office, &actor).await.unwrap().remove(0);
        println!("{format} {:?} cpu {:.2} {:?} {} rows {:?} bytes {}", t.elapsed(), cpu() - c, done.state, done.rows_written, done.size_bytes, rss());
    }
}
