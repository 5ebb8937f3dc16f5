// Why: the code for the protobuf messages is committed, so that a build needs no compiler for them. The test
// and the example `generate` share this, and so cannot differ.

/// The code for the messages in `proto/`.
pub fn generate(root: &std::path::Path) -> Result<String, Box<dyn std::error::Error>> {
    let folder = root.join("proto");
    let files = protox::compile([folder.join("takmessage.proto")], [&folder])?;
    let mut config = prost_build::Config::new();
    let module = prost_build::Module::from_protobuf_package_name("atakmap.commoncommo.protobuf.v1");
    let requests = files.file.into_iter().map(|file| (module.clone(), file)).collect();
    let mut code = config.generate(requests)?.remove(&module).ok_or("no code came out")?;
    code.insert_str(0, "// Written by the example `generate` from `proto/`; do not edit.\n");
    Ok(code)
}
