//! Which heads, newest first: the candidates of a list, before anything of their content is touched.
//!
//! A candidate is a row id and a label number, read from a covering index; the content is fetched only for
//! those that the session may see. Who may see much scans newest-first and skips; who may see little merges
//! the newest of each label, so that neither pays for what is not theirs.

use kulla_record::place::Bounds;
use kulla_record::{Kind, SubjectId};
use rusqlite::types::Value;
use rusqlite::{Connection, Rows, params_from_iter};

use crate::labels::Sight;
use crate::nearby;
use crate::part::Which;
use crate::runs::{self, Key};
use crate::search::{Search, Statement};
use crate::words::{self, Question};

/// Index rows after which a scan asks itself each time whether it finds enough.
const DENSE_ROWS: usize = 2_000;
/// The same where each row is looked up by itself, because words led to it.
pub(crate) const DENSE_HITS: usize = 200;
/// A scan that finds fewer than one row in this many gives way to the merge of labels.
const DENSE_ONE_IN: usize = 50;
/// Labels whose newest rows are merged; a session that sees more goes on scanning.
pub(crate) const MERGED_LABELS_MAX: usize = 1_000;
/// Labels that are asked for together with words; a session that sees more goes on scanning.
const SEARCH_LABELS_MAX: usize = 64;
/// Index rows that one page may look at in all; then the page ends early and its cursor goes on.
const SCAN_ROWS_MAX: usize = 1_000_000;

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
    /// Every word, folded; one of three letters or more also where another begins with it.
    pub text: Option<String>,
    /// Touches this box.
    pub within: Option<Bounds>,
    /// Has no shape of its own: it names areas, or nothing.
    pub unplaced: bool,
    /// Milliseconds since 1970: happened at or after.
    pub since_ms: Option<i64>,
    /// Milliseconds since 1970: happened before.
    pub until_ms: Option<i64>,
}

/// Rows that passed the filter and that the session may see, and a place to go on from.
pub(crate) struct Candidates {
    /// Row ids, newest first.
    pub rows: Vec<i64>,
    /// Where to go on; `None` at the end.
    pub next: Option<i64>,
}

/// Finds up to `limit` visible heads older than `before`.
pub(crate) fn candidates(
    (db, which): (&Connection, Which),
    visible: &Sight,
    filter: &Filter,
    before: i64,
    limit: usize,
) -> rusqlite::Result<Candidates> {
    let Some(search) = Search::of(db, which, filter)? else {
        return Ok(Candidates { rows: Vec::new(), next: None });
    };
    if which == Which::Looks
        && let Some(key) = Key::asked(filter)
    {
        return runs::candidates(db, visible, &search, key, (before, limit));
    }
    if search.open
        && let Some(rows) = nearby::rows(db, visible, filter, &search, (before, limit + 1))?
    {
        return Ok(cut(rows, limit));
    }
    let inside = search.inside();
    let inside = inside.as_ref();
    let asks_after = if search.question.is_some() { DENSE_HITS } else { DENSE_ROWS };
    let walk = |merges_up_to| {
        let found = Vec::new();
        Walk { db, visible, limit, inside, found, looked_at: 0, asks_after, merges_up_to }
    };
    let Some(question) = &search.question else {
        let mut walk = walk(if search.open { MERGED_LABELS_MAX } else { 0 });
        return match walk.over(&search.stretches(before))? {
            Some(End::Sparse(labels)) => Ok(cut(merged(db, &labels, &search, before, limit + 1)?, limit)),
            end => Ok(walk.candidates(end)),
        };
    };
    let mut first = walk(SEARCH_LABELS_MAX);
    match first.over_text(&search, question, &[], before)? {
        Some(End::Sparse(labels)) => {
            let mut again = walk(0);
            let end = again.over_text(&search, question, &labels, before)?;
            Ok(again.candidates(end))
        }
        end => Ok(first.candidates(end)),
    }
}

/// How many there are, up to `max`.
pub(crate) fn count(
    file: (&Connection, Which),
    visible: &Sight,
    filter: &Filter,
    max: usize,
) -> rusqlite::Result<usize> {
    Ok(candidates(file, visible, filter, i64::MAX, max)?.rows.len())
}

/// The labels to which a walk that finds too little gives way, if they are few enough.
pub(crate) fn labels_if_sparse(
    visible: &Sight,
    found: usize,
    looked_at: usize,
    max: usize,
) -> Option<Vec<u32>> {
    if found * DENSE_ONE_IN < looked_at { visible.numbers(max) } else { None }
}

pub(crate) fn cut(mut rows: Vec<i64>, limit: usize) -> Candidates {
    let next = (rows.len() > limit).then(|| rows[limit - 1]);
    rows.truncate(limit);
    Candidates { rows, next }
}

