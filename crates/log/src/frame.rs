//! One record on the disk, byte by byte.
//!
//! ```text
//! 0   begin mark    u8    A9; zero means: nothing was written here
//! 1   frame length  u24   all of it, a multiple of 8
//! 4   sealed length u32   the sealed part with its crc
//! 8   header length u16
//! 10  flags         u8    bit 0: the atomic group goes on with the next frame
//! 11  version       u8    1
//! 12  batch place   u32   how many frames of the same write stand before this one
//! 16  crc           u32   CRC-32C of bytes 0..16 and the header
//! 20  header              the Merkle leaf, see `kulla_record::envelope`
//!     sealed part         cipher u8 │ node key 16 │ writer epoch 16 │ salt 32 and body, encrypted │ tag 16
//!                         crc u32: CRC-32C of the header's crc and all of the above
//!     zeros, and the four bytes E5 4E 44 2E that end every frame at a multiple of 8
//! ```
//!
//! The batch place is what tells a torn tail from damage: a batch is written only after the batch before it was
//! durable, so a bad frame before a good one of a *later* batch can't be the trace of a crash. The marks at both
//! ends and the zero-filled segment tell bytes that never arrived from bytes that were changed.

use kulla_record::Header;
use kulla_record::envelope::{BODY_BYTES_MAX, HEADER_BYTES_MAX, SALT_BYTES};
use kulla_record::{KeyId, LogId};
use ring::aead::LessSafeKey;

use crate::seal::{self, EPOCH_BYTES, TAG_BYTES};

/// Bytes before the header.
pub(crate) const PREFIX_BYTES: usize = 20;
/// Bytes of the shortest header.
const HEADER_BYTES_MIN: usize = 1 + 16 + 8 + 16 + 1 + 1 + 16 + 1 + 8 + 16 + 16 + 32;
/// What stands before the ciphertext in a sealed part.
const SEAL_PREFIX_BYTES: usize = 1 + 16 + EPOCH_BYTES;
/// Bytes of the sealed part of an empty body.
const SEALED_BYTES_MIN: usize = SEAL_PREFIX_BYTES + SALT_BYTES + TAG_BYTES + 4;
/// Bytes of the longest frame.
pub(crate) const FRAME_BYTES_MAX: usize = frame_len(HEADER_BYTES_MAX, SEALED_BYTES_MIN + BODY_BYTES_MAX);
/// Frames begin and end at multiples of this many bytes.
pub(crate) const ALIGN_BYTES: usize = 8;
/// What a disk writes whole or not at all, in bytes.
const SECTOR_BYTES: usize = 512;

const VERSION: u8 = 1;
const FLAG_MORE: u8 = 1;
const CIPHER_AES_256_GCM: u8 = 1;
const CIPHER_ERASED: u8 = 0xE0;
/// The begin mark, above the 24 bits of the length.
const BEGIN: u32 = 0xA9 << 24;
const END: [u8; 4] = [0xE5, 0x4E, 0x44, 0x2E];

const fn frame_len(header: usize, sealed: usize) -> usize {
    (PREFIX_BYTES + header + sealed + END.len()).next_multiple_of(ALIGN_BYTES)
}

/// Bytes that a record will take.
pub(crate) const fn frame_bytes(header: usize, body: usize) -> usize {
    frame_len(header, SEALED_BYTES_MIN + body)
}

/// What is wrong with a frame.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Nothing where a frame should be.
    #[error("there are zeros where a record should be")]
    Missing,
    /// The lengths contradict each other or the file.
    #[error("the lengths in the frame make no sense")]
    Lengths,
    /// A later program wrote it.
    #[error("the frame has version {0}, and this program reads version {VERSION}: use a newer `kulla`")]
    Version(u8),
    /// The header or the bytes before it were changed.
    #[error("the checksum of the header does not match")]
    HeaderCrc,
    /// The header can't be read.
    #[error("{0}")]
    Header(#[from] kulla_record::envelope::BadHeader),
    /// The header is of another log or another place.
    #[error("the header belongs to another log or to another place in it")]
    Place,
    /// The sealed part was changed.
    #[error("the checksum of the sealed body does not match")]
    SealedCrc,
    /// The header is sound, but not the one whose hash is in the tree.
    #[error("the header is not the one whose hash stands in the tree")]
    Leaf,
    /// The frame does not end as it should.
    #[error("the frame does not end with its end mark")]
    End,
}

