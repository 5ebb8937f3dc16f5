//! A filter as SQL.
//!
//! What an index serves stands in `WHERE`; everything else is a third column, so that the rows which are passed over
//! are counted too and no question goes on for ever.

use kulla_record::SubjectId;
use rusqlite::types::Value;
use rusqlite::{CachedStatement, Connection, params_from_iter};

use crate::labels::Sight;
use crate::part::Which;
use crate::query::Filter;
use crate::words::Question;
use crate::{apply, boxes};

/// Pairs of kind and state that are merged; more states are looked at row by row.
const STRETCHES_MAX: usize = 64;

/// Conditions with the values of their question marks.
#[derive(Default, Clone)]
struct Conditions {
    sql: Vec<String>,
    values: Vec<Value>,
}

impl Conditions {
    fn put(&mut self, sql: impl Into<String>, values: impl IntoIterator<Item = Value>) {
        self.sql.push(sql.into());
        self.values.extend(values);
    }

    fn any(&mut self, column: &str, values: Vec<Value>) {
        let marks = vec!["?"; values.len()].join(", ");
        self.put(format!("{column} IN ({marks})"), values);
    }

    fn text(&self) -> String {
        if self.sql.is_empty() { "1".into() } else { self.sql.join(" AND ") }
    }
}

/// One statement with its values.
pub(crate) struct Statement {
    pub sql: String,
    pub values: Vec<Value>,
}

/// A filter, taken apart.
pub(crate) struct Search {
    /// Served by whatever index there is.
    equal: Conditions,
    /// Kinds and states; each pair is a stretch of an index that is in order of time.
    kinds: Vec<Value>,
    states: Vec<Value>,
    /// Looked at row by row.
    looked: Conditions,
    /// The box, looked at for single rows where the spatial index does not serve it.
    boxed: Conditions,
    /// The words.
    pub question: Option<Question>,
    /// Whether the index of places, or that by label, may serve instead of the one in order of time.
    pub open: bool,
    /// All conditions stand in the index `head_time`.
    covered: bool,
}

impl Search {
    /// `None` when nothing can match.
    pub fn of(db: &Connection, which: Which, filter: &Filter) -> rusqlite::Result<Option<Search>> {
        let question = match &filter.text {
            Some(text) => match Question::of(text) {
                Some(question) => Some(question),
                None => return Ok(None),
            },
            None => None,
        };
        let mut kinds = Vec::new();
        for kind in &filter.kinds {
            kinds.extend(apply::known_kind_no(db, kind)?.map(Value::Integer));
        }
        if kinds.is_empty() && !filter.kinds.is_empty() {
            return Ok(None);
        }
        let mut equal = Conditions::default();
        let blob = |subject: SubjectId| Value::Blob(subject.0.to_vec());
        for (column, value) in [
            ("r.parent", filter.parent.map(blob)),
            ("r.other", filter.other.map(blob)),
            ("r.number", filter.number.clone().map(Value::Text)),
        ] {
            if let Some(value) = value {
                equal.put(format!("{column} = ?"), [value]);
            }
        }
        let open = equal.sql.is_empty() && question.is_none();
        if which == Which::Looks
            && !kinds.is_empty()
            && !filter.states.is_empty()
            && !filter.states.contains(&"open")
        {
            // As the index of states says, which has no others.
            equal.put("r.state != 'open'", []);
        }
        if filter.number.is_some() {
            // The index of numbers leaves out what has none.
            equal.put("r.number != ''", []);
        }
        let mut search = Search {
            equal,
            kinds,
            states: filter.states.iter().map(|s| Value::Text((*s).into())).collect(),
            looked: Conditions::default(),
            boxed: Conditions::default(),
            question,
            open,
            covered: which == Which::Things && filter.states.is_empty() && filter.agency.is_none(),
        };
        search.look(filter);
        Ok(Some(search))
    }

    fn look(&mut self, filter: &Filter) {
        if let Some(agency) = &filter.agency {
            self.looked.put("r.agency = ?", [Value::Text(agency.clone())]);
        }
        let when = "coalesce(r.when_ms, r.at >> 16)";
        if let Some(since) = filter.since_ms {
            self.looked.put(format!("{when} >= ?"), [Value::Integer(since)]);
        }
        if let Some(until) = filter.until_ms {
            self.looked.put(format!("{when} < ?"), [Value::Integer(until)]);
        }
        if filter.unplaced {
            self.looked.put("NOT EXISTS (SELECT 1 FROM place p WHERE p.at = r.at)", []);
        }
        if let Some(bounds) = filter.within {
            let [west, east, south, north] = boxes::units(bounds);
            self.boxed.put(
                "p.west <= ? AND p.east >= ? AND p.south <= ? AND p.north >= ?",
                [east, west, north, south].map(Value::from),
            );
        }
        if !self.open || self.kinds.len() * self.states.len() > STRETCHES_MAX {
            let states = std::mem::take(&mut self.states);
            if !states.is_empty() {
                self.looked.any("r.state", states);
            }
        }
        if self.question.is_some() || self.kinds.is_empty() {
            let kinds = std::mem::take(&mut self.kinds);
            let states = std::mem::take(&mut self.states);
            for (column, values) in [("r.kind_no", kinds), ("r.state", states)] {
                if !values.is_empty() {
                    self.looked.any(column, values);
                }
            }
        }
    }

