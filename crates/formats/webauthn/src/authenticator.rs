//! `authenticatorData` (section 6.1): what the authenticator says, in a fixed binary form.

use crate::{Fault, cbor};

/// Bytes of the id of a credential (section 4).
pub const CREDENTIAL_ID_BYTES_MAX: usize = 1_023;
const HASH_BYTES: usize = 32;
const AAGUID_BYTES: usize = 16;

/// The bits of one byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Flags(u8);

impl Flags {
    pub const PRESENT: u8 = 1;
    pub const VERIFIED: u8 = 1 << 2;
    pub const MAY_BE_COPIED: u8 = 1 << 3;
    pub const COPIED: u8 = 1 << 4;
    const MADE: u8 = 1 << 6;
    const EXTENSIONS: u8 = 1 << 7;
    const RESERVED: u8 = 1 << 1 | 1 << 5;

    pub fn has(self, bit: u8) -> bool {
        self.0 & bit != 0
    }
}

/// A key that was made just now.
#[derive(Debug)]
pub(crate) struct Made<'a> {
    pub id: &'a [u8],
    /// COSE.
    pub key: &'a [u8],
}

#[derive(Debug)]
pub(crate) struct AuthenticatorData<'a> {
    /// SHA-256 of the RP ID.
    pub relying_party: &'a [u8],
    pub flags: Flags,
    pub counter: u32,
    pub made: Option<Made<'a>>,
}

impl<'a> AuthenticatorData<'a> {
    pub fn read(bytes: &'a [u8]) -> Result<AuthenticatorData<'a>, Fault> {
        let fault = Fault::AuthenticatorData;
        let (relying_party, rest) = bytes.split_at_checked(HASH_BYTES).ok_or(fault)?;
        let ([flags], rest) = rest.split_first_chunk().ok_or(fault)?;
        let (counter, mut rest) = rest.split_first_chunk().ok_or(fault)?;
        let flags = Flags(*flags);
        if flags.has(Flags::RESERVED) {
            return Err(fault);
        }
        let mut made = None;
        if flags.has(Flags::MADE) {
            let (_, after) = rest.split_at_checked(AAGUID_BYTES).ok_or(fault)?;
            let (length, after) = after.split_first_chunk().ok_or(fault)?;
            let length = usize::from(u16::from_be_bytes(*length));
            if !(1..=CREDENTIAL_ID_BYTES_MAX).contains(&length) {
                return Err(fault);
            }
            let (id, after) = after.split_at_checked(length).ok_or(fault)?;
            let (_, behind) = cbor::first(after)?;
            made = Some(Made { id, key: &after[..after.len() - behind.len()] });
            rest = behind;
        }
        if flags.has(Flags::EXTENSIONS) {
            let (extensions, behind) = cbor::first(rest)?;
            extensions.entries().ok_or(fault)?;
            rest = behind;
        }
        match rest.is_empty() {
            true => {
                Ok(AuthenticatorData { relying_party, flags, counter: u32::from_be_bytes(*counter), made })
            }
            false => Err(fault),
        }
    }
}