impl Fault {
    /// Whether the header part was sound, so that the extent of the frame is known.
    pub(crate) fn is_after_header(&self) -> bool {
        matches!(self, Fault::SealedCrc | Fault::End)
    }
}

/// A frame whose header part is sound.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Frame<'a> {
    bytes: &'a [u8],
    header_len: usize,
    sealed_len: usize,
}

/// What stands at a place.
pub(crate) enum At<'a> {
    /// Zeros: nothing was written.
    End,
    /// A frame with a sound header part.
    Frame(Frame<'a>),
    /// Something else.
    Bad(Fault),
}

fn be32(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|b| b.try_into().ok()).map_or(0, u32::from_be_bytes)
}

/// The length that the frame at the start of the bytes claims, when its three lengths fit each other; 20 bytes
/// are needed.
pub(crate) fn claimed_len(bytes: &[u8]) -> Result<usize, Fault> {
    if bytes.len() < PREFIX_BYTES {
        return Err(Fault::Lengths);
    }
    let (frame, sealed) = (be32(bytes, 0).wrapping_sub(BEGIN) as usize, be32(bytes, 4) as usize);
    let header = usize::from(u16::from_be_bytes([bytes[8], bytes[9]]));
    let fits = (HEADER_BYTES_MIN..=HEADER_BYTES_MAX).contains(&header)
        && (SEALED_BYTES_MIN..=SEALED_BYTES_MIN + BODY_BYTES_MAX).contains(&sealed)
        && frame == frame_len(header, sealed);
    match fits {
        true => Ok(frame),
        false => Err(Fault::Lengths),
    }
}

impl<'a> Frame<'a> {
    /// Looks at the bytes from the start of a frame on, which may go beyond it. Only the header part is checked
    /// here, see [`Frame::check_sealed`].
    pub(crate) fn at(bytes: &'a [u8]) -> At<'a> {
        if bytes.iter().take(ALIGN_BYTES).all(|b| *b == 0) {
            return At::End;
        }
        // No single bit clears the begin mark, but zeros written over a refused batch and torn there do.
        if bytes[0] == 0 {
            return At::Bad(Fault::Missing);
        }
        match Frame::parse(bytes) {
            Ok(frame) => At::Frame(frame),
            Err(fault) => At::Bad(fault),
        }
    }

    fn parse(bytes: &'a [u8]) -> Result<Frame<'a>, Fault> {
        let len = claimed_len(bytes)?;
        let bytes = bytes.get(..len).ok_or(Fault::Lengths)?;
        let frame = Frame {
            bytes,
            header_len: usize::from(u16::from_be_bytes([bytes[8], bytes[9]])),
            sealed_len: be32(bytes, 4) as usize,
        };
        if frame.header_crc() != crc32c::crc32c_append(crc32c::crc32c(&bytes[..16]), frame.header_bytes()) {
            return Err(Fault::HeaderCrc);
        }
        match bytes[11] {
            VERSION => Ok(frame),
            version => Err(Fault::Version(version)),
        }
    }

    /// Bytes of the frame.
    pub(crate) fn len(&self) -> usize {
        self.bytes.len()
    }

    fn header_crc(&self) -> u32 {
        be32(self.bytes, 16)
    }

    /// The Merkle leaf.
    pub(crate) fn header_bytes(&self) -> &'a [u8] {
        &self.bytes[PREFIX_BYTES..PREFIX_BYTES + self.header_len]
    }

    /// The header, if it is of this log and place.
    pub(crate) fn header(&self, log: LogId, seq: u64) -> Result<Header, Fault> {
        let header = Header::decode(self.header_bytes())?;
        match header.log == log && header.seq == seq {
            true => Ok(header),
            false => Err(Fault::Place),
        }
    }

    /// Whether the atomic group goes on with the next frame.
    pub(crate) fn more(&self) -> bool {
        self.bytes[10] & FLAG_MORE != 0
    }

    /// How many frames of the same write stand before this one.
    pub(crate) fn batch_place(&self) -> u64 {
        u64::from(be32(self.bytes, 12))
    }

    /// Where the sealed part begins within the frame, and its length with the crc.
    pub(crate) fn sealed_range(&self) -> std::ops::Range<usize> {
        let start = PREFIX_BYTES + self.header_len;
        start..start + self.sealed_len
    }

    fn sealed(&self) -> &'a [u8] {
        &self.bytes[self.sealed_range()]
    }

