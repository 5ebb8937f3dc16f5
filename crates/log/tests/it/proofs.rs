//! The tree against somebody else's implementation; tiles, checkpoints and bundles.

use ct_merkle::mem_backed_tree::MemoryBackedTree;
use kulla_log::proof::{verify_consistency, verify_inclusion};
use kulla_log::tile::TileId;
use kulla_log::tree::{Hash, leaf_hash};
use kulla_log::{Checkpoint, KeyUse, Log, NoteSigner, RealDisk, export_bundle, verify_bundle};

use crate::helpers::{draft, open};

fn filled(dir: &std::path::Path, records: u64) -> Log {
    let (log, _) = open(dir, 64 << 10).unwrap();
    for first in (0..records).step_by(64) {
        let group = (first..records.min(first + 64)).map(|n| draft(n, 30)).collect();
        log.handle().append(group).wait().unwrap();
    }
    log
}

fn concat(hashes: &[Hash]) -> Vec<u8> {
    hashes.as_flattened().to_vec()
}

#[test]
fn roots_and_proofs_are_those_of_another_implementation() {
    let dir = tempfile::tempdir().unwrap();
    let size = 700_u64;
    let log = filled(dir.path(), size);
    let reader = log.handle().reader();
    let mut oracle = MemoryBackedTree::<ct_sha2::Sha256, Vec<u8>>::new();
    let mut roots = vec![reader.root(0).unwrap()];
    for seq in 0..size {
        oracle.push(reader.entry(seq).unwrap().leaf);
        let root = reader.root(seq + 1).unwrap();
        assert_eq!(oracle.root().as_bytes()[..], root[..], "root at {}", seq + 1);
        roots.push(root);
    }
    for seq in (0..size).step_by(7).chain([255, 256, 511, 512, 699]) {
        let proof = reader.inclusion_proof(seq, size).unwrap();
        assert_eq!(oracle.prove_inclusion(seq as usize).as_bytes(), concat(&proof), "entry {seq}");
        let leaf = leaf_hash(&reader.entry(seq).unwrap().leaf);
        assert!(verify_inclusion(&leaf, seq, size, &proof, &roots[size as usize]));
        assert!(!verify_inclusion(&leaf, seq ^ 1, size, &proof, &roots[size as usize]));
    }
    for old in (1..size).step_by(11).chain([1, 2, 255, 256, 257, 512, 699]) {
        let proof = reader.consistency_proof(old, size).unwrap();
        let oracle_proof = oracle.prove_consistency((size - old) as usize);
        assert_eq!(oracle_proof.as_bytes(), concat(&proof), "from {old}");
        let (first, second) = ((old, &roots[old as usize]), (size, &roots[size as usize]));
        assert!(verify_consistency(first, second, &proof), "from {old}");
        assert!(!verify_consistency((old, &[0; 32]), second, &proof), "from {old}");
        assert!(!verify_consistency(first, (size, &[0; 32]), &proof), "from {old}");
    }
}

#[test]
fn small_trees_prove_themselves_at_every_pair_of_sizes() {
    let dir = tempfile::tempdir().unwrap();
    let log = filled(dir.path(), 40);
    let reader = log.handle().reader();
    for new in 0..=40 {
        let root = reader.root(new).unwrap();
        for old in 0..=new {
            let proof = reader.consistency_proof(old, new).unwrap();
            let old_root = reader.root(old).unwrap();
            assert!(verify_consistency((old, &old_root), (new, &root), &proof), "{old} to {new}");
            if old > 0 && old < new {
                assert!(!verify_consistency((old, &root), (new, &root), &proof), "{old} to {new}");
            }
        }
        for seq in 0..new {
            let leaf = leaf_hash(&reader.entry(seq).unwrap().leaf);
            let proof = reader.inclusion_proof(seq, new).unwrap();
            assert!(verify_inclusion(&leaf, seq, new, &proof, &root), "{seq} in {new}");
        }
    }
}

