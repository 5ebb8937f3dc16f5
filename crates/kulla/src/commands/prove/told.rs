//! What a proof found, in words or as JSON.

use std::io::Write;

use jiff::Timestamp;
use kulla_log::Report;
use serde::Serialize;

use crate::commands::Fault;

/// One log of the copy.
#[derive(Debug, Default, Serialize)]
pub struct LogProof {
    pub name: String,
    pub records: u64,
    pub pruned: u64,
    pub erased: u64,
    /// Records of the same log in the node.
    pub source_records: Option<u64>,
    /// When the newest record was written, in milliseconds since 1970.
    pub newest_ms: Option<u64>,
    /// Whether it was compared with a head that was kept elsewhere.
    pub outside_head: bool,
}

/// All of it.
#[derive(Debug, Default, Serialize)]
pub struct Proof {
    /// Bytes that were restored.
    pub bytes: u64,
    pub copy_s: f64,
    /// Opening, with the picture built from nothing.
    pub open_s: f64,
    pub verify_s: f64,
    pub logs: Vec<LogProof>,
    /// Subjects whose newest versions were compared.
    pub subjects: u64,
    /// Bodies that were erased since the backup was made; `None` when there was no node to ask.
    pub erased_again: Option<usize>,
    /// What is wrong.
    pub findings: Vec<String>,
}

impl Proof {
    /// Takes over what `verify` found.
    pub fn take(&mut self, log: &str, report: &Report) {
        if !self.logs.iter().any(|known| known.name == log) {
            self.logs.push(LogProof {
                name: log.to_owned(),
                records: report.records,
                ..LogProof::default()
            });
        }
        for known in self.logs.iter_mut().filter(|known| known.name == log) {
            (known.pruned, known.erased) = (report.pruned, report.erased);
            known.outside_head |= report.outside_head.is_some();
        }
        let named = report.findings.iter().map(|finding| format!("log `{log}`: {finding}"));
        self.findings.extend(named);
        if report.more_findings > 0 {
            self.findings.push(format!("log `{log}`: {} more findings", report.more_findings));
        }
    }

    /// Prints it.
    pub fn tell(&self, json: bool) -> Result<(), Fault> {
        let mut out = std::io::stdout().lock();
        if json {
            let text = serde_json::to_string(self).map_err(|error| Fault::data(error.to_string()))?;
            return Ok(writeln!(out, "{text}")?);
        }
        self.logs.iter().try_for_each(|log| writeln!(out, "{}", log.words()))?;
        writeln!(
            out,
            "{} MiB were restored in {:.1} s, the node was open with its picture after {:.1} s more, and verified in {:.1} s.",
            self.bytes >> 20,
            self.copy_s,
            self.open_s,
            self.verify_s
        )?;
        writeln!(out, "The newest versions of {} subjects were compared with the picture.", self.subjects)?;
        match self.erased_again {
            Some(bodies) => writeln!(out, "{bodies} bodies were erased since, and were erased again.")?,
            None => {
                writeln!(out, "It was compared with no node, or could not be: give it with --against.")?
            }
        }
        if self.logs.iter().all(|log| !log.outside_head) {
            writeln!(
                out,
                "It was compared with no head that was kept elsewhere: give one with --checkpoint."
            )?;
        }
        self.findings.iter().try_for_each(|finding| writeln!(out, "wrong: {finding}"))?;
        match self.findings.is_empty() {
            true => writeln!(out, "The backup is good. Nothing of the proof was kept.")?,
            false => writeln!(
                out,
                "THE BACKUP IS NOT GOOD. Make another one now, and keep this one for who looks into it."
            )?,
        }
        Ok(())
    }
}

impl LogProof {
    fn words(&self) -> String {
        let newest =
            self.newest_ms.and_then(|ms| Timestamp::from_millisecond(i64::try_from(ms).ok()?).ok());
        let until = newest.map_or("nothing".to_owned(), |at| format!("the newest of {at:.0}"));
        let lost = match self.source_records.map(|theirs| theirs.saturating_sub(self.records)) {
            None => String::new(),
            Some(0) => "; nothing of the node would be lost".to_owned(),
            Some(lost) => format!("; {lost} records written since would be lost"),
        };
        format!(
            "{}: {} records ({} pruned, {} erased), {until}{lost}",
            self.name, self.records, self.pruned, self.erased
        )
    }
}
