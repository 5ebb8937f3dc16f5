//! Identity providers of agencies: the operator's list and its secrets, read at the start, and judged by hand before.

use std::fs;
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use kulla_desk::profile::Profile;
use kulla_gateways::entry::oidc::{Listed, Provider, read};

use super::{Exit, Fault};
use crate::node::{NodeDir, apply_boundaries};

/// Bits of a file by which others read it or write over it.
const OTHERS: u32 = 0o077;
/// Bytes of a file with a secret that are read.
const SECRET_FILE_BYTES_MAX: u64 = 4 << 10;

/// The providers of a node, with their secrets. Without the file there are none. Nobody is asked anything here: a provider that does not
/// answer keeps no node from starting.
pub fn providers(dir: &NodeDir, profile: &Profile) -> Result<Vec<Provider>, Fault> {
    let path = dir.providers();
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Fault::data(format!("`{}`: {error}", path.display()))),
    };
    let knows = |code: &str| profile.agency(code).is_some();
    let listed = read(&text, &knows).map_err(|faults| {
        let lines: Vec<String> = faults.iter().map(|fault| format!("  {fault}")).collect();
        Fault::data(format!("`{}` is not used as it is:\n{}", path.display(), lines.join("\n")))
    })?;
    listed.into_iter().map(|listed| with_secret(dir, listed)).collect()
}

fn with_secret(dir: &NodeDir, mut listed: Listed) -> Result<Provider, Fault> {
    let code = listed.code.clone();
    let path = dir.root().join(&listed.secret_file);
    let bad = |why: String| {
        Fault::data(format!("provider `{code}`: its secret file `{}` is not used: {why}", path.display()))
    };
    let file = fs::File::open(&path).map_err(|error| bad(error.to_string()))?;
    let found = file.metadata().map_err(|error| bad(error.to_string()))?;
    // INVARIANT: a secret that others on this machine can read is none, and is not used as if it were.
    if found.mode() & OTHERS != 0 {
        let why = format!(
            "others on this machine may read it: run `chmod 600 {}`, and have it changed",
            path.display()
        );
        return Err(bad(why));
    }
    let mut secret = String::new();
    file.take(SECRET_FILE_BYTES_MAX).read_to_string(&mut secret).map_err(|error| bad(error.to_string()))?;
    listed.certificates = listed.certificates.map(|path| dir.root().join(path));
    Provider::new(listed, &secret).map_err(bad)
}

/// `kulla check providers`: each mistake with its line and rule, or for whom each provider speaks.
pub fn check(data: &Path) -> Result<Exit, Fault> {
    let dir = NodeDir::new(data);
    dir.read_config()?;
    let mut profile = Profile::load(&dir.profile()).map_err(|bad| Fault::data(bad.to_string()))?;
    apply_boundaries(&dir, &mut profile)?;
    let mut out = std::io::stdout().lock();
    let found = match providers(&dir, &profile) {
        Ok(found) => found,
        Err(fault) => {
            writeln!(out, "{fault}")?;
            return Ok(Exit::Found);
        }
    };
    for provider in &found {
        let listed = provider.listed();
        writeln!(
            out,
            "{}: {} names people of {} by `{}`; they come back to /login/oidc/{}/back",
            listed.code, listed.issuer, listed.agency, listed.claim, listed.code
        )?;
    }
    match found.len() {
        1 => writeln!(out, "1 provider, nothing is wrong with it")?,
        count => writeln!(out, "{count} providers, nothing is wrong with them")?,
    }
    Ok(Exit::Done)
}
