mod common;
use domain::access::Actor;
use operations::{imports::{self, Upload}, db::Db};
use std::time::Instant;
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn speed() {
    let count: u64 = std::env::var("N").unwrap_or("100000".into()).parse().unwrap();
    let office = if std::env::var("PG").is_ok() { common::postgres().await } else { common::sqlite().await };
    let _ = Db::open;
    let (file, path) = tempfile::NamedTempFile::new().unwrap().keep().unwrap();
    let t = Instant::now();
    let mut w = std::io::BufWriter::new(file);
    operations::sample::write_sample(count, 1, office.clock.now(), &mut w).unwrap();
    drop(w);
    println!("sample {count} in {:?}, {} MB", t.elapsed(), std::fs::metadata(&path).unwrap().len() / 1_000_000);
    let rss = || std::fs::read_to_string("/proc/self/status").unwrap().lines().filter(|l| l.starts_with("VmHWM") || l.starts_with("Rss")).map(str::to_owned).collect::<Vec<_>>();
    println!("{:?}", rss());
    for n in 0..2 {
        let t = Instant::now();
        let o = imports::import(&office, &Actor::System, Upload { file_name: "s.csv".into(), path: path.clone() }).await.unwrap();
        let rows = o.created + o.unchanged + o.updated;
        println!("{n}: {} created {} unchanged {} rejected {:?} {:.0} rows/s", o.created, o.unchanged, o.rejected_rows, t.elapsed(), rows as f64 / t.elapsed().as_secs_f64());
        println!("{:?}", rss());
        for t in std::fs::read_dir("/proc/self/task").unwrap() {
            let p = t.unwrap().path();
            let stat = std::fs::read_to_string(p.join("stat")).unwrap();
            let f: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
            println!("  {} user {} sys {}", std::fs::read_to_string(p.join("comm")).unwrap().trim(), f[11], f[12]);
        }
    }
    if std::env::var("CHANGE").is_ok() {
        let text = std::fs::read_to_string(&path).unwrap().replace(",prepaid\n", ",postpaid\n");
        std::fs::write(&path, text).unwrap();
        let t = Instant::now();
        let o = imports::import(&office, &Actor::System, Upload { file_name: "s.csv".into(), path: path.clone() }).await.unwrap();
        println!("changed: {} updated {:?} {:.0} rows/s", o.updated, t.elapsed(), (o.updated) as f64 / t.elapsed().as_secs_f64());
    }
}
