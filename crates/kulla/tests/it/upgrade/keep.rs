//! A node as a few small files: what is zero to the end of a segment is left out, and filled in again.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::Seen;
use crate::node::Data;

/// Bytes of a segment's header; its bytes 80..88 say how long the file is.
const SEGMENT_HEADER_BYTES: usize = 128;
/// What a stopped node does not need and a fixture does not hold. The other files are as the release left them.
const LEFT_OUT: [&str; 4] = ["lock", "spare", "sessions.json", "operator.sock"];

/// Writes a fixture.
pub fn write(data: &Data, seen: &Seen, to: &Path) {
    assert!(!to.exists(), "`{}` is there already: a fixture is never changed", to.display());
    copy(&data.path, to, &|bytes| match bytes.starts_with(b"KULLASEG") {
        true => {
            let written = bytes.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
            bytes[..written.max(SEGMENT_HEADER_BYTES)].to_vec()
        }
        false => bytes,
    });
    let text = serde_json::to_string(seen).unwrap();
    fs::write(to.join("seen.json"), text + "\n").unwrap();
}

/// A fixture as the node that it was; without what is derived if not `whole`.
pub fn unpack(fixture: &Path, whole: bool) -> Data {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("node");
    copy(fixture, &path, &|mut bytes| {
        if bytes.starts_with(b"KULLASEG") {
            let length = u64::from_be_bytes(bytes[80..88].try_into().unwrap());
            bytes.resize(usize::try_from(length).unwrap(), 0);
        }
        bytes
    });
    fs::remove_file(path.join("seen.json")).unwrap();
    if !whole {
        // A fixture may have been made without a picture.
        let _ = fs::remove_file(path.join("picture.sqlite"));
        for log in fs::read_dir(path.join("logs")).unwrap().map(|entry| entry.unwrap().path()) {
            fs::remove_dir_all(log.join("tree")).unwrap();
            fs::remove_file(log.join("offsets")).unwrap();
        }
    }
    Data { path, _dir: dir }
}

fn copy(from: &Path, to: &Path, change: &dyn Fn(Vec<u8>) -> Vec<u8>) {
    fs::create_dir_all(to).unwrap();
    fs::set_permissions(to, fs::Permissions::from_mode(0o700)).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let (kind, target) = (entry.file_type().unwrap(), to.join(entry.file_name()));
        if kind.is_dir() {
            copy(&entry.path(), &target, change);
        } else if kind.is_file() && !LEFT_OUT.contains(&entry.file_name().to_str().unwrap()) {
            fs::write(&target, change(fs::read(entry.path()).unwrap())).unwrap();
            fs::set_permissions(&target, fs::Permissions::from_mode(0o600)).unwrap();
        }
    }
}