/// One walk through rows, newest first.
struct Walk<'a> {
    db: &'a Connection,
    visible: &'a Sight,
    limit: usize,
    /// Asked for each row that passes everything else.
    inside: Option<&'a Statement>,
    found: Vec<i64>,
    looked_at: usize,
    /// Rows after which it asks itself whether it finds enough, again and again.
    asks_after: usize,
    /// Labels to which it may give way; 0 where it may not.
    merges_up_to: usize,
}

/// Why a walk ended before the rows did.
enum End {
    /// There is at least one row more than were asked for.
    Full,
    /// Enough was looked at; the last row.
    Tired(i64),
    /// Little of it is for this session, and these labels are.
    Sparse(Vec<u32>),
}

impl Walk<'_> {
    fn candidates(self, end: Option<End>) -> Candidates {
        let next = match end {
            Some(End::Full) => self.found.last().copied(),
            Some(End::Tired(at)) => Some(at),
            _ => None,
        };
        Candidates { rows: self.found, next }
    }

    fn over_text(
        &mut self,
        search: &Search,
        question: &Question,
        labels: &[u32],
        before: i64,
    ) -> rusqlite::Result<Option<End>> {
        for tier in words::tiers_before(self.db, before)? {
            let Some(question) = question.in_tier(self.db, tier, labels)? else { continue };
            if let Some(end) = self.over(&[search.stretch_of_tier(tier, question, before)])? {
                return Ok(Some(end));
            }
        }
        Ok(None)
    }

    /// Walks over several stretches at once, the newest row of all of them first.
    fn over(&mut self, stretches: &[Statement]) -> rusqlite::Result<Option<End>> {
        let db = self.db;
        let mut inside = self.inside.map(|inside| db.prepare_cached(&inside.sql)).transpose()?;
        let mut statements =
            stretches.iter().map(|s| db.prepare_cached(&s.sql)).collect::<Result<Vec<_>, _>>()?;
        let mut heads = Vec::with_capacity(statements.len());
        for (statement, stretch) in statements.iter_mut().zip(stretches) {
            let mut rows = statement.query(params_from_iter(&stretch.values))?;
            heads.extend(next(&mut rows)?.map(|row| (row, rows)));
        }
        while let Some(newest) = (0..heads.len()).max_by_key(|n| heads[*n].0.at) {
            let (row, rows) = &mut heads[newest];
            let mut seen = row.passes && self.visible.has(row.label_no);
            if let (true, Some(inside), Some(asked)) = (seen, &mut inside, self.inside) {
                let at = Value::Integer(row.at);
                seen = inside.exists(params_from_iter(asked.values.iter().chain([&at])))?;
            }
            let end = self.take(row.at, seen);
            match next(rows)? {
                Some(older) => *row = older,
                None => drop(heads.swap_remove(newest)),
            }
            if end.is_some() {
                return Ok(end);
            }
        }
        Ok(None)
    }

    fn take(&mut self, at: i64, seen: bool) -> Option<End> {
        self.looked_at += 1;
        if seen {
            if self.found.len() == self.limit {
                return Some(End::Full);
            }
            self.found.push(at);
        }
        if self.looked_at.is_multiple_of(self.asks_after)
            && let Some(labels) =
                labels_if_sparse(self.visible, self.found.len(), self.looked_at, self.merges_up_to)
        {
            return Some(End::Sparse(labels));
        }
        (self.looked_at == SCAN_ROWS_MAX).then_some(End::Tired(at))
    }
}

struct Row {
    at: i64,
    label_no: u32,
    passes: bool,
}

fn next(rows: &mut Rows<'_>) -> rusqlite::Result<Option<Row>> {
    let Some(row) = rows.next()? else { return Ok(None) };
    Ok(Some(Row { at: row.get(0)?, label_no: row.get(1)?, passes: row.get(2)? }))
}

/// The newest `limit` over all labels that the session sees.
pub(crate) fn merged(
    db: &Connection,
    labels: &[u32],
    search: &Search,
    before: i64,
    limit: usize,
) -> rusqlite::Result<Vec<i64>> {
    let Statement { sql, values } = search.of_label();
    let mut statement = db.prepare_cached(&sql)?;
    let (mut found, mut oldest): (Vec<i64>, i64) = (Vec::new(), i64::MIN);
    for label in labels {
        let more = [i64::from(*label), before, oldest, i64::try_from(limit).unwrap_or(i64::MAX)];
        let more = more.map(Value::Integer);
        let mut rows = statement.query(params_from_iter(values.iter().chain(&more)))?;
        while let Some(row) = rows.next()? {
            found.push(row.get(0)?);
        }
        // What is older than enough newer rows of other labels is not looked at any more.
        if found.len() >= limit {
            found.sort_unstable_by(|a, b| b.cmp(a));
            found.truncate(limit);
            oldest = found[limit - 1];
        }
    }
    found.sort_unstable_by(|a, b| b.cmp(a));
    Ok(found)
}
