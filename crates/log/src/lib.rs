//! Durable append, Merkle tree, checkpoints, sealed bodies, blobs and verification.
