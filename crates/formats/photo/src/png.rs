//! PNG (third edition): chunks are read one by one, and those of the picture are written again.

use crate::{CHUNKS_MAX, Clean, Fault, Format, Limits, exif};

/// How a file begins.
pub(crate) const SIGNATURE: [u8; 8] = [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a];

/// Bytes of a chunk (§5.3).
const CHUNK_BYTES_MAX: usize = (1 << 31) - 1;
/// Colours of a palette.
const PALETTE_MAX: usize = 256;
/// Set in the first letter of a chunk that a viewer may pass over.
const ANCILLARY: u8 = 0x20;

/// A chunk and where it stands.
struct Chunk<'a> {
    at: usize,
    kind: [u8; 4],
    content: &'a [u8],
}

impl Chunk<'_> {
    fn damaged(&self, what: &'static str) -> Fault {
        Fault::Damaged { at: self.at, what }
    }
}

/// The chunk at a place, with its check sum looked at.
fn chunk(bytes: &[u8], at: usize) -> Result<Chunk<'_>, Fault> {
    let cut = || Fault::CutOff(bytes.len());
    let head: [u8; 8] = bytes.get(at..at + 8).and_then(|head| head.try_into().ok()).ok_or_else(cut)?;
    let length =
        usize::try_from(u32::from_be_bytes([head[0], head[1], head[2], head[3]])).unwrap_or(usize::MAX);
    let kind = [head[4], head[5], head[6], head[7]];
    if length > CHUNK_BYTES_MAX || !kind.iter().all(u8::is_ascii_alphabetic) {
        return Err(Fault::Damaged { at, what: "a chunk was expected" });
    }
    let content = bytes.get(at + 8..at + 8 + length).ok_or_else(cut)?;
    let sum = bytes.get(at + 8 + length..at + 12 + length).ok_or_else(cut)?;
    if sum != crc(&[&kind, content]).to_be_bytes() {
        return Err(Fault::Damaged { at, what: "the check sum of a chunk does not match" });
    }
    Ok(Chunk { at, kind, content })
}

/// What was read of the picture so far.
struct Picture {
    out: Vec<u8>,
    width: u32,
    height: u32,
    depth: u8,
    colour: u8,
    palette: usize,
    /// Ancillary chunks that were written: each stands once.
    written: Vec<[u8; 4]>,
    data: Vec<u8>,
    data_bytes: usize,
    turned: Option<u8>,
}

pub(crate) fn clean(bytes: &[u8], limits: &Limits) -> Result<Clean, Fault> {
    let mut at = SIGNATURE.len();
    let mut picture = None;
    for _ in 0..CHUNKS_MAX {
        let chunk = chunk(bytes, at)?;
        at += 12 + chunk.content.len();
        match &mut picture {
            None => picture = Some(Picture::begin(&chunk, limits)?),
            Some(_) if chunk.kind == *b"IEND" => {
                return picture.map_or(Err(Fault::Unknown), |own| own.end(&chunk));
            }
            Some(picture) => picture.take(&chunk)?,
        }
    }
    Err(Fault::Damaged { at, what: "it has too many chunks" })
}

impl Picture {
    fn begin(chunk: &Chunk<'_>, limits: &Limits) -> Result<Picture, Fault> {
        let Ok([w3, w2, w1, w0, h3, h2, h1, h0, depth, colour, packing, filter, interlace]) =
            <[u8; 13]>::try_from(chunk.content)
        else {
            return Err(chunk.damaged("the header has another length"));
        };
        if chunk.kind != *b"IHDR" {
            return Err(chunk.damaged("the header is missing"));
        }
        let depths: &[u8] = match colour {
            0 => &[1, 2, 4, 8, 16],
            2 | 4 | 6 => &[8, 16],
            3 => &[1, 2, 4, 8],
            _ => &[],
        };
        if !depths.contains(&depth) || packing != 0 || filter != 0 || interlace > 1 {
            return Err(chunk.damaged("the header says what no picture is"));
        }
        let (width, height) = (u32::from_be_bytes([w3, w2, w1, w0]), u32::from_be_bytes([h3, h2, h1, h0]));
        limits.check(width, height)?;
        let mut picture = Picture {
            out: SIGNATURE.to_vec(),
            width,
            height,
            depth,
            colour,
            palette: 0,
            written: Vec::new(),
            data: Vec::new(),
            data_bytes: 0,
            turned: None,
        };
        picture.write(chunk);
        Ok(picture)
    }

    fn write(&mut self, chunk: &Chunk<'_>) {
        self.out.extend(u32::try_from(chunk.content.len()).unwrap_or(u32::MAX).to_be_bytes());
        self.out.extend(chunk.kind);
        self.out.extend(chunk.content);
        self.out.extend(crc(&[&chunk.kind, chunk.content]).to_be_bytes());
    }

