//! Tables: columns as wide as they need, a heading on each page, and nothing that is cut off.

use crate::{Align, Face, Ink, Length, Sheet, Style, lines::broken, mm};

/// Left and right of what stands in a cell.
const PAD: Length = mm(1);
/// Above and below it.
const LEAD: Length = 140;
/// Thickness of a hairline, and of a line under headings and sums.
const HAIR: Length = 25;
const LINE: Length = 60;

/// How wide a column is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Width {
    /// As its widest cell, but no wider than this.
    Own(Length),
    /// An equal part of what is left, this at least.
    Shared(Length),
}

/// A column.
#[derive(Clone, Debug)]
pub struct Column {
    heading: String,
    align: Align,
    width: Width,
}

impl Column {
    /// As wide as its widest cell. Wider than `most` it is not, and long cells take several lines.
    #[must_use]
    pub fn own(heading: impl Into<String>, align: Align, most: Length) -> Self {
        Self { heading: heading.into(), align, width: Width::Own(most) }
    }

    /// Shares with others what is left; `least` is enough to be read.
    #[must_use]
    pub fn shared(heading: impl Into<String>, least: Length) -> Self {
        Self { heading: heading.into(), align: Align::Left, width: Width::Shared(least) }
    }
}

/// A table.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its columns.
    pub columns: Vec<Column>,
    /// A cell for each column.
    pub rows: Vec<Vec<String>>,
    /// Below the rows, under a line: a cell for each column. Text may reach over the empty cells after it.
    pub sums: Vec<String>,
    /// Size of its letters.
    pub size: Length,
}

impl Table {
    /// Whether the columns that share have room enough.
    #[must_use]
    pub fn fits(&self, face: &Face, width: Length) -> bool {
        let widths = self.widths(face, width);
        self.columns.iter().zip(widths).all(|(column, width)| match column.width {
            Width::Own(_) => true,
            Width::Shared(least) => width >= least,
        })
    }

    /// The width of each column.
    fn widths(&self, face: &Face, width: Length) -> Vec<Length> {
        let own: Vec<Option<Length>> = (0..self.columns.len()).map(|at| self.own(face, at)).collect();
        let left = width - own.iter().flatten().sum::<Length>();
        let sharing = own.iter().filter(|own| own.is_none()).count().max(1);
        // Too narrow a column is better than one off the page.
        let share = (left / sharing as Length).max(2 * PAD + self.size);
        own.into_iter().map(|own| own.unwrap_or(share)).collect()
    }

    fn own(&self, face: &Face, at: usize) -> Option<Length> {
        let column = &self.columns[at];
        let Width::Own(most) = column.width else { return None };
        let words = column.heading.split_whitespace().map(|word| face.width(word, self.size));
        let sum = self.sums.get(at).filter(|_| column.align == Align::Right);
        let cells = self.rows.iter().filter_map(|row| row.get(at)).chain(sum);
        let widest = words.chain(cells.map(|cell| face.width(cell, self.size))).max().unwrap_or(0);
        Some((widest + 2 * PAD).min(most))
    }
}

impl Sheet {
    /// Puts a table below what is there, with its headings again on each page.
    pub fn table(&mut self, table: &Table) {
        let widths = table.widths(&self.face, self.width());
        let style = Style::new(table.size);
        let heading = self.heading_height(table, &widths);
        self.keep(heading + 3 * (style.line() + 2 * LEAD));
        self.headings(table, &widths, heading);
        for row in &table.rows {
            let cells: Vec<Vec<&str>> = row
                .iter()
                .zip(&widths)
                .map(|(cell, width)| broken(&self.face, cell, table.size, width - 2 * PAD))
                .collect();
            let most = cells.iter().map(Vec::len).max().unwrap_or(1) as Length;
            let cells: Vec<Vec<String>> =
                cells.into_iter().map(|cell| cell.into_iter().map(str::to_owned).collect()).collect();
            let height = most * style.line() + 2 * LEAD;
            if self.keep(height) {
                self.headings(table, &widths, heading);
            }
            self.row(table, &widths, &cells, style);
            self.skip(height);
            self.rule(self.left(), self.width(), HAIR, Ink::Light);
        }
        if !table.sums.is_empty() {
            self.sums(table, &widths, heading);
        }
    }

    fn heading_height(&self, table: &Table, widths: &[Length]) -> Length {
        let style = Style::new(table.size);
        let lines = |(column, width): (&Column, &Length)| {
            broken(&self.face, &column.heading, style.size, width - 2 * PAD).len()
        };
        let most = table.columns.iter().zip(widths).map(lines).max().unwrap_or(1);
        most as Length * style.line() + 2 * LEAD
    }

    fn headings(&mut self, table: &Table, widths: &[Length], height: Length) {
        let style = Style::new(table.size).grey();
        let cells: Vec<Vec<String>> = table
            .columns
            .iter()
            .zip(widths)
            .map(|(column, width)| self.lines(&column.heading, style, width - 2 * PAD))
            .collect();
        self.rule(self.left(), self.width(), LINE, Ink::Black);
        self.row(table, widths, &cells, style);
        self.skip(height);
        self.rule(self.left(), self.width(), LINE, Ink::Black);
    }

    /// Puts the cells of a row, and stays at its upper edge.
    fn row(&mut self, table: &Table, widths: &[Length], cells: &[Vec<String>], style: Style) {
        let (top, mut x) = (self.y(), self.left());
        for ((column, width), cell) in table.columns.iter().zip(widths).zip(cells) {
            self.go_to(top + LEAD);
            for line in cell {
                if !line.is_empty() {
                    self.put(x + PAD, width - 2 * PAD, style.align(column.align), line.as_str());
                }
                self.skip(style.line());
            }
            x += width;
        }
        self.go_to(top);
    }

    fn sums(&mut self, table: &Table, widths: &[Length], heading: Length) {
        let style = Style::new(table.size).strong();
        let height = style.line() + 2 * LEAD;
        if self.keep(height) {
            self.headings(table, widths, heading);
        }
        self.rule(self.left(), self.width(), LINE, Ink::Black);
        let cells: Vec<Vec<String>> = table.sums.iter().map(|sum| vec![sum.clone()]).collect();
        self.row(table, widths, &cells, style);
        self.skip(height);
        // Two lines under a sum, as in a ledger.
        self.rule(self.left(), self.width(), HAIR, Ink::Black);
        self.skip(120);
        self.rule(self.left(), self.width(), HAIR, Ink::Black);
    }
}
