//! Decisions that a passkey signed, and what a log says of them.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kulla_guard::approval::{self, Approvals, KeysOnRecord, Ledger, Unsigned};
use kulla_guard::policy::{change_hash, text_hash};
use kulla_record::envelope::Header;
use kulla_record::kind::Body;
use kulla_record::kind::approval::{Decision, POLICY_CONFIRM, Policy, PolicyChange, SIGNED_ACTS};
use kulla_record::kind::governance::{Credential, Key};
use kulla_record::{Kind, LogId, PrincipalId, RecordId, SubjectId};
use ring::digest::{SHA256, digest};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _};
use serde_json::json;

use crate::random::word;

const SITE: &str = "kulla.example";
const ARTA: PrincipalId = PrincipalId([1; 16]);
const BESA: PrincipalId = PrincipalId([2; 16]);
const CHANGE: SubjectId = SubjectId([3; 16]);
const PROPOSED: RecordId = RecordId([4; 16]);

struct Passkey(EcdsaKeyPair);

impl Passkey {
    fn new() -> Passkey {
        let random = SystemRandom::new();
        let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, made.as_ref(), &random);
        Passkey(pair.unwrap())
    }

    fn cose(&self) -> Vec<u8> {
        let point = self.0.public_key().as_ref();
        [&[0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32], &point[1..33], &[0x22, 0x58, 32], &point[33..]]
            .concat()
    }

    fn hash(&self) -> String {
        digest(&SHA256, &self.cose()).as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The decision with a signature, by somebody who was there (`flags`), on a page of `origin`.
    fn signs(&self, decision: Decision, flags: u8, origin: &str) -> Decision {
        let challenge = approval::challenge_text(&decision);
        let client =
            json!({ "type": "webauthn.get", "challenge": challenge, "origin": origin }).to_string();
        let data = [digest(&SHA256, SITE.as_bytes()).as_ref(), &[flags], &[0; 4]].concat();
        let signed = [&data[..], digest(&SHA256, client.as_bytes()).as_ref()].concat();
        let signature = self.0.sign(&SystemRandom::new(), &signed).unwrap();
        let said = kulla_webauthn::Assertion {
            client_data: client.as_bytes(),
            authenticator_data: &data,
            signature: signature.as_ref(),
        };
        Decision { assertion: Some(approval::on_record(SITE, &self.cose(), &said)), ..decision }
    }
}

fn change() -> PolicyChange {
    let (on, text, reason) = (text_hash("// before"), "// after".to_owned(), "order 7".to_owned());
    let content_hash = change_hash(&on, &text, &reason);
    let (by, agency, state) = (ARTA, word("ame"), "proposed".to_owned());
    PolicyChange { text, on, content_hash, by, agency, reason, state, rest: Default::default() }
}

fn decision() -> Decision {
    Decision {
        on: CHANGE,
        version: PROPOSED,
        act: POLICY_CONFIRM.to_owned(),
        by: BESA,
        content_hash: change().content_hash,
        reason: String::new(),
        assertion: None,
        rest: Default::default(),
    }
}

fn policy() -> Policy {
    Policy {
        text: "// after".to_owned(),
        hash: text_hash("// after"),
        before: text_hash("// before"),
        change: Some(CHANGE),
        by: Some(ARTA),
        second: Some(BESA),
        reason: "order 7".to_owned(),
        rest: Default::default(),
    }
}

fn noted(what: &str, person: PrincipalId, key: &str) -> Credential {
    Credential {
        person,
        what: what.to_owned(),
        form: "passkey".to_owned(),
        name: "blue key".to_owned(),
        key: key.to_owned(),
        by: None,
        at: jiff::Timestamp::UNIX_EPOCH,
        reason: String::new(),
        rest: Default::default(),
    }
}

fn key(exercise_only: bool, signed: bool) -> Key {
    let signed_acts = if signed { SIGNED_ACTS.map(str::to_owned).to_vec() } else { Vec::new() };
    let text = |text: &str| text.to_owned();
    Key {
        log: text("ops"),
        node: text("kulla-test"),
        exercise: None,
        exercise_only,
        checkpoint_key: text("k"),
        overseer_key: text("o"),
        signed_acts,
        rest: Default::default(),
    }
}

fn header(kind: Kind, id: RecordId, author: PrincipalId) -> Header {
    Header {
        log: LogId([7; 16]),
        seq: 0,
        id,
        kind,
        subject: CHANGE,
        replaces: Vec::new(),
        at: kulla_record::Hlc(1),
        author,
        label: kulla_record::LabelId([0; 16]),
        commitment: [0; 32],
    }
}

/// A log as it should be, with one body changed by each test.
struct Log(Vec<(Header, Vec<u8>)>);

impl Log {
    fn new(signer: &Passkey) -> Log {
        let signed = signer.signs(decision(), 0b101, "https://kulla.example");
        let mut log = Log(Vec::new());
        log.add(&key(false, true), 0x10, BESA);
        log.add(&noted("enrolled", BESA, &signer.hash()), 0x11, BESA);
        log.0.push((header(Kind::POLICY_CHANGE, PROPOSED, ARTA), change().json()));
        log.add(&signed, 0x12, BESA);
        log.add(&policy(), 0x13, BESA);
        log
    }

    fn add<B: Body>(&mut self, body: &B, id: u8, author: PrincipalId) {
        self.0.push((header(B::KIND, RecordId([id; 16]), author), body.json()));
    }

    /// With the body of a kind changed.
    fn with<B: Body>(mut self, change: impl Fn(B) -> B) -> Log {
        for (header, body) in &mut self.0 {
            if header.kind == B::KIND {
                *body = change(B::read(body).unwrap()).json();
            }
        }
        self
    }