#[test]
fn published_tiles_lead_to_the_root_of_the_published_checkpoint() {
    let (dir, public) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let log = filled(dir.path(), 600);
    let handle = log.handle();
    let signer = NoteSigner::new("node.example/ops", &[4; 32]).unwrap();
    let note = handle.checkpoint(&signer).unwrap();
    let tiles = handle.reader().publish(&RealDisk, public.path(), &note).unwrap();
    assert_eq!(tiles, 4, "two whole ones and a partial one of leaves, and a partial one above");
    for path in ["tile/0/000", "tile/0/001", "tile/0/002.p/88", "tile/1/000.p/2"] {
        let bytes = std::fs::read(public.path().join(path)).unwrap();
        let tile = TileId::parse(path).unwrap();
        assert_eq!(bytes.len(), usize::from(tile.width) * 32);
        assert_eq!(handle.reader().tile(tile).unwrap(), Some(bytes));
    }
    let leaf: Hash = std::fs::read(public.path().join("tile/0/001")).unwrap()[..32].try_into().unwrap();
    assert_eq!(leaf, leaf_hash(&handle.reader().entry(256).unwrap().leaf));

    handle.append((600..700).map(|n| draft(n, 30)).collect()).wait().unwrap();
    let note = handle.checkpoint(&signer).unwrap();
    // Tile 2 of the leaves grew from 88 to 188 hashes; tile 0 above has not grown, and is checked again.
    assert_eq!(handle.reader().publish(&RealDisk, public.path(), &note).unwrap(), 2);
    let stored = std::fs::read_to_string(public.path().join("checkpoint")).unwrap();
    let (head, by) = Checkpoint::verify(&stored, &[signer.verifier(KeyUse::Note)]).unwrap();
    assert_eq!((head.size, by[0].name.as_str()), (700, "node.example/ops"));
    assert_eq!(head.root, handle.reader().root(700).unwrap());
    assert_eq!(handle.reader().tile(TileId { level: 0, index: 2, width: 189 }).unwrap(), None);
}

#[test]
fn a_bundle_proves_its_records_and_nothing_else_and_a_changed_one_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let log = filled(dir.path(), 300);
    let handle = log.handle();
    let signer = NoteSigner::new("node.example/ops", &[4; 32]).unwrap();
    let note = handle.checkpoint(&signer).unwrap();
    handle.erase(&[(20, crate::helpers::record_id(20))]).unwrap();
    let mut file = Vec::new();
    assert_eq!(
        {
            let store = kulla_log::BlobStore::new(
                std::sync::Arc::new(RealDisk),
                dir.path(),
                kulla_log::Keyring::new(kulla_log::NodeKey::new(crate::helpers::KEY)),
                std::sync::Arc::new(crate::helpers::OsEntropy),
            );
            export_bundle((&handle.reader(), &store), [3, 20, 299], &note, None, &mut file).unwrap()
        },
        3
    );

    let known = [signer.verifier(KeyUse::Note)];
    let mut seen = Vec::new();
    let report = verify_bundle(&mut &file[..], &known, None, &mut |record| seen.push(record)).unwrap();
    assert_eq!((report.records, report.without_body, report.checkpoint.size), (3, 1, 300));
    assert_eq!(seen[0], handle.reader().get(3).unwrap());
    assert_eq!(seen[1].body, None);

    let text = String::from_utf8(file).unwrap();
    let other = NoteSigner::new("node.example/ops", &[5; 32]).unwrap().verifier(KeyUse::Note);
    assert!(verify_bundle(&mut text.as_bytes(), &[other], None, &mut |_| {}).is_err());
    let lines: Vec<_> = text.lines().collect();
    for (line, field) in
        [(1, "\"body\":\""), (1, "\"salt\":\""), (2, "\"header\":\""), (3, "\"proof\":[\"")]
    {
        // The fourth character of the field goes round one place: still base64, another value.
        let at = lines[line].find(field).unwrap() + field.len() + 3;
        let mut changed = lines[line].as_bytes().to_vec();
        changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).unwrap();
        let bundle = text.replace(lines[line], &changed);
        let error =
            verify_bundle(&mut bundle.as_bytes(), &known, None, &mut |_| {}).unwrap_err().to_string();
        assert!(error.contains(&format!("line {}", line + 1)), "{field}: {error}");
    }
}
