//! The committed code is what the .proto files say.

#[path = "generator.rs"]
mod generator;

#[test]
fn the_committed_protobuf_code_is_what_the_generator_writes() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let fresh = generator::generate(root).expect("the .proto files compile");
    let committed = include_str!("../../src/proto/generated.rs");
    assert!(committed == fresh, "run `cargo run -p kulla-cot --features generate --example generate`");
}
