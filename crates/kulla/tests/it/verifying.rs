//! `kulla verify` while `kulla run` holds the folder.

use std::fs::OpenOptions;
use std::os::unix::fs::FileExt as _;

use crate::crash::report;
use crate::logs::DRILL;
use crate::node::{Data, Running, id, kulla, told};

#[test]
fn a_running_node_is_proved_as_far_as_its_heads_reach_and_a_changed_byte_is_named() {
    let data = Data::new();
    let node = Running::start(&data);
    let client = node.enter("duty officer");
    std::thread::scope(|scope| {
        scope.spawn(|| {
            (0..60).for_each(|n| drop(client.done("signals/report", report(&id(950, n), "now"))))
        });
        for _ in 0..6 {
            let verified = kulla(&["verify", data.arg()]);
            assert!(verified.status.success(), "{}", told(&verified));
            assert!(told(&verified).contains("it is being written"), "{}", told(&verified));
        }
    });
    assert!(node.stop().success());
    // Everything that the first life wrote stands below the head that the second one has.
    let node = Running::start(&data);
    let file = OpenOptions::new().read(true).write(true).open(data.segment()).unwrap();
    let bytes = std::fs::read(data.segment()).unwrap();
    let middle = bytes.iter().rposition(|byte| *byte != 0).unwrap() / 2;
    file.write_all_at(&[bytes[middle] ^ 0x40], middle as u64).unwrap();
    for target in [data.path.clone(), data.log(DRILL)] {
        let verified = kulla(&["verify", target.to_str().unwrap()]);
        let text = told(&verified);
        assert_eq!(verified.status.code(), Some(1), "{text}");
        assert!(text.contains("wrong:") && text.contains("it is being written"), "{text}");
    }
    file.write_all_at(&[bytes[middle]], middle as u64).unwrap();
    assert!(kulla(&["verify", data.log(DRILL).to_str().unwrap()]).status.success());
    assert!(node.stop().success());
    let verified = kulla(&["verify", data.arg()]);
    assert!(
        verified.status.success() && !told(&verified).contains("it is being written"),
        "{}",
        told(&verified)
    );
}
