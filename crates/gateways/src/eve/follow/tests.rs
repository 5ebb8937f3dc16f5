//! Files that are rotated, truncated, copied, removed and torn, while they are followed and while they are not.

use std::fs::{self, OpenOptions};
use std::io::Write as _;

use super::*;

struct Desk {
    folder: tempfile::TempDir,
    follower: Follower,
    /// `flow_id` of every event that came, in order.
    seen: Vec<u64>,
    broken: usize,
    lost: usize,
}

impl Desk {
    fn new() -> Desk {
        let folder = tempfile::tempdir().unwrap();
        let follower = Follower::new(&folder.path().join("eve.json"), None);
        Desk { folder, follower, seen: Vec::new(), broken: 0, lost: 0 }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn append(&self, name: &str, text: &str) {
        let mut file = OpenOptions::new().create(true).append(true).open(self.path(name)).unwrap();
        file.write_all(text.as_bytes()).unwrap();
    }

    fn write(&self, numbers: std::ops::Range<u64>) {
        numbers.for_each(|n| self.append("eve.json", &line(n)));
    }

    /// Reads until there is nothing new.
    fn read(&mut self) {
        for _ in 0..100 {
            let (seen, broken) = (&mut self.seen, &mut self.broken);
            let looked = self.follower.look(&mut |item| match item {
                Item::Event { event, .. } => seen.push(event.flow_id.unwrap()),
                Item::Broken(_) => *broken += 1,
            });
            match looked.unwrap() {
                Looked::Idle | Looked::Missing => return,
                Looked::Lost => self.lost += 1,
                Looked::Read(_) => {}
            }
        }
        panic!("there is always something new");
    }

    fn restart(&mut self) {
        let place = self.follower.place();
        self.follower = Follower::new(&self.path("eve.json"), place);
    }

    #[track_caller]
    fn saw(&self, numbers: std::ops::Range<u64>) {
        assert_eq!(self.seen, numbers.collect::<Vec<_>>());
    }
}

fn line(n: u64) -> String {
    format!(
        "{{\"timestamp\":\"2026-03-01T10:00:00.{n:06}+0000\",\"event_type\":\"flow\",\"flow_id\":{n}}}\n"
    )
}

#[test]
fn a_file_that_appears_later_is_read_from_its_beginning() {
    let mut desk = Desk::new();
    desk.read();
    desk.write(0..3);
    desk.read();
    desk.saw(0..3);
}

#[test]
fn half_a_line_waits_for_its_other_half() {
    let mut desk = Desk::new();
    let (front, back) = (&line(1)[..30], &line(1)[30..]);
    desk.write(0..1);
    desk.append("eve.json", front);
    desk.read();
    desk.saw(0..1);
    desk.restart();
    desk.append("eve.json", back);
    desk.read();
    desk.saw(0..2);
    assert_eq!((desk.broken, desk.lost), (0, 0));
}

#[test]
fn a_rotated_file_is_read_to_its_end_before_the_new_one() {
    let mut desk = Desk::new();
    desk.write(0..2);
    desk.read();
    desk.write(2..4);
    fs::rename(desk.path("eve.json"), desk.path("eve.json.1")).unwrap();
    desk.read();
    // The writer has the old one open for a while.
    desk.append("eve.json", "");
    desk.append("eve.json.1", &line(4));
    desk.read();
    desk.write(5..7);
    desk.read();
    desk.saw(0..7);
    assert_eq!((desk.broken, desk.lost), (0, 0));
}

#[test]
fn several_rotations_while_nobody_looked_lose_nothing() {
    let mut desk = Desk::new();
    desk.write(0..2);
    desk.read();
    desk.write(2..3);
    fs::rename(desk.path("eve.json"), desk.path("eve.json.2")).unwrap();
    set_modified(&desk.path("eve.json.2"), 100);
    desk.restart();
    desk.append("eve.json.1", &line(3));
    set_modified(&desk.path("eve.json.1"), 200);
    desk.write(4..6);
    desk.read();
    desk.saw(0..6);
    assert_eq!(desk.lost, 0);
}

#[test]
fn a_file_that_was_copied_and_truncated_is_read_on_in_the_copy() {
    let mut desk = Desk::new();
    desk.write(0..3);
    desk.read();
    desk.write(3..5);
    fs::copy(desk.path("eve.json"), desk.path("eve.json.1")).unwrap();
    fs::write(desk.path("eve.json"), "").unwrap();
    desk.write(5..6);
    desk.read();
    desk.saw(0..6);
    assert_eq!(desk.lost, 0);
}

#[test]
fn the_same_while_the_node_was_off() {
    let mut desk = Desk::new();
    desk.write(0..3);
    desk.read();
    desk.write(3..5);
    fs::copy(desk.path("eve.json"), desk.path("eve.json-20261117")).unwrap();
    fs::write(desk.path("eve.json"), "").unwrap();
    // By now it is longer than where it was read to: only its beginning tells.
    desk.write(5..12);
    desk.restart();
    desk.read();
    desk.saw(0..12);
    assert_eq!(desk.lost, 0);
}

#[test]
fn a_file_that_was_truncated_without_a_copy_is_told_as_a_loss_and_read_on() {
    let mut desk = Desk::new();
    desk.write(0..5);
    desk.append("eve.json", "{\"half\":");
    desk.read();
    fs::write(desk.path("eve.json"), "").unwrap();
    desk.write(5..7);
    desk.read();
    desk.saw(0..7);
    assert_eq!((desk.lost, desk.broken), (1, 1));
}

#[test]
fn a_file_that_was_removed_is_waited_for() {
    let mut desk = Desk::new();
    desk.write(0..2);
    desk.read();
    fs::remove_file(desk.path("eve.json")).unwrap();
    desk.read();
    desk.write(2..4);
    desk.read();
    desk.saw(0..4);
    assert_eq!(desk.lost, 0);
}

#[test]
fn a_file_that_is_gone_after_a_restart_is_told_as_a_loss() {
    let mut desk = Desk::new();
    desk.write(0..2);
    desk.read();
    fs::remove_file(desk.path("eve.json")).unwrap();
    // Not the same number by chance.
    desk.append("other", "x");
    desk.write(2..4);
    desk.restart();
    desk.read();
    desk.saw(0..4);
    assert_eq!(desk.lost, 1);
}

#[test]
fn a_folder_instead_of_a_file_is_an_error_and_no_silence() {
    let mut desk = Desk::new();
    fs::create_dir(desk.path("eve.json")).unwrap();
    assert!(desk.follower.look(&mut |_| {}).is_err());
}

fn set_modified(path: &Path, seconds: u64) {
    let time = std::time::UNIX_EPOCH + std::time::Duration::from_secs(seconds);
    let file = OpenOptions::new().write(true).open(path).unwrap();
    file.set_modified(time).unwrap();
}
