//! Which heads, newest first: the candidates of a list, before anything of their content is touched.
//!
//! A candidate is a row id and a label number, read from a covering index; the content is fetched only for
//! those that the session may see. Who may see much scans newest-first and skips; who may see little merges
//! the newest of each label, so that neither pays for what is not theirs.

use crate::labels::Sight;
use kulla_record::place::Bounds;
use kulla_record::{Kind, SubjectId};
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use crate::apply;
use crate::fold::fold;

/// Index rows that a dense scan looks at before it gives way to the merge of labels.
const DENSE_ROWS_MAX: usize = 5_000;
/// Labels whose newest rows are merged; a session that sees more goes on scanning.
const MERGED_LABELS_MAX: usize = 1_000;
/// Index rows that one page may look at in all; then the page ends early and its cursor goes on.
const SCAN_ROWS_MAX: usize = 1_000_000;
/// Candidates of a box; above it the box is tested row by row, newest first.
const BOX_ROWS_MAX: usize = 20_000;
/// Words of one search.
const SEARCH_WORDS_MAX: usize = 16;

/// What is asked for. Every part narrows.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Any of these kinds; empty: every kind.
    pub kinds: Vec<Kind>,
    /// Any of these states; empty: every state.
    pub states: Vec<&'static str>,
    /// Hangs on this subject.
    pub parent: Option<SubjectId>,
    /// A link that ends here.
    pub other: Option<SubjectId>,
    /// The agency that has to act.
    pub agency: Option<String>,
    /// The number for people.
    pub number: Option<String>,
    /// Every word (or its beginning), folded.
    pub text: Option<String>,
    /// Touches this box.
    pub within: Option<Bounds>,
    /// Milliseconds since 1970: happened at or after.
    pub since_ms: Option<i64>,
    /// Milliseconds since 1970: happened before.
    pub until_ms: Option<i64>,
}

/// A row that passed the filter and that the session may see, or a place to go on from.
pub(crate) struct Candidates {
    /// Row ids, newest first.
    pub rows: Vec<i64>,
    /// Where to go on; `None` at the end.
    pub next: Option<i64>,
}

/// Finds up to `limit` visible heads older than `before`.
pub(crate) fn candidates(
    db: &Connection,
    visible: &Sight,
    filter: &Filter,
    before: i64,
    limit: usize,
) -> rusqlite::Result<Candidates> {
    let Some(search) = Search::of(db, filter)? else {
        return Ok(Candidates { rows: Vec::new(), next: None });
    };
    if filter.within.is_some()
        && let Some(rows) = boxed(db, visible, filter, &search, before)?
    {
        return Ok(cut(rows, limit));
    }
    let scan = scan(db, visible, &search, before, limit)?;
    match scan {
        Scan::Done(found) => Ok(found),
        Scan::Sparse(labels) => Ok(cut(merged(db, &labels, &search, before, limit + 1)?, limit)),
    }
}

/// How many there are, up to `max`.
pub(crate) fn count(
    db: &Connection,
    visible: &Sight,
    filter: &Filter,
    max: usize,
) -> rusqlite::Result<usize> {
    Ok(candidates(db, visible, filter, i64::MAX, max)?.rows.len())
}

fn cut(mut rows: Vec<i64>, limit: usize) -> Candidates {
    let next = (rows.len() > limit).then(|| rows[limit - 1]);
    rows.truncate(limit);
    Candidates { rows, next }
}

/// A filter as SQL: `FROM … WHERE …` with its values.
struct Search {
    from: &'static str,
    order: &'static str,
    conditions: Vec<String>,
    values: Vec<Value>,
    /// Whether the merge of labels has an index for it.
    by_label: bool,
}

impl Search {
    /// `None` when nothing can match.
    fn of(db: &Connection, filter: &Filter) -> rusqlite::Result<Option<Search>> {
        let mut search = Search {
            from: "record r",
            order: "r.at",
            conditions: vec!["r.head = 1".into()],
            values: Vec::new(),
            by_label: filter.parent.is_none() && filter.other.is_none() && filter.number.is_none(),
        };
        if !filter.kinds.is_empty() {
            let mut numbers = Vec::new();
            for kind in &filter.kinds {
                numbers.extend(apply::known_kind_no(db, kind)?.map(Value::Integer));
            }
            if numbers.is_empty() {
                return Ok(None);
            }
            search.any("r.kind_no", numbers);
        }
        if !filter.states.is_empty() {
            search.any("r.state", filter.states.iter().map(|s| Value::Text((*s).into())).collect());
        }
        let blob = |subject: SubjectId| Value::Blob(subject.0.to_vec());
        search.equal("r.parent", filter.parent.map(blob));
        search.equal("r.other", filter.other.map(blob));
        search.equal("r.agency", filter.agency.clone().map(Value::Text));
        search.equal("r.number", filter.number.clone().map(Value::Text));
        search.compare("coalesce(r.when_ms, r.at >> 16) >= ?", filter.since_ms);
        search.compare("coalesce(r.when_ms, r.at >> 16) < ?", filter.until_ms);
        if let Some(text) = &filter.text {
            let Some(words) = words(text) else { return Ok(None) };
            search.from = "text t CROSS JOIN record r ON r.at = t.rowid";
            search.order = "t.rowid";
            search.by_label = false;
            search.conditions.push("t.words MATCH ?".into());
            search.values.push(Value::Text(words));
        }
        if let Some(bounds) = filter.within {
            search.conditions.push(
                "EXISTS (SELECT 1 FROM place p WHERE p.at = r.at AND p.west <= ? AND p.east >= ? AND p.south <= ? AND p.north >= ?)"
                    .into(),
            );
            let [west, east, south, north] = apply::units(bounds);
            search.values.extend([east, west, north, south].map(Value::Integer));
        }
        Ok(Some(search))
    }

