//! The program as a process, in a folder of its own.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::{
    io::Write,
    process::{Child, Command, Stdio},
};

use operations::db::{Db, Sql};
use tempfile::TempDir;

/// Three orders, one of which a reseller brought.
pub const ORDERS: &str = "\
order_no,line_no,order_type,billing_mode,sales_channel,reseller,product_id,product_name,customer_id,customer_name,quantity,deal_price,floor_price,paid_amount,output_tax,service_tax,state,created_at,paid_at,effective_at,completed_at
CS1,1,NEW,PERIOD,direct,,P-1,云端进销存,C-1,远山贸易,1,100.00,,0,6%,6%,pending_payment,2025-09-01 10:00:00,,,
CS2,1,NEW,PERIOD,direct,,P-1,云端进销存,C-2,Northwind,1,200.00,,200.00,6%,6%,completed,2025-09-02 10:00:00,2025-09-02 10:05:00,2025-09-02 10:06:00,2025-09-02 10:06:00
CS2,2,NEW,PERIOD,direct,,P-2,数据备份,C-2,Northwind,2,50.50,,50.50,6%,6%,completed,2025-09-02 10:00:00,2025-09-02 10:05:00,2025-09-02 10:06:00,2025-09-02 10:06:00
CS3,1,NEW,PERIOD,reseller,云梯,P-1,云端进销存,C-1,远山贸易,1,10000,8000,10000,13%,6%,completed,2025-10-03 10:00:00,2025-10-03 10:05:00,2025-10-03 10:06:00,2025-10-03 10:06:00
";

/// The program with its environment.
pub struct Program {
    folder: TempDir,
    variables: Vec<(String, String)>,
}

/// What a run left behind.
pub struct Run {
    /// Exit code; -1 when it was killed.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Run {
    /// It went well.
    pub fn ok(self) -> Self {
        assert_eq!(self.code, 0, "{}{}", self.out, self.err);
        self
    }

    /// Lines of the output.
    pub fn lines(&self) -> Vec<&str> {
        self.out.lines().collect()
    }
}

impl Program {
    /// With an empty database.
    pub fn new() -> Self {
        let mut program = Self { folder: tempfile::tempdir().unwrap(), variables: Vec::new() };
        let documents = format!("file://{}", program.path("documents"));
        let database = format!("sqlite://{}", program.path("shop.db"));
        for (name, value) in [
            ("DATABASE_URL", database.as_str()),
            ("DOCUMENTS_URL", &documents),
            ("LOG", "warn"),
            ("LISTEN", "127.0.0.1:3000"),
            ("PUBLIC_URL", ""),
            ("BUSINESS_TIME_ZONE", ""),
            ("RUST_BACKTRACE", "0"),
        ] {
            program.variable(name, value);
        }
        program
    }

    /// The database's address.
    pub fn database(&self) -> String {
        let address = self.variables.iter().find(|(name, _)| name == "DATABASE_URL");
        address.map(|(_, address)| address.clone()).unwrap()
    }

    /// Looks into its database.
    pub fn with_db<T>(&self, look: impl AsyncFnOnce(&Db) -> T) -> T {
        with_db(&self.database(), look)
    }

    /// What was being done by whoever was killed is taken by the next one: its lease has run out.
    pub fn time_passes(&self) {
        self.with_db(async |db| {
            let mut tx = db.begin().await.unwrap();
            let sql = Sql::new("UPDATE jobs SET lease_until = 0 WHERE state = 'running'");
            sql.execute_in(&mut tx).await.unwrap();
            tx.commit().await.unwrap();
        });
    }

    /// Sets a variable of the environment.
    pub fn variable(&mut self, name: &str, value: &str) {
        self.variables.retain(|(n, _)| n != name);
        self.variables.push((name.to_owned(), value.to_owned()));
    }

    /// A path in the folder.
    pub fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    /// A file in the folder.
    pub fn file(&self, name: &str, text: &str) -> String {
        let path = self.path(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// The command, not yet started.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_countinghouse"));
        command.args(arguments).current_dir(self.folder.path());
        command.envs(self.variables.iter().map(|(n, v)| (n, v)));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Starts it.
    pub fn start(&self, arguments: &[&str]) -> Child {
        self.command(arguments).spawn().unwrap()
    }

    /// Runs it.
    pub fn run(&self, arguments: &[&str]) -> Run {
        self.run_with(arguments, "")
    }

    /// Runs it with standard input.
    pub fn run_with(&self, arguments: &[&str], input: &str) -> Run {
        let mut child = self.start(arguments);
        // A program that does not read its input may be gone already.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let done = child.wait_with_output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        Run { code: done.status.code().unwrap_or(-1), out: text(done.stdout), err: text(done.stderr) }
    }
}

/// Looks into the database of an address.
pub fn with_db<T>(address: &str, look: impl AsyncFnOnce(&Db) -> T) -> T {
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let db = Db::open(address).await.unwrap();
        let seen = look(&db).await;
        db.close().await;
        seen
    })
}
