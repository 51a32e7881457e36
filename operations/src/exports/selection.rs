/// What is walked through.
pub(super) struct Selection {
    office: Office,
    filter: Filter,
    resolved: Resolved,
    reach: Reach,
}

impl Selection {
    /// What the actor sees of a filter; the page that the filter stands on does not matter.
    ///
    /// # Errors
    /// `Denied`, or what the database said.
    pub(super) async fn new(office: &Office, actor: &Actor, filter: &Filter) -> Result<Self> {
        let reach = actor.may(Operation::ExportOrders)?;
        let resolved = resolve(office, filter).await?;
        let filter = Filter { cursor: None, ..filter.clone() };
        Ok(Self { office: office.clone(), filter, resolved, reach })
    }

    /// How many lines it has.
    ///
    /// # Errors
    /// What the database said.
    pub(super) async fn count(&self) -> Result<u64> {
        let mut sql = Sql::new("SELECT CAST(COALESCE(SUM(o.line_count), 0) AS BIGINT)");
        self.push_from(&mut sql, "");
        let (lines,) = sql.fetch_optional::<(i64,)>(&self.office.db).await?.unwrap_or_default();
        Ok(lines.unsigned_abs())
    }

    /// `FROM` and every condition of the filter.
    fn push_from(&self, sql: &mut Sql, lines: &str) {
        sql.push(" FROM orders o");
        if self.resolved.meanings.iter().any(|m| matches!(m, Meaning::Pattern { .. })) {
            sql.push(" JOIN customers c ON c.id = o.customer_id JOIN products p ON p.id = o.product_id");
        }
        sql.push(lines);
        conditions(sql, &self.office, &self.filter, &self.resolved, &self.reach);
        of_states(sql, &self.filter);
    }

    /// The sort column and the row. The plus keeps the engine from walking through the whole list
    /// in sorted order when few orders match.
    fn sorted(&self) -> ([&'static str; 2], bool) {
        let (column, descending) = self.filter.sort.column();
        match (self.resolved.narrow, column) {
            (false, column) => ([column, "o.id"], descending),
            (true, "o.paid_minor") => (["+o.paid_minor", "+o.id"], descending),
            (true, _) => (["+o.created_at", "+o.id"], descending),
        }
    }

    fn push_place(&self, sql: &mut Sql, relation: [&str; 2], place: Place) {
        let ([column, id], descending) = self.sorted();
        sql.push(" AND (").push(column).push(", ").push(id).push(") ").push(relation[usize::from(descending)]);
        sql.push(" (").arg(place.0).push(", ").arg(place.1).push(")");
    }

    fn push_order(&self, sql: &mut Sql) {
        let ([column, id], descending) = self.sorted();
        let way = if descending { " DESC" } else { "" };
        sql.push(" ORDER BY ").push(column).push(way).push(", ").push(id).push(way);
    }

    /// The last order of the range that begins behind a place; none when the list ends sooner.
    async fn end_of_range(&self, tx: &mut Tx, after: Option<Place>) -> Result<Option<Place>> {
        let mut sql = Sql::new("SELECT ");
        sql.push(self.filter.sort.column().0).push(", o.id");
        self.push_from(&mut sql, "");
        if let Some(after) = after {
            self.push_place(&mut sql, [">", "<"], after);
        }
        self.push_order(&mut sql);
        sql.push(" LIMIT 1 OFFSET ").arg(RANGE - 1);
        Ok(sql.fetch_optional_in(tx).await?)
    }

    /// Lines of a range behind a line.
    async fn lines(&self, tx: &mut Tx, job: &Job, behind: Option<(Place, i64)>) -> Result<Option<String>> {
        let column = self.filter.sort.column().0;
        let ([_, _], descending) = self.sorted();
        let way = if descending { " DESC" } else { "" };
        let mut sql = joined_rows(tx, &fields(column), &[(column, way), ("o.id", way), ("l.line_no", "")]);
        // The cross join keeps SQLite from walking through the lines first.
        self.push_from(&mut sql, " CROSS JOIN order_lines l");
        sql.push(" AND l.order_id = o.id");
        if let Some((place, line)) = behind {
            self.push_place(&mut sql, [">=", "<="], place);
            sql.push(" AND (o.id <> ").arg(place.1).push(" OR l.line_no > ").arg(line).push(")");
        } else if let Some(place) = job.after {
            self.push_place(&mut sql, [">", "<"], place);
        }
        if let Some(place) = job.upto {
            self.push_place(&mut sql, ["<=", ">="], place);
        }
        self.push_order(&mut sql);
        sql.push(", l.line_no LIMIT ").arg(PIECE).push(") AS joined");
        Ok(sql.fetch_optional_in::<(Option<String>,)>(tx).await?.and_then(|(text,)| text))
    }
}

