//! What goes on purpose: an erasure that the power cut in half, pruning, and the legal hold that stops it.

use kulla_record::kind::Body;
use kulla_record::kind::governance::Hold;
use kulla_record::{Kind, LabelId, RecordId, SubjectId};

use crate::client::Client;
use crate::crash::report;
use crate::keep::{BOTH, files};
use crate::logs::{DRILL, draft, label};
use crate::node::{Data, Running, id, kulla, told};

/// The segment that holds the report, before and after its body was overwritten, and where the two differ.
struct Overwritten {
    data: Data,
    client: Client,
    subject: String,
    seq: u64,
    after: Vec<u8>,
    before: Vec<u8>,
}

fn overwritten(round: u64) -> Overwritten {
    let data = Data::new();
    let node = Running::start(&data);
    let client = node.enter("duty officer");
    let made = client.done("signals/report", report(&id(round, 1), "Zogjtë fluturojnë"));
    let subject = made["subject"].as_str().unwrap().to_owned();
    let version: RecordId = made["version"].as_str().unwrap().parse().unwrap();
    assert!(node.stop().success());
    let before = std::fs::read(data.segment()).unwrap();
    let named = version.to_string();
    let erased = kulla(&[&["erase", "--data", data.arg()][..], &BOTH, &[named.as_str()]].concat());
    assert!(erased.status.success(), "{}", told(&erased));
    let record = data.records(DRILL).into_iter().find(|record| record.header.id == version).unwrap();
    assert_eq!(record.body, None);
    // The next crash is not the eraser's: what it left is put back by hand into a log that was not closed.
    Running::start(&data).kill();
    let after = std::fs::read(data.segment()).unwrap();
    Overwritten { data, client, subject, seq: record.header.seq, after, before }
}

impl Overwritten {
    /// Puts the last `part` of the old sealed bytes back, in hundredths.
    fn put_back(&self, part: usize) {
        // Where the record stood before the erasure appended its own; after that nothing was there.
        let written = self.before.iter().rposition(|byte| *byte != 0).unwrap();
        let differ: Vec<usize> = (128..=written).filter(|at| self.before[*at] != self.after[*at]).collect();
        let (first, last) = (differ[0], differ[differ.len() - 1]);
        let from = last + 1 - (last + 1 - first) * part / 100;
        let mut torn = self.after.clone();
        torn[from..=last].copy_from_slice(&self.before[from..=last]);
        assert_ne!(torn, self.after);
        std::fs::write(self.data.segment(), torn).unwrap();
        for ending in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(self.data.path.join(format!("picture.sqlite{ending}")));
        }
    }

    fn is_gone_after_a_start(&self) {
        let node = Running::start(&self.data);
        let client = Client { address: node.address, ..self.client.clone() };
        let answer = client.get(&format!("items/{}", self.subject));
        assert!(!answer.text().contains("fluturoj"), "{}", answer.text());
        assert!(!client.get("search?q=fluturojne").text().contains(&self.subject));
        assert!(node.stop().success());
        assert!(!self.data.log(DRILL).join("erasing").exists(), "nothing is left to finish");
        let verified = kulla(&["verify", self.data.arg()]);
        assert!(verified.status.success(), "{}", told(&verified));
        for file in files(&self.data.path) {
            let bytes = std::fs::read(&file).unwrap();
            assert!(!bytes.windows(9).any(|w| w == b"fluturojn"), "{} still holds a trace", file.display());
        }
        let erased = self.data.records(DRILL).into_iter().find(|record| record.header.seq == self.seq);
        assert_eq!(erased.unwrap().body, None);
    }
}

#[test]
fn an_overwrite_that_the_power_cut_in_half_is_finished_at_the_next_start() {
    let torn = overwritten(930);
    torn.put_back(50);
    std::fs::write(torn.data.log(DRILL).join("erasing"), format!("{}\n", torn.seq)).unwrap();
    torn.is_gone_after_a_start();
}

#[test]
fn an_order_on_record_of_which_no_byte_was_carried_out_is_carried_out_at_the_next_start() {
    let ordered = overwritten(931);
    ordered.put_back(100);
    ordered.is_gone_after_a_start();
}

