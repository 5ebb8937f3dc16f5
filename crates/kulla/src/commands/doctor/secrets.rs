//! Keys, the folder that they lie in, and certificates.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use super::Weight::{Danger, Note, Warning};
use super::{Visit, x509};
use crate::commands::Fault;

/// Bits that let others in.
const OTHERS: u32 = 0o077;
const DAY_S: u64 = 86_400;
/// A certificate that ends sooner is told.
const EXPIRES_SOON_S: u64 = 30 * DAY_S;

/// Looks at them.
pub fn look(visit: &mut Visit<'_>) -> Result<(), Fault> {
    let root = visit.dir.root().to_owned();
    if fs::metadata(&root)?.permissions().mode() & OTHERS != 0 {
        visit.say(
            Danger,
            "folder.open",
            "others on this machine can look into the folder of the node",
            "the picture and the quarantine in it are in the clear",
            format!("run `chmod 700 {}`", root.display()),
        );
    }
    for name in ["node.key", "checkpoint.key", "ca.key"] {
        let path = visit.dir.keys().join(name);
        match fs::metadata(&path) {
            Ok(found) if found.permissions().mode() & OTHERS != 0 => visit.say(
                Danger,
                "key.open",
                format!("others on this machine may read the key `{name}`"),
                "whoever has node.key reads everything; checkpoint.key signs heads, and ca.key makes certificates",
                format!("run `chmod 600 {}`, and think about who may have read it", path.display()),
            ),
            // A node that never listened off loopback has no CA.
            Err(_) if name == "ca.key" => {}
            Ok(_) => {}
            Err(error) => visit.say(
                Danger,
                "key.missing",
                format!("the key `{name}` is not there: {error}"),
                "without it the node does not start, and its bodies stay closed for ever",
                format!("bring {} from a backup", path.display()),
            ),
        }
    }
    certificate(visit);
    Ok(())
}

fn certificate(visit: &mut Visit<'_>) {
    let path = visit.dir.keys().join("ca.pem");
    let Ok(pem) = fs::read_to_string(&path) else { return };
    let todo = format!(
        "stop the node, move ca.pem and ca.key in {} away, start it, and let browsers trust the new ca.pem",
        visit.dir.keys().display()
    );
    match x509::not_after(&pem) {
        None => visit.say(
            Warning,
            "tls.unreadable",
            format!("`{}` does not read as a certificate", path.display()),
            "browsers can't be told to trust it",
            todo,
        ),
        Some(end) if end < visit.now_s + EXPIRES_SOON_S => visit.say(
            Danger,
            "tls.expires",
            format!(
                "the certificate of the node's own CA ends in {} days",
                end.saturating_sub(visit.now_s) / DAY_S
            ),
            "from then on no browser connects, which will be noticed in the worst hour",
            todo,
        ),
        Some(_) => visit.say(
            Note,
            "tls.own-ca",
            "TLS is under a CA of the node's own",
            "whoever gets ca.key can pretend to be any site to the browsers that trust it",
            "keep keys/ as safe as the records, or put a proxy with a public certificate before the node",
        ),
    }
}
