//! Photographs of citizens through the life of a node: kept over a kill, copied, proved, erased, exported.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::client::{Client, until};
use crate::keep::{BOTH, files};
use crate::node::{Data, Running, kulla, told};

const BOUNDARY: &str = "----kulla";

fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
    [&[0xff, marker][..], &length, content].concat()
}

/// A grey picture of 8 × 8 pixels, with what a telephone writes into it.
fn photograph() -> Vec<u8> {
    let huffman = |class: u8| segment(0xc4, &[&[class << 4, 1][..], &[0; 16]].concat());
    let parts = [
        segment(0xe1, b"Exif\0\0Agim 42.2847"),
        segment(0xdb, &[&[0][..], &[1; 64]].concat()),
        segment(0xc0, &[8, 0, 8, 0, 8, 1, 1, 0x11, 0]),
        huffman(0),
        huffman(1),
        segment(0xda, &[1, 1, 0, 0, 63, 0]),
        vec![0x3f],
    ];
    [&[0xff, 0xd8][..], &parts.concat(), &[0xff, 0xd9]].concat()
}

fn hands_in(node: &Client) {
    let mut body = Vec::new();
    for (name, value) in [("service_code", "flooded-road"), ("address_id", "20"), ("description", "Water")]
    {
        let part =
            format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend(part.bytes());
    }
    for _ in 0..2 {
        body.extend(
            format!(
                "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"media\"; filename=\"a.jpg\"\r\n\r\n"
            )
            .bytes(),
        );
        body.extend(photograph());
        body.extend(b"\r\n");
    }
    body.extend(format!("--{BOUNDARY}--\r\n").bytes());
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let answer = node.send("POST", "/open311/v2/requests.json", &kind, &body).unwrap();
    assert_eq!(answer.status, 200, "{}", answer.text());
}

fn only(officer: &Client) -> (String, Value) {
    let list = until("the report is shown", || {
        let list = officer.get("reports").json();
        list["items"][0].is_object().then_some(list)
    });
    let subject = list["items"][0]["signal"]["subject"].as_str().unwrap().to_owned();
    let view = officer.get(&format!("reports/{subject}")).json();
    (subject, view)
}

fn blobs(root: &Path) -> Vec<PathBuf> {
    let all = files(&root.join("logs"));
    all.into_iter().filter(|path| path.to_str().unwrap().contains("/blobs/")).collect()
}

fn verified(target: &str) -> (Option<i32>, String) {
    let output = kulla(&["verify", target]);
    (output.status.code(), told(&output))
}

#[test]
fn a_photograph_outlives_a_kill_is_proved_in_a_copy_and_goes_with_its_report() {
    let data = Data::new();
    let node = Running::start(&data);
    hands_in(&Client::public(node.address));
    let (subject, view) = only(&node.enter("duty officer"));
    assert_eq!(view["photos"].as_array().unwrap().len(), 2);
    node.kill();
    assert_eq!(blobs(&data.path).len(), 2);
    for path in files(&data.path) {
        let bytes = std::fs::read(&path).unwrap();
        assert!(!bytes.windows(12).any(|part| part == b"Agim 42.2847"), "{}", path.display());
    }
    // What a crash left of a report that nobody was told of.
    let folder = blobs(&data.path)[0].parent().unwrap().with_file_name("01");
    std::fs::create_dir_all(&folder).unwrap();
    let stray = folder.join("0123456789abcdef0123456789abcdef.new");
    std::fs::write(&stray, b"half of it").unwrap();
    let node = Running::start(&data);
    assert!(!stray.exists());
    let shown = node.enter("duty officer").get(&format!("reports/{subject}/photos/1"));
    assert!(shown.status == 200 && shown.body.starts_with(&[0xff, 0xd8]), "{}", shown.status);

    let elsewhere = tempfile::tempdir().unwrap();
    let (copy, restored) = (elsewhere.path().join("copy"), elsewhere.path().join("restored"));
    let copied = kulla(&["backup", data.arg(), copy.to_str().unwrap()]);
    assert!(copied.status.success(), "{}", told(&copied));
    assert!(node.stop().success());
    let (code, words) = verified(data.arg());
    assert!(code == Some(0) && words.contains("2 attachments opened"), "{words}");
    let prove = || kulla(&["prove-backup", copy.to_str().unwrap(), "--against", data.arg()]);
    let good = prove();
    assert!(good.status.success(), "{}", told(&good));
    let (missing, kept) = (blobs(&copy)[1].clone(), elsewhere.path().join("aside"));
    std::fs::rename(&missing, &kept).unwrap();
    let bad = prove();
    let version = view["report"]["version"].as_str().unwrap();
    assert_eq!(bad.status.code(), Some(1), "{}", told(&bad));
    assert!(told(&bad).contains("is not there") && told(&bad).contains(version), "{}", told(&bad));
    std::fs::rename(&kept, &missing).unwrap();

    let bundle = elsewhere.path().join("out.bundle");
    let bundle = bundle.to_str().unwrap();
    let out = kulla(&["export", "--data", data.arg(), "--subject", &subject, bundle]);
    assert!(out.status.success(), "{}", told(&out));
    let judged = kulla(&["verify", bundle, "--no-key"]);
    assert!(
        judged.status.success() && told(&judged).contains("2 attachments are those"),
        "{}",
        told(&judged)
    );

    let erased = kulla(&[&["erase", "--data", data.arg()], &BOTH[..], &[version]].concat());
    assert!(erased.status.success(), "{}", told(&erased));
    assert_eq!(blobs(&data.path).len(), 0);
    let (code, words) = verified(data.arg());
    assert!(code == Some(0) && !words.contains("attachments"), "{words}");
    let again = kulla(&[
        "restore",
        copy.to_str().unwrap(),
        restored.to_str().unwrap(),
        "--erasures-from",
        data.arg(),
    ]);
    assert!(again.status.success(), "{}", told(&again));
    assert_eq!(blobs(&restored).len(), 0, "what people were promised is gone does not come back");
}

#[test]
fn a_photograph_that_no_record_names_is_told_by_verify_and_removed_by_prune() {
    let data = Data::new();
    let node = Running::start(&data);
    hands_in(&Client::public(node.address));
    only(&node.enter("duty officer"));
    assert!(node.stop().success());
    let one = blobs(&data.path).remove(0);
    let folder = one.parent().unwrap().with_file_name("01");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::copy(&one, folder.join("0123456789abcdef0123456789abcdef.blob")).unwrap();
    assert_eq!(blobs(&data.path).len(), 3);
    let (code, words) = verified(data.arg());
    assert!(code == Some(0) && words.contains("1 attachments that no record names any more"), "{words}");
    let pruned = kulla(&["prune", data.arg()]);
    assert!(pruned.status.success() && told(&pruned).contains("1 attachments"), "{}", told(&pruned));
    assert_eq!(blobs(&data.path).len(), 2);
    assert!(!verified(data.arg()).1.contains("no record names"));
}