/// Records of years ago in small segments, one of them about something that is held; the place of that one.
fn old_records(data: &Data, held: SubjectId) -> u64 {
    let expired = LabelId([0x77; 16]);
    data.begin_again_small(DRILL);
    data.within(DRILL, |log| {
        log.append(vec![label(expired, 2021)]).wait().unwrap();
        let mut place = 0;
        for n in 0..200_u8 {
            let subject = if n == 100 {
                held
            } else {
                SubjectId([0x60, n, 0, 0, 0, 0, 7, 0, 8, 0, 0, 0, 0, 0, 0, 1])
            };
            let id = [0x61, n, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, 1];
            let body = format!(r#"{{"text":"{}"}}"#, "x".repeat(600));
            let record = draft(id, Kind::REPORT, subject, expired, body.into_bytes());
            let receipt = log.append(vec![record]).wait().unwrap();
            if n == 100 {
                place = receipt.seqs.start;
            }
        }
        place
    })
}

fn is_pruned(data: &Data, place: u64) -> bool {
    data.within(DRILL, |log| log.reader().pruned().iter().any(|range| range.contains(&place)))
}

#[test]
fn pruning_gives_back_what_has_expired_and_nothing_on_which_a_legal_hold_stands() {
    let data = Data::new();
    let held = SubjectId([0x62; 16]);
    let place = old_records(&data, held);
    let hold = |lifted| Hold {
        subjects: vec![held],
        order: "court of Prizren".into(),
        lifted,
        rest: Default::default(),
    };
    let forever = LabelId([0x78; 16]);
    let standing = draft([0x63; 16], Kind::HOLD, SubjectId([0x63; 16]), forever, hold(false).json());
    data.within("ops", |log| log.append(vec![label(forever, 2999), standing]).wait().unwrap());
    let pruned = kulla(&["prune", data.arg()]);
    assert!(pruned.status.success(), "{}", told(&pruned));
    assert!(!told(&pruned).contains("exercise-try: 0 records"), "{}", told(&pruned));
    assert!(!is_pruned(&data, place), "what is held stays");
    let kept = data.records(DRILL);
    assert!(kept.len() < 180, "{} records are left", kept.len());
    assert!(kept.iter().any(|record| record.header.subject == held && record.body.is_some()));
    assert!(kept.iter().any(|record| record.header.kind == Kind::KEY), "what has not expired stays");
    let verified = kulla(&["verify", data.arg()]);
    assert!(verified.status.success(), "{}", told(&verified));
    // Once the hold is lifted, its segment goes as well.
    let mut lifted = draft([0x64; 16], Kind::HOLD, SubjectId([0x63; 16]), forever, hold(true).json());
    lifted.replaces = vec![RecordId([0x63; 16])];
    data.within("ops", |log| log.append(vec![lifted]).wait().unwrap());
    let pruned = kulla(&["prune", data.arg()]);
    assert!(pruned.status.success() && is_pruned(&data, place), "{}", told(&pruned));
    let verified = kulla(&["verify", data.arg()]);
    assert!(verified.status.success(), "{}", told(&verified));
    // What is left is a node that runs and takes in new things.
    let node = Running::start(&data);
    let client = node.enter("duty officer");
    client.done("signals/report", report(&id(932, 1), "after"));
    assert!(node.stop().success());
}

#[test]
fn a_pruning_that_the_power_cut_short_is_finished_at_the_next_start() {
    let data = Data::new();
    old_records(&data, SubjectId([0x62; 16]));
    let before = files(&data.log(DRILL)).into_iter().map(|file| (std::fs::read(&file).unwrap(), file));
    let before: Vec<_> = before.collect();
    let pruned = kulla(&["prune", data.arg()]);
    assert!(pruned.status.success(), "{}", told(&pruned));
    let (bytes, segment) = before
        .iter()
        .find(|(_, file)| !file.exists() && file.extension().is_some_and(|end| end == "segment"))
        .unwrap();
    // The hashes are durable and the segment is still there: so it looks when the power goes between the two.
    std::fs::write(segment, bytes).unwrap();
    let verified = kulla(&["verify", data.arg()]);
    assert!(verified.status.success(), "{}", told(&verified));
    assert!(Running::start(&data).stop().success());
    assert!(!segment.exists(), "what was pruned is gone");
    let verified = kulla(&["verify", data.arg()]);
    assert!(verified.status.success(), "{}", told(&verified));
}

#[test]
fn an_erasure_is_refused_without_the_role_and_for_what_the_log_stands_on() {
    let data = Data::new();
    let node = Running::start(&data);
    let made = node.enter("duty officer").done("signals/report", report(&id(933, 1), "named"));
    let version = made["version"].as_str().unwrap();
    assert!(node.stop().success());
    let order = |by: &str, second: &str, record: &str| {
        let named = ["--reason", "x", "--basis", "y", "--yes", "--by", by, "--second", second, record];
        kulla(&[&["erase", "--data", data.arg()][..], &named].concat())
    };
    let by_role = order("Arta Krasniqi", "Blerim Gashi", version);
    assert_eq!(by_role.status.code(), Some(1), "{}", told(&by_role));
    assert!(told(&by_role).contains("role"), "{}", told(&by_role));
    let alone = order("Luan Shala", "Luan Shala", version);
    assert_eq!(alone.status.code(), Some(1), "{}", told(&alone));
    let key = data.records(DRILL).into_iter().find(|record| record.header.kind == Kind::KEY).unwrap();
    let lasting = order("Luan Shala", "Milica Petrović", &key.header.id.to_string());
    assert_eq!(lasting.status.code(), Some(1), "{}", told(&lasting));
    assert!(told(&lasting).contains("key"), "{}", told(&lasting));
    let verified = kulla(&["verify", data.arg()]);
    assert!(verified.status.success() && told(&verified).contains("0 erased"), "{}", told(&verified));
}
