//! The real logs behind the ports of desk and picture.

use std::sync::Arc;

use kulla_desk::logs::Append;
use kulla_log::LogHandle;
use kulla_picture::Replay;
use kulla_record::{Draft, LogId, Record, RecordId};

use super::measure::Spans;
use crate::world::Moment;

/// One log as the desk appends to it.
pub struct Port {
    pub log: LogHandle,
    pub spans: Arc<Spans>,
}

impl Append for Port {
    fn append(&self, drafts: Vec<Draft>) -> Result<u64, String> {
        let begun = Moment::now();
        let receipt = self.log.append(drafts).wait().map_err(|error| error.to_string())?;
        self.spans.durable.took(begun.elapsed());
        Ok(receipt.seqs.start)
    }

    fn erase(&self, places: &[(u64, RecordId)]) -> Result<(), String> {
        self.log.erase(places).map(|_| ()).map_err(|error| error.to_string())
    }

    fn len(&self) -> u64 {
        self.log.len()
    }
}

/// All logs as the picture reads them again.
pub struct LogReplay(pub Vec<(LogId, LogHandle)>);

impl LogReplay {
    fn find(&self, log: LogId) -> Option<&LogHandle> {
        self.0.iter().find(|(id, _)| *id == log).map(|(_, handle)| handle)
    }
}

impl Replay for LogReplay {
    fn read(&self, log: LogId, from: u64, max: usize) -> Result<Vec<Arc<Record>>, String> {
        let Some(handle) = self.find(log) else { return Ok(Vec::new()) };
        // Pruned places give nothing: the first `max` records that are there are what is wanted.
        let mut records = handle.reader().read(from..handle.len());
        let mut read = Vec::with_capacity(max.min(4_096));
        while read.len() < max
            && let Some(entry) = records.next_entry()
        {
            read.push(Arc::new(entry.map_err(|error| error.to_string())?.into_record()));
        }
        Ok(read)
    }

    fn len(&self, log: LogId) -> u64 {
        self.find(log).map_or(0, LogHandle::len)
    }
}