    fn read(&self) -> (Vec<String>, Approvals) {
        let mut ledger = Ledger::default();
        let wrong = self.0.iter().filter_map(|(header, body)| ledger.take(header, body)).collect();
        (wrong, ledger.approvals().clone())
    }
}

#[test]
fn a_change_of_the_rules_by_two_persons_holds_and_is_counted() {
    let (wrong, counted) = Log::new(&Passkey::new()).read();
    assert_eq!(wrong, Vec::<String>::new());
    assert_eq!(counted, Approvals { signed: 1, rules_changed: 1, ..Approvals::default() });
}

#[test]
fn whatever_was_forged_is_named() {
    type Forge = fn(Log) -> Log;
    let cases: [(&str, Forge); 12] = [
        ("no passkey signed it", |log| log.with(|d: Decision| Decision { assertion: None, ..d })),
        ("another challenge was answered", |log| {
            log.with(|d: Decision| Decision { reason: "another".to_owned(), ..d })
        }),
        ("another challenge was answered", |log| log.with(|d: Decision| Decision { by: ARTA, ..d })),
        ("as nobody's", |log| log.with(|c: Credential| Credential { person: ARTA, ..c })),
        ("as nobody's", |log| log.with(|c: Credential| Credential { what: "invited".to_owned(), ..c })),
        ("not a page of its site", |log| {
            log.with(|mut d: Decision| {
                d.assertion.as_mut().unwrap().site = "evil.example".to_owned();
                d
            })
        }),
        ("does not read", |log| {
            log.with(|mut d: Decision| {
                d.assertion.as_mut().unwrap().signature = "not base64!".to_owned();
                d
            })
        }),
        ("nobody proposed", |mut log| {
            log.0.retain(|(header, _)| header.kind != Kind::POLICY_CHANGE);
            log
        }),
        ("its hash names", |log| {
            log.with(|c: PolicyChange| PolicyChange { text: "// other".to_owned(), ..c })
        }),
        ("confirmed them, and nobody else", |log| {
            log.with(|c: PolicyChange| PolicyChange { by: BESA, ..c })
        }),
        ("their hash names", |log| log.with(|p: Policy| Policy { text: "// other".to_owned(), ..p })),
        ("two persons wanted and confirmed", |log| {
            log.with(|p: Policy| Policy { text: "// other".to_owned(), hash: text_hash("// other"), ..p })
        }),
    ];
    for (says, forge) in cases {
        let (wrong, _) = forge(Log::new(&Passkey::new())).read();
        assert!(wrong.iter().any(|wrong| wrong.contains(says)), "{says}: {wrong:?}");
    }
}

#[test]
fn a_key_that_was_taken_away_signs_nothing_more_and_what_it_signed_before_holds() {
    let signer = Passkey::new();
    for what in ["removed", "reset"] {
        let mut after = Log::new(&signer);
        after.add(&noted(what, BESA, &signer.hash()), 0x20, BESA);
        assert_eq!(after.read().0, Vec::<String>::new(), "{what} afterwards");
        let mut before = Log::new(&signer);
        let note = noted(what, BESA, &signer.hash());
        before.0.insert(2, (header(Kind::CREDENTIAL, RecordId([0x20; 16]), BESA), note.json()));
        assert!(before.read().0[0].contains("as nobody's"), "{what} before");
    }
}

#[test]
fn what_an_older_log_or_an_exercise_does_not_ask_for_is_not_missing() {
    let unsigned = |key_of: Key| {
        let log = Log::new(&Passkey::new()).with(|d: Decision| Decision { assertion: None, ..d });
        log.with(move |_: Key| key_of.clone()).read()
    };
    let (wrong, counted) = unsigned(key(false, false));
    assert_eq!((wrong.len(), counted.before, counted.rules_changed), (0, 1, 1));
    let (wrong, counted) = unsigned(key(true, true));
    assert_eq!((wrong.len(), counted.before, counted.rules_changed), (0, 0, 1));
}

#[test]
fn what_is_pruned_is_held_against_nobody_and_told() {
    let signer = Passkey::new();
    let log = Log::new(&signer);
    let mut ledger = Ledger::default();
    ledger.gap();
    let rest = log.0.iter().filter(|(header, _)| [Kind::DECISION, Kind::POLICY].contains(&header.kind));
    let wrong: Vec<String> = rest.filter_map(|(header, body)| ledger.take(header, body)).collect();
    assert_eq!(wrong, Vec::<String>::new());
    assert_eq!(ledger.approvals().unknown, 2);
}

#[test]
fn somebody_has_to_have_been_there_and_on_a_page_of_the_site() {
    let signer = Passkey::new();
    let mut keys = KeysOnRecord::default();
    keys.take(&noted("enrolled", BESA, &signer.hash()));
    let says = |flags, origin: &str| approval::holds(&signer.signs(decision(), flags, origin), &keys);
    assert_eq!(says(0b101, "https://kulla.example"), Ok(()));
    assert_eq!(
        says(0b001, "https://kulla.example"),
        Err(Unsigned::Fault(kulla_webauthn::Fault::NotVerified))
    );
    assert_eq!(
        says(0b101, "https://evil.example"),
        Err(Unsigned::Origin("https://evil.example".to_owned()))
    );
    assert_eq!(approval::holds(&decision(), &keys), Err(Unsigned::Missing));
    let mut long = signer.signs(decision(), 0b101, "https://kulla.example");
    long.assertion.as_mut().unwrap().client_data = URL_SAFE_NO_PAD.encode(vec![b' '; 64 << 10]);
    assert_eq!(approval::holds(&long, &keys), Err(Unsigned::Form("client_data")));
}