    /// Checks the sealed part and the end of the frame.
    pub(crate) fn check_sealed(&self) -> Result<(), Fault> {
        let (content, crc) = self.sealed().split_at(self.sealed_len - 4);
        // There is nothing left to protect in an erased body; `verify` asks who erased it.
        if !self.is_erased() && be32(crc, 0) != sealed_crc(self.header_crc(), content) {
            return Err(Fault::SealedCrc);
        }
        match self.bytes[self.sealed_range().end..].strip_suffix(&END) {
            Some(zeros) if zeros.iter().all(|b| *b == 0) => Ok(()),
            _ => Err(Fault::End),
        }
    }

    /// Whether the body was overwritten: the mark is there, or the names of key and epoch are gone. (No single
    /// changed byte hides both, or feigns one.)
    pub(crate) fn is_erased(&self) -> bool {
        let prefix = &self.sealed()[..SEAL_PREFIX_BYTES];
        let zeros = prefix[1..].iter().filter(|b| **b == 0).count();
        zeros == prefix.len() - 1 || (prefix[0] == CIPHER_ERASED && zeros + 2 >= prefix.len() - 1)
    }

    /// Whether the body was overwritten to its last byte.
    pub(crate) fn is_wholly_erased(&self) -> bool {
        self.sealed() == self.erased_sealed()
    }

    /// The node key and the writer epoch of the sealed part.
    pub(crate) fn key(&self) -> (KeyId, [u8; EPOCH_BYTES]) {
        let sealed = self.sealed();
        let (mut key, mut epoch) = ([0; 16], [0; EPOCH_BYTES]);
        key.copy_from_slice(&sealed[1..17]);
        epoch.copy_from_slice(&sealed[17..SEAL_PREFIX_BYTES]);
        (KeyId(key), epoch)
    }

    /// Opens the sealed part; `None` when it is not authentic.
    pub(crate) fn open(&self, key: &LessSafeKey, seq: u64) -> Option<seal::Opened> {
        let sealed = self.sealed();
        if sealed[0] != CIPHER_AES_256_GCM {
            return None;
        }
        seal::open(key, seq, self.header_bytes(), &sealed[SEAL_PREFIX_BYTES..self.sealed_len - 4])
    }

    /// What overwrites the sealed part when the body is erased.
    pub(crate) fn erased_sealed(&self) -> Vec<u8> {
        let mut content = vec![0; self.sealed_len - 4];
        content[0] = CIPHER_ERASED;
        let crc = sealed_crc(self.header_crc(), &content);
        content.extend_from_slice(&crc.to_be_bytes());
        content
    }
}

fn sealed_crc(header_crc: u32, content: &[u8]) -> u32 {
    crc32c::crc32c_append(crc32c::crc32c(&header_crc.to_be_bytes()), content)
}

/// With what, and in which batch, a frame is written.
pub(crate) struct Seal<'a> {
    pub(crate) key: &'a LessSafeKey,
    pub(crate) key_id: KeyId,
    pub(crate) epoch: [u8; EPOCH_BYTES],
}

/// Where a frame stands in its batch and group.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    pub(crate) batch_place: u32,
    pub(crate) more: bool,
}

