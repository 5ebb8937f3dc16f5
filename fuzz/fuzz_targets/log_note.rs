//! Notes, keys, checkpoints, tile paths and proofs from outside: taken in one spelling only, or refused.
#![no_main]

use kulla_log::note::{Note, NoteVerifier};
use kulla_log::proof::{verify_consistency, verify_inclusion};
use kulla_log::tile::TileId;
use kulla_log::{Checkpoint, KeyUse, NoteSigner};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    proofs(bytes);
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Some(tile) = TileId::parse(text) {
        assert_eq!(tile.path(), text);
    }
    if let Ok(key) = text.parse::<NoteVerifier>() {
        assert_eq!(key.to_string().parse::<NoteVerifier>().expect("our own spelling"), key);
    }
    let signer = NoteSigner::new("node.example/ops", &[1; 32]).expect("a plain name");
    let known = [signer.verifier(KeyUse::Note)];
    let Ok(note) = Note::parse(text) else { return };
    // Without our key nobody makes a note that verifies; with it, whatever text a note can hold can be signed.
    assert!(note.verify(&known).is_err());
    let signed = Note::parse(&signer.sign(&note.text)).expect("what we sign reads");
    assert!(signed.verify(&known).is_ok() && signed.text == note.text);
    if let Ok(checkpoint) = Checkpoint::unverified(text) {
        let again = Checkpoint::parse_text(&checkpoint.text()).expect("our own spelling");
        assert_eq!(again, checkpoint);
    }
});

/// Sizes and hashes as they come; a proof of nonsense is refused and never endless.
fn proofs(bytes: &[u8]) {
    let Some((head, rest)) = bytes.split_first_chunk::<16>() else { return };
    let word = |half: &[u8]| half.iter().fold(0u64, |word, byte| word << 8 | u64::from(*byte));
    let (first, second) = (word(&head[..8]), word(&head[8..]));
    let hashes: Vec<[u8; 32]> = rest.as_chunks::<32>().0.to_vec();
    let [leaf, root, path @ ..] = hashes.as_slice() else { return };
    // Two hashes that nobody made from each other are never proved.
    assert!(leaf == root || !verify_inclusion(leaf, first, second, path, root));
    let _ = verify_consistency((first, leaf), (second, root), path);
}
