//! Signals that nobody has settled: kept by the picture, so that the queue need not look through those that are.
//!
//! Whether a signal waits follows from two subjects, the signal and its `assessment`, and their versions come in any
//! order. So it is worked out from the heads of both whenever either changes: `waits` of a signal's head is its
//! urgency, and nothing once it is settled. The queue is then one index, in the order in which people work.
//!
//! **Only an assessment under the signal's own label settles it here.** Under a narrower one, somebody would learn
//! from a signal that left their queue that others have judged it. Such a signal stays in the index, and the door looks at
//! the assessment through the reader of each session.

use std::sync::LazyLock;

use rusqlite::types::Value;
use rusqlite::{Connection, Transaction, params};

use kulla_record::Kind;
use kulla_record::kind::signal::Severity;

use crate::labels::Sight;

/// States of an assessment after which a signal waits no more.
pub const SETTLED: [&str; 2] = ["linked", "dismissed"];
/// Index rows that one question looks at; a reader who sees next to nothing of so many gets what was found.
const SCAN_ROWS_MAX: usize = 1_000_000;

/// How urgent a signal is, for sorting: 0 comes first. A life at risk, then the severity.
pub const fn urgency(life_at_risk: bool, severity: Severity) -> u8 {
    (!life_at_risk as u8) * 8 + (Severity::Extreme as u8 - severity as u8)
}

/// A place in the order of what waits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct WaitingFrom {
    urgency: u8,
    pub(crate) row: i64,
}

impl WaitingFrom {
    /// From this urgency ([`urgency`]) and this time, in milliseconds since 1970, on.
    pub fn at(urgency: u8, unix_ms: i64) -> WaitingFrom {
        WaitingFrom { urgency, row: unix_ms.clamp(0, i64::MAX >> 16) << 16 }
    }

    pub(crate) fn next(&self) -> WaitingFrom {
        WaitingFrom { row: self.row + 1, ..*self }
    }
}

/// The same of a row.
const URGENCY: &str = "(1 - r.life) * 8 + (4 - r.severity)";

/// Settled: every head of the assessment says so. Two heads that differ are for a person to look at.
const IS_SETTLED: &str = "
  EXISTS (SELECT 1 FROM record a INDEXED BY head_parent WHERE a.head = 1 AND a.parent = r.subject
    AND a.label_no = r.label_no AND a.kind_no = (SELECT no FROM kind WHERE name = 'assessment'))
  AND NOT EXISTS (SELECT 1 FROM record a INDEXED BY head_parent WHERE a.head = 1 AND a.parent = r.subject
    AND a.label_no = r.label_no AND a.kind_no = (SELECT no FROM kind WHERE name = 'assessment')
    AND a.state NOT IN ('linked', 'dismissed'))";

fn weighing(which: &str) -> String {
    let kinds: Vec<String> = Kind::SIGNALS.iter().map(|kind| format!("'{kind}'")).collect();
    format!(
        "UPDATE record AS r SET waits = CASE WHEN {IS_SETTLED} THEN NULL ELSE {URGENCY} END
         WHERE r.head = 1 AND r.kind_no IN (SELECT no FROM kind WHERE name IN ({}))
           AND EXISTS (SELECT 1 FROM body b WHERE b.at = r.at) AND {which}",
        kinds.join(", ")
    )
}

/// Works out anew whether this signal waits.
pub(crate) fn weigh(tx: &Transaction<'_>, signal: &[u8; 16]) -> rusqlite::Result<()> {
    static ONE: LazyLock<String> = LazyLock::new(|| weighing("r.subject = ?1"));
    tx.prepare_cached(&ONE)?.execute([signal]).map(drop)
}

/// Whether anybody has judged this signal. Nearly all that come have not been, and each waits as it was put in.
pub(crate) fn is_judged(tx: &Transaction<'_>, signal: &[u8; 16]) -> rusqlite::Result<bool> {
    tx.prepare_cached(
        "SELECT 1 FROM record a INDEXED BY head_parent WHERE a.head = 1 AND a.parent = ?1
         AND a.kind_no = (SELECT no FROM kind WHERE name = 'assessment')",
    )?
    .exists([signal])
}

/// The same for all signals that anybody has judged, after a load that let every signal wait.
pub(crate) fn weigh_judged(db: &Connection) -> rusqlite::Result<()> {
    let judged = "r.subject IN (SELECT a.parent FROM record a WHERE a.head = 1
        AND a.kind_no = (SELECT no FROM kind WHERE name = 'assessment'))";
    db.execute(&weighing(judged), []).map(drop)
}

/// Rows that wait and that the reader sees, the most urgent first, from this urgency and time on.
pub(crate) fn rows(
    db: &Connection,
    visible: &Sight,
    from: WaitingFrom,
    limit: usize,
) -> rusqlite::Result<Vec<WaitingFrom>> {
    let mut statement = db.prepare_cached(
        "SELECT r.at, r.label_no, r.waits FROM record r INDEXED BY head_waiting
         WHERE r.head = 1 AND r.waits IS NOT NULL AND (r.waits, r.at) >= (?1, ?2) ORDER BY r.waits, r.at LIMIT ?3",
    )?;
    let most = Value::Integer(i64::try_from(SCAN_ROWS_MAX).unwrap_or(i64::MAX));
    let mut rows = statement.query(params![from.urgency, from.row, most])?;
    let mut found = Vec::new();
    while found.len() < limit
        && let Some(row) = rows.next()?
    {
        if visible.has(row.get(1)?) {
            found.push(WaitingFrom { urgency: row.get(2)?, row: row.get(0)? });
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_life_at_risk_comes_before_any_severity() {
        assert_eq!(urgency(true, Severity::Extreme), 0);
        assert!(urgency(true, Severity::Unknown) < urgency(false, Severity::Extreme));
        assert!(urgency(false, Severity::Severe) < urgency(false, Severity::Minor));
    }
}