/// Appends one frame to a buffer that begins at a multiple of 8; gives the range of the header in it.
pub(crate) fn encode(
    out: &mut Vec<u8>,
    header: &Header,
    salt: &[u8; SALT_BYTES],
    body: &[u8],
    seal: &Seal<'_>,
    place: Place,
) -> std::ops::Range<usize> {
    let start = out.len();
    out.extend_from_slice(&[0; PREFIX_BYTES]);
    header.encode_into(out);
    let header_range = start + PREFIX_BYTES..out.len();
    let header_len = header_range.len();
    let sealed_len = SEALED_BYTES_MIN + body.len();
    let len = frame_len(header_len, sealed_len);
    // The limits of a draft keep every length far below these widths.
    let prefix = &mut out[start..start + PREFIX_BYTES];
    prefix[..4].copy_from_slice(&u32::try_from(len).unwrap_or(0).wrapping_add(BEGIN).to_be_bytes());
    prefix[4..8].copy_from_slice(&u32::try_from(sealed_len).unwrap_or(0).to_be_bytes());
    prefix[8..10].copy_from_slice(&u16::try_from(header_len).unwrap_or(0).to_be_bytes());
    prefix[10] = if place.more { FLAG_MORE } else { 0 };
    prefix[11] = VERSION;
    prefix[12..16].copy_from_slice(&place.batch_place.to_be_bytes());
    let crc = crc32c::crc32c(&prefix[..16]);
    let crc = crc32c::crc32c_append(crc, &out[header_range.clone()]);
    out[start + 16..start + PREFIX_BYTES].copy_from_slice(&crc.to_be_bytes());

    let sealed = out.len();
    out.push(CIPHER_AES_256_GCM);
    out.extend_from_slice(&seal.key_id.0);
    out.extend_from_slice(&seal.epoch);
    // The header is the associated data and stands in the same buffer, so a copy is handed over.
    let mut aad = [0; HEADER_BYTES_MAX];
    aad[..header_len].copy_from_slice(&out[header_range.clone()]);
    seal::seal_into(seal.key, header.seq, &aad[..header_len], salt, body, out);
    let sealed_crc = sealed_crc(crc, &out[sealed..]);
    out.extend_from_slice(&sealed_crc.to_be_bytes());
    out.resize(start + len - END.len(), 0);
    out.extend_from_slice(&END);
    header_range
}

/// Whether bytes that never arrived explain why the frame at `offset` is bad, `data` being the segment from its
/// first byte. Otherwise somebody or something changed bytes that were there.
pub(crate) fn is_torn(data: &[u8], offset: usize, fault: &Fault) -> bool {
    if *fault == Fault::Missing {
        return true;
    }
    let end = match fault.is_after_header() {
        true => offset + claimed_len(&data[offset..]).unwrap_or(0),
        false => {
            let last = data.iter().rposition(|b| *b != 0).map_or(offset, |last| last + 1);
            last.next_multiple_of(ALIGN_BYTES).clamp(offset, data.len())
        }
    };
    let extent = &data[offset..end];
    let ends_well = match fault.is_after_header() {
        true => extent.last().is_some_and(|b| *b != 0),
        false => extent.ends_with(&END),
    };
    !ends_well || has_empty_sector(data, offset, end)
}

fn has_empty_sector(data: &[u8], start: usize, end: usize) -> bool {
    let mut from = start;
    while from < end {
        let to = (from / SECTOR_BYTES + 1).saturating_mul(SECTOR_BYTES).min(end);
        if data[from..to].iter().all(|b| *b == 0) {
            return true;
        }
        from = to;
    }
    false
}

/// The offset and `seq` of the next sound frame after a bad one that belongs to a later batch than `bad_seq`.
pub(crate) fn later_batch(
    data: &[u8],
    bad_offset: usize,
    log: LogId,
    bad_seq: u64,
) -> Option<(usize, u64)> {
    sound_frames(data, bad_offset, log)
        .find(|(_, seq, first)| *seq > bad_seq && *first > bad_seq)
        .map(|(o, s, _)| (o, s))
}

/// Every place after `offset` that holds a sound header part of this log: offset, `seq`, first `seq` of its batch.
pub(crate) fn sound_frames(
    data: &[u8],
    offset: usize,
    log: LogId,
) -> impl Iterator<Item = (usize, u64, u64)> {
    (offset + ALIGN_BYTES..data.len()).step_by(ALIGN_BYTES).filter_map(move |at| {
        let At::Frame(frame) = Frame::at(&data[at..]) else { return None };
        let header = Header::decode(frame.header_bytes()).ok()?;
        (header.log == log).then_some((at, header.seq, header.seq.saturating_sub(frame.batch_place())))
    })
}
