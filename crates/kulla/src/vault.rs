//! How people prove who they are, over a restart: one file, sealed under the node's key, because it holds the secrets of one-time
//! codes.

use std::fs;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;
use std::sync::Arc;

use kulla_gateways::Vault;
use kulla_guard::accounts::Kept;
use kulla_record::Entropy;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use sha2::{Digest, Sha256};

use crate::commands::Fault;
use crate::node::NodeDir;
use crate::node::keys::Keys;

/// Begins the file; sealed in with it.
const MARK: &[u8] = b"kulla accounts 1\n";

/// The file and its key.
pub struct SealedFile {
    path: PathBuf,
    key: LessSafeKey,
    entropy: Arc<dyn Entropy>,
}

impl SealedFile {
    /// Of a node.
    pub fn new(dir: &NodeDir, keys: &Keys, entropy: Arc<dyn Entropy>) -> Result<SealedFile, Fault> {
        let key: [u8; 32] =
            Sha256::new_with_prefix(b"kulla/accounts-key/1").chain_update(keys.node).finalize().into();
        let key = UnboundKey::new(&AES_256_GCM, &key)
            .map_err(|_| Fault::data("the key for the ways to log in can't be made"))?;
        Ok(SealedFile { path: dir.accounts(), key: LessSafeKey::new(key), entropy })
    }

    /// What was saved last. A file that does not open stops the start: going on without it would lock everybody out, and
    /// the first change would write over it.
    pub fn load(&self) -> Result<Kept, Fault> {
        let sealed = match fs::read(&self.path) {
            Ok(sealed) => sealed,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Kept::default()),
            Err(error) => {
                return Err(Fault::data(format!("`{}` can't be read: {error}", self.path.display())));
            }
        };
        self.open(sealed).ok_or_else(|| {
            Fault::data(format!(
                "`{}` does not open under this node's key, so nobody could log in: bring it back from a backup; or move it away, \
                 and everybody needs a new link (`kulla person link`)",
                self.path.display()
            ))
        })
    }

    fn open(&self, sealed: Vec<u8>) -> Option<Kept> {
        let sealed = sealed.strip_prefix(MARK)?;
        let (nonce, sealed) = sealed.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut sealed = sealed.to_vec();
        let open = self.key.open_in_place(nonce, Aad::from(MARK), &mut sealed).ok()?;
        serde_json::from_slice(open).ok()
    }

    fn seal(&self, kept: &Kept) -> std::io::Result<Vec<u8>> {
        let mut body = serde_json::to_vec(kept).map_err(std::io::Error::other)?;
        // Chance is enough for a nonce: a file that is written at each log-in is not written 2^32 times.
        let nonce: [u8; NONCE_LEN] = self.entropy.bytes();
        self.key
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(MARK), &mut body)
            .map_err(|_| std::io::Error::other("the ways to log in can't be sealed"))?;
        Ok([MARK, &nonce, &body].concat())
    }
}

impl Vault for SealedFile {
    fn save(&self, kept: &Kept) -> std::io::Result<()> {
        let fresh = self.path.with_extension("new");
        let mut file =
            fs::OpenOptions::new().create(true).write(true).truncate(true).mode(0o600).open(&fresh)?;
        file.write_all(&self.seal(kept)?)?;
        file.sync_all()?;
        fs::rename(fresh, &self.path)?;
        // The name is on disk only once its folder is.
        self.path.parent().map_or(Ok(()), |folder| fs::File::open(folder)?.sync_all())
    }
}

#[cfg(test)]
mod tests {
    use kulla_guard::accounts::Accounts;
    use kulla_record::PrincipalId;

    use super::*;
    use crate::world::SystemEntropy;

    fn file(dir: &NodeDir, node: [u8; 32]) -> SealedFile {
        SealedFile::new(dir, &Keys { node, checkpoint: [0; 32] }, SystemEntropy::new()).unwrap()
    }

    #[test]
    fn what_was_saved_comes_back_and_opens_under_no_other_key_and_with_no_changed_byte() {
        let folder = tempfile::tempdir().unwrap();
        let dir = NodeDir::new(folder.path());
        let vault = file(&dir, [7; 32]);
        assert_eq!(vault.load().unwrap(), Kept::default());
        let mut accounts = Accounts::default();
        let whom = (PrincipalId([3; 16]), false);
        let token = accounts.make_link(whom, None, 1_000, SystemEntropy::new().as_ref()).unwrap();
        accounts.begin_code(token.as_str(), 1_000, SystemEntropy::new().as_ref()).unwrap();
        vault.save(accounts.kept()).unwrap();
        assert_eq!(&vault.load().unwrap(), accounts.kept());
        let sealed = fs::read(dir.accounts()).unwrap();
        assert!(!String::from_utf8_lossy(&sealed).contains("principal"), "nothing is in the clear");
        assert!(file(&dir, [8; 32]).load().is_err());
        for at in (0..sealed.len()).step_by(7) {
            let mut bent = sealed.clone();
            bent[at] ^= 1;
            fs::write(dir.accounts(), bent).unwrap();
            let fault = vault.load().unwrap_err();
            assert!(fault.message.contains("does not open"), "byte {at}: {fault}");
        }
        fs::write(dir.accounts(), &sealed[..10]).unwrap();
        assert!(vault.load().is_err());
    }
}