    /// The numbers of the kinds that are asked for; none: every kind.
    pub fn kinds(&self) -> impl Iterator<Item = i64> {
        self.kinds.iter().filter_map(|kind| match kind {
            Value::Integer(no) => Some(*no),
            _ => None,
        })
    }

    /// The rows before one, newest first, in stretches to be merged: row id, label, whether it passes.
    pub fn stretches(&self, before: i64) -> Vec<Statement> {
        let pairs: Vec<Conditions> = match (self.kinds.as_slice(), self.states.as_slice()) {
            ([], _) => vec![Conditions::default()],
            (kinds, []) => kinds.iter().map(|kind| pair(kind, None)).collect(),
            (kinds, states) => {
                kinds.iter().flat_map(|k| states.iter().map(move |s| pair(k, Some(s)))).collect()
            }
        };
        let mut stretches = Vec::with_capacity(pairs.len());
        for mut pair in pairs {
            pair.put("r.at < ?", [Value::Integer(before)]);
            stretches.push(self.statement("record r", &pair, "r.at"));
        }
        stretches
    }

    /// The same for the words of one tier.
    pub fn stretch_of_tier(&self, tier: i64, question: String, before: i64) -> Statement {
        let mut more = Conditions::default();
        more.put(format!("t.text_{tier} MATCH ?"), [Value::Text(question)]);
        more.put("t.rowid < ?", [Value::Integer(before)]);
        self.statement(&format!("text_{tier} t CROSS JOIN record r ON r.at = t.rowid"), &more, "t.rowid")
    }

    fn statement(&self, from: &str, more: &Conditions, order: &str) -> Statement {
        let sql = format!(
            "SELECT r.at, r.label_no, ({}) FROM {from} WHERE r.head = 1 AND {} AND {} ORDER BY {order} DESC",
            self.looked.text(),
            self.equal.text(),
            more.text()
        );
        let values = [&self.looked.values, &self.equal.values, &more.values];
        Statement { sql, values: values.into_iter().flatten().cloned().collect() }
    }

    fn all(&self) -> Conditions {
        let mut all = self.equal.clone();
        all.put(self.looked.text(), self.looked.values.clone());
        for (column, values) in [("r.kind_no", &self.kinds), ("r.state", &self.states)] {
            if !values.is_empty() {
                all.any(column, values.clone());
            }
        }
        all
    }

    /// The newest rows of one label; three more values: label, older than, newer than, and at most how many.
    pub fn of_label(&self) -> Statement {
        let mut all = self.all();
        if !self.boxed.sql.is_empty() {
            let inside =
                format!("EXISTS (SELECT 1 FROM place p WHERE {} AND p.at = r.at)", self.boxed.text());
            all.put(inside, self.boxed.values.clone());
        }
        let sql = format!(
            "SELECT r.at FROM record r INDEXED BY head_label WHERE r.head = 1 AND {} AND r.label_no = ? AND r.at < ? AND r.at > ?
             ORDER BY r.at DESC LIMIT ?",
            all.text()
        );
        Statement { sql, values: all.values }
    }

    /// Something, if one row lies in the box; one more value: the row. `None` when there is no box.
    pub fn inside(&self) -> Option<Statement> {
        let sql = format!("SELECT 1 FROM place p WHERE {} AND p.at = ?", self.boxed.text());
        (!self.boxed.sql.is_empty()).then(|| Statement { sql, values: self.boxed.values.clone() })
    }

    /// The label of one row, if it passes everything but the box; one more value: the row.
    fn of_row(&self) -> Statement {
        let all = self.all();
        let index = if self.covered { "INDEXED BY head_time" } else { "" };
        let sql = format!(
            "SELECT r.label_no FROM record r {index} WHERE r.head = 1 AND {} AND r.at = ?",
            all.text()
        );
        Statement { sql, values: all.values }
    }
}

fn pair(kind: &Value, state: Option<&Value>) -> Conditions {
    let mut pair = Conditions::default();
    pair.put("r.kind_no = ?", [kind.clone()]);
    if let Some(state) = state {
        pair.put("r.state = ?", [state.clone()]);
    }
    pair
}

/// What is asked of a single row.
pub(crate) struct Passes<'a> {
    statement: CachedStatement<'a>,
    values: Vec<Value>,
    visible: &'a Sight,
}

impl<'a> Passes<'a> {
    /// Everything but the box.
    pub fn new(db: &'a Connection, search: &Search, visible: &'a Sight) -> rusqlite::Result<Passes<'a>> {
        let Statement { sql, values } = search.of_row();
        Ok(Passes { statement: db.prepare_cached(&sql)?, values, visible })
    }

    /// Whether the row passes, and the session may see it.
    pub fn row(&mut self, at: i64) -> rusqlite::Result<bool> {
        let row = Value::Integer(at);
        let mut hit = self.statement.query(params_from_iter(self.values.iter().chain([&row])))?;
        match hit.next()? {
            Some(row) => Ok(self.visible.has(row.get(0)?)),
            None => Ok(false),
        }
    }
}
