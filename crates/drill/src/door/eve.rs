//! Alerts of an intrusion sensor: lines in the file that Suricata would write and the node follows.

use std::fs::{self, OpenOptions};
use std::io::{Read, Write};
use std::path::Path;

use serde_json::json;
use sha2::{Digest, Sha256};

use super::Throw;
use crate::client::Fault;
use crate::scenario::Eve;

/// Bytes of the file of one sensor in one exercise: all injects that there may be, and room.
const FILE_BYTES_MAX: u64 = 8 << 20;

pub(super) fn throw(throw: &Throw<'_>, eve: &Eve) -> Result<Option<String>, Fault> {
    fs::create_dir_all(throw.folder)?;
    let flow = flow(throw.id);
    let line = json!({
        "timestamp": throw.at.strftime("%Y-%m-%dT%H:%M:%S%.6f+0000").to_string(),
        "flow_id": flow,
        "event_type": "alert",
        "src_ip": throw.say(&eve.from, "en"),
        "src_port": 443,
        "dest_ip": throw.say(&eve.to, "en"),
        "dest_port": 49_152 + throw.arrival.copy % 16_000,
        "proto": "TCP",
        "alert": {
            "action": "allowed",
            "gid": 1,
            "signature_id": 9_000_001,
            "rev": 1,
            "signature": throw.say(&eve.signature, "en"),
            "category": throw.say(&eve.category, "en"),
            "severity": eve.severity.get_ref(),
        },
    });
    let path = throw.folder.join(format!("{}.json", eve.source.get_ref()));
    append(&path, &format!("\"flow_id\":{flow},"), &line.to_string())?;
    // Which group the node counts it to is for the node to say.
    Ok(None)
}

/// Appends a line, unless one with this mark stands there: whoever was killed after writing writes it again.
fn append(path: &Path, mark: &str, line: &str) -> std::io::Result<()> {
    let mut file = OpenOptions::new().create(true).append(true).read(true).open(path)?;
    let mut before = String::new();
    (&file).take(FILE_BYTES_MAX).read_to_string(&mut before)?;
    if before.contains(mark) {
        return Ok(());
    }
    // Half a line of somebody who was killed stays a line of its own, which the node counts as broken.
    let fresh = if before.is_empty() || before.ends_with('\n') { "" } else { "\n" };
    file.write_all(format!("{fresh}{line}\n").as_bytes())
}

/// A number that is the same whenever the same alert is sent.
fn flow(id: &str) -> u64 {
    let hash = Sha256::digest(id);
    // 53 bits are what every reader of JSON holds exactly.
    hash.iter().take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte)) >> 11
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_written_once_and_never_into_half_of_another() {
        let path = std::env::temp_dir().join(format!("kulla-drill-eve-{}", std::process::id()));
        fs::write(&path, "{\"flow_id\":1,\"a\":1}\n{\"flow").unwrap();
        append(&path, "\"flow_id\":1,", "{\"flow_id\":1,\"a\":1}").unwrap();
        append(&path, "\"flow_id\":12,", "{\"flow_id\":12,\"a\":1}").unwrap();
        append(&path, "\"flow_id\":12,", "{\"flow_id\":12,\"a\":1}").unwrap();
        let all = fs::read_to_string(&path).unwrap();
        fs::remove_file(&path).unwrap();
        assert_eq!(all, "{\"flow_id\":1,\"a\":1}\n{\"flow\n{\"flow_id\":12,\"a\":1}\n");
        assert_ne!(flow("a"), flow("b"));
    }
}