    fn take(&mut self, chunk: &Chunk<'_>) -> Result<(), Fault> {
        match &chunk.kind {
            b"IDAT" => self.data(chunk)?,
            b"PLTE" => self.palette(chunk)?,
            b"eXIf" => self.turned = self.turned.or_else(|| exif::orientation(chunk.content)),
            b"tRNS" | b"gAMA" | b"cHRM" | b"sRGB" if self.data_bytes == 0 => {
                if self.is_sound(chunk) && !self.written.contains(&chunk.kind) {
                    self.written.push(chunk.kind);
                    self.write(chunk);
                }
            }
            [first, ..] if first & ANCILLARY != 0 => {}
            _ => return Err(chunk.damaged("it holds a chunk that no viewer knows")),
        }
        Ok(())
    }

    /// Whether an ancillary chunk has the length that it has to have; one that has not is left out.
    fn is_sound(&self, chunk: &Chunk<'_>) -> bool {
        let length = chunk.content.len();
        match (&chunk.kind, self.colour) {
            (b"gAMA", _) => length == 4,
            (b"cHRM", _) => length == 32,
            (b"sRGB", _) => length == 1,
            (b"tRNS", 0) => length == 2,
            (b"tRNS", 2) => length == 6,
            (b"tRNS", 3) => (1..=self.palette).contains(&length),
            _ => false,
        }
    }

    fn palette(&mut self, chunk: &Chunk<'_>) -> Result<(), Fault> {
        let colours = chunk.content.len() / 3;
        let room = if self.colour == 3 { 1 << self.depth } else { PALETTE_MAX };
        let sound = self.palette == 0
            && self.data_bytes == 0
            && chunk.content.len().is_multiple_of(3)
            && (1..=room).contains(&colours)
            && ![0, 4].contains(&self.colour);
        if !sound {
            return Err(chunk.damaged("the palette is none"));
        }
        self.palette = colours;
        // Where it is not what pixels refer to it is a hint that nobody needs.
        if self.colour == 3 {
            self.write(chunk);
        }
        Ok(())
    }

    /// Image data go on in one row, whatever stood between.
    fn data(&mut self, chunk: &Chunk<'_>) -> Result<(), Fault> {
        if self.colour == 3 && self.palette == 0 {
            return Err(chunk.damaged("the palette is missing"));
        }
        if let Some(missing) = 2_usize.checked_sub(self.data.len()) {
            self.data.extend(chunk.content.iter().take(missing));
        }
        self.data_bytes += chunk.content.len();
        if !chunk.content.is_empty() {
            self.write(chunk);
        }
        Ok(())
    }

    fn end(mut self, chunk: &Chunk<'_>) -> Result<Clean, Fault> {
        if !chunk.content.is_empty() {
            return Err(chunk.damaged("the end holds something"));
        }
        let [method, check] = self.data[..] else { return Err(chunk.damaged("it has no picture")) };
        // Deflate, a window that there is, no dictionary of before (RFC 1950).
        let packed = u16::from_be_bytes([method, check]);
        if method & 0x0f != 8 || method >> 4 > 7 || check & 0x20 != 0 || !packed.is_multiple_of(31) {
            return Err(chunk.damaged("the image data are not packed as they have to be"));
        }
        self.write(chunk);
        Ok(Clean {
            format: Format::Png,
            width: self.width,
            height: self.height,
            turned: self.turned.unwrap_or(1),
            bytes: self.out,
        })
    }
}

/// CRC-32 of ISO 3309, as PNG has it (annex D).
fn crc(parts: &[&[u8]]) -> u32 {
    const ROW: [u32; 256] = table();
    let mut sum = u32::MAX;
    for byte in parts.iter().copied().flatten() {
        sum = ROW[usize::from(sum.to_le_bytes()[0] ^ byte)] ^ (sum >> 8);
    }
    !sum
}

const fn table() -> [u32; 256] {
    let mut row = [0; 256];
    let mut n = 0;
    while n < 256 {
        let mut value = n as u32;
        let mut bit = 0;
        while bit < 8 {
            value = if value & 1 == 1 { 0xedb8_8320 ^ (value >> 1) } else { value >> 1 };
            bit += 1;
        }
        row[n] = value;
        n += 1;
    }
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_sum_is_the_one_of_the_standard() {
        assert_eq!(crc(&[b"123456789"]), 0xcbf4_3926);
        assert_eq!(crc(&[b"IE", b"ND"]), 0xae42_6082);
    }
}