    fn any(&mut self, column: &str, values: Vec<Value>) {
        let marks = vec!["?"; values.len()].join(", ");
        self.conditions.push(format!("{column} IN ({marks})"));
        self.values.extend(values);
    }

    fn equal(&mut self, column: &str, value: Option<Value>) {
        if let Some(value) = value {
            self.conditions.push(format!("{column} = ?"));
            self.values.push(value);
        }
    }

    fn compare(&mut self, condition: &str, value: Option<i64>) {
        if let Some(value) = value {
            self.conditions.push(condition.into());
            self.values.push(Value::Integer(value));
        }
    }

    fn sql(&self, more: &str, tail: &str) -> String {
        format!(
            "SELECT r.at, r.label_no FROM {} WHERE {} AND {more} ORDER BY {} DESC {tail}",
            self.from,
            self.conditions.join(" AND "),
            self.order
        )
    }

    fn with(&self, more: impl IntoIterator<Item = Value>) -> Vec<Value> {
        self.values.iter().cloned().chain(more).collect()
    }
}

/// Words for FTS5: each is quoted, and found by its beginning. `None` when there is no word in the text.
fn words(text: &str) -> Option<String> {
    let folded = fold(text);
    let words: Vec<String> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(SEARCH_WORDS_MAX)
        .map(|word| format!("\"{word}\"*"))
        .collect();
    (!words.is_empty()).then(|| words.join(" "))
}

enum Scan {
    Done(Candidates),
    Sparse(Vec<u32>),
}

fn scan(
    db: &Connection,
    visible: &Sight,
    search: &Search,
    before: i64,
    limit: usize,
) -> rusqlite::Result<Scan> {
    let mut statement = db.prepare_cached(&search.sql(&format!("{} < ?", search.order), ""))?;
    let mut rows = statement.query(params_from_iter(search.with([Value::Integer(before)])))?;
    let (mut found, mut looked_at) = (Vec::new(), 0);
    while let Some(row) = rows.next()? {
        looked_at += 1;
        let (at, label_no): (i64, u32) = (row.get(0)?, row.get(1)?);
        if visible.has(label_no) {
            if found.len() == limit {
                return Ok(Scan::Done(Candidates { next: found.last().copied(), rows: found }));
            }
            found.push(at);
        }
        if looked_at == DENSE_ROWS_MAX
            && search.by_label
            && let Some(labels) = visible.numbers(MERGED_LABELS_MAX)
        {
            return Ok(Scan::Sparse(labels));
        }
        if looked_at == SCAN_ROWS_MAX {
            return Ok(Scan::Done(Candidates { rows: found, next: Some(at) }));
        }
    }
    Ok(Scan::Done(Candidates { rows: found, next: None }))
}

/// The newest `limit` over all labels that the session sees.
fn merged(
    db: &Connection,
    labels: &[u32],
    search: &Search,
    before: i64,
    limit: usize,
) -> rusqlite::Result<Vec<i64>> {
    let sql = search
        .sql("r.label_no = ? AND r.at < ?", "LIMIT ?")
        .replace("record r", "record r INDEXED BY head_label");
    let mut statement = db.prepare_cached(&sql)?;
    let mut found = Vec::new();
    for label in labels {
        let values =
            [i64::from(*label), before, i64::try_from(limit).unwrap_or(i64::MAX)].map(Value::Integer);
        let mut rows = statement.query(params_from_iter(search.with(values)))?;
        while let Some(row) = rows.next()? {
            found.push(row.get(0)?);
        }
    }
    found.sort_unstable_by(|a: &i64, b| b.cmp(a));
    found.truncate(limit);
    Ok(found)
}

/// Rows of a box through the spatial index; `None` when the box holds too many.
fn boxed(
    db: &Connection,
    visible: &Sight,
    filter: &Filter,
    search: &Search,
    before: i64,
) -> rusqlite::Result<Option<Vec<i64>>> {
    let Some(bounds) = filter.within else { return Ok(None) };
    let [west, east, south, north] = apply::units(bounds);
    let (from, until) = (
        filter.since_ms.map_or(i64::from(i32::MIN), apply::minute),
        filter.until_ms.map_or(i64::from(i32::MAX), apply::minute),
    );
    let mut near = db.prepare_cached(
        "SELECT at FROM place WHERE west <= ?1 AND east >= ?2 AND south <= ?3 AND north >= ?4 AND minute_from <= ?5
           AND minute_to >= ?6 LIMIT ?7",
    )?;
    let limit = i64::try_from(BOX_ROWS_MAX + 1).unwrap_or(i64::MAX);
    let mut rows: Vec<i64> = near
        .query_map([east, west, north, south, until, from, limit], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    if rows.len() > BOX_ROWS_MAX {
        return Ok(None);
    }
    rows.retain(|at| *at < before);
    rows.sort_unstable_by(|a, b| b.cmp(a));
    let mut passes = db.prepare_cached(&search.sql("r.at = ?", ""))?;
    let mut found = Vec::new();
    for at in rows {
        let mut hit = passes.query(params_from_iter(search.with([Value::Integer(at)])))?;
        if let Some(row) = hit.next()?
            && visible.has(row.get(1)?)
        {
            found.push(at);
        }
    }
    Ok(Some(found))
}
