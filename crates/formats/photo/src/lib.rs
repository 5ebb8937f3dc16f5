#![doc = include_str!("../README.md")]

mod exif;
mod jpeg;
mod png;

/// Marker segments of a JPEG file.
pub const SEGMENTS_MAX: usize = 4_096;
/// Scans of a JPEG file: a progressive one has about ten, and each costs its viewer a walk over the whole picture.
pub const SCANS_MAX: usize = 64;
/// Chunks of a PNG file.
pub const CHUNKS_MAX: usize = 16_384;

/// What is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file as it came.
    pub bytes_max: usize,
    /// Pixels of its longer side.
    pub side_max: u32,
    /// Pixels in all.
    pub pixels_max: u64,
}

impl Default for Limits {
    /// What telephones make, and what a browser can show without running out of memory.
    fn default() -> Limits {
        Limits { bytes_max: 8 << 20, side_max: 16_384, pixels_max: 64 << 20 }
    }
}

/// The formats that are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Baseline, extended or progressive, eight bits.
    Jpeg,
    /// The first picture of it, if it moves.
    Png,
}

impl Format {
    /// Its media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Format::Jpeg => "image/jpeg",
            Format::Png => "image/png",
        }
    }
}

/// A picture and nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clean {
    /// The format, as it was.
    pub format: Format,
    /// Pixels across, before it is turned.
    pub width: u32,
    /// Pixels down, before it is turned.
    pub height: u32,
    /// How it has to be turned to stand upright, 1 to 8 (TIFF 6.0 `Orientation`); 1 is as it is.
    pub turned: u8,
    /// The file.
    pub bytes: Vec<u8>,
}

/// Why a file is not taken. Each says what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// More bytes than allowed.
    #[error(
        "the photograph has {bytes} bytes, and at most {max} are taken: make it smaller, or send fewer details"
    )]
    TooLarge {
        /// What it has.
        bytes: usize,
        /// What it may have.
        max: usize,
    },
    /// More pixels than allowed, or none.
    #[error("the photograph has {width} × {height} pixels, which is not taken: make it smaller")]
    Size {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
    },
    /// A picture in a format that is not taken.
    #[error("`{0}` pictures are not taken: save it as JPEG or PNG, and send that")]
    Other(&'static str),
    /// A JPEG or PNG of a kind that few viewers show.
    #[error(
        "it is a picture with {0}, which is not taken: save it again as an ordinary JPEG, and send that"
    )]
    Unusual(&'static str),
    /// No picture.
    #[error("this is no JPEG or PNG picture: send a photograph")]
    Unknown,
    /// It ends too early.
    #[error("the photograph is cut off after {0} bytes: send it again")]
    CutOff(usize),
    /// It is not what its format asks.
    #[error("the photograph is damaged at byte {at} ({what}): send another one")]
    Damaged {
        /// Where, in the file as it came.
        at: usize,
        /// What is wrong there.
        what: &'static str,
    },
}

/// Writes the picture anew, without anything that is not needed to show it.
pub fn clean(bytes: &[u8], limits: &Limits) -> Result<Clean, Fault> {
    if bytes.len() > limits.bytes_max {
        return Err(Fault::TooLarge { bytes: bytes.len(), max: limits.bytes_max });
    }
    if bytes.starts_with(&jpeg::START) {
        jpeg::clean(bytes, limits)
    } else if bytes.starts_with(&png::SIGNATURE) {
        png::clean(bytes, limits)
    } else {
        Err(other(bytes))
    }
}

impl Limits {
    fn check(&self, width: u32, height: u32) -> Result<(), Fault> {
        let fits = width.max(height) <= self.side_max
            && u64::from(width) * u64::from(height) <= self.pixels_max
            && width.min(height) > 0;
        if fits { Ok(()) } else { Err(Fault::Size { width, height }) }
    }
}

/// What people send instead, by how it begins.
fn other(bytes: &[u8]) -> Fault {
    let at = |from: usize, what: &[u8]| bytes.get(from..).is_some_and(|rest| rest.starts_with(what));
    let brand = |brands: &[&[u8]]| at(4, b"ftyp") && brands.iter().any(|brand| at(8, brand));
    if jpeg::START.starts_with(bytes) || png::SIGNATURE.starts_with(bytes) {
        return Fault::CutOff(bytes.len());
    }
    let known: [(&'static str, bool); 9] = [
        ("GIF", at(0, b"GIF8")),
        ("WebP", at(0, b"RIFF") && at(8, b"WEBP")),
        ("HEIC", brand(&[b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"])),
        ("AVIF", brand(&[b"avif", b"avis"])),
        ("film", at(4, b"ftyp")),
        ("TIFF", at(0, b"II*\0") || at(0, b"MM\0*")),
        ("BMP", at(0, b"BM")),
        ("JPEG XL", at(0, &[0xff, 0x0a]) || at(4, b"JXL ")),
        ("JPEG 2000", at(4, b"jP  ")),
    ];
    known.iter().find(|(_, is)| *is).map_or(Fault::Unknown, |(name, _)| Fault::Other(name))
}
