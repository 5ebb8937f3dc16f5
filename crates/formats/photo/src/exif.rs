//! The one thing of Exif (CIPA DC-008) that is needed to show a picture: which way is up.

/// Fields of the first directory that are looked through.
const FIELDS_MAX: usize = 512;
const FIELD_BYTES: usize = 12;
const ORIENTATION: u16 = 0x0112;
const SHORT: u16 = 3;

struct Tiff<'a> {
    bytes: &'a [u8],
    little: bool,
}

impl Tiff<'_> {
    fn short(&self, at: usize) -> Option<u16> {
        let bytes: [u8; 2] = self.bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if self.little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    }

    fn long(&self, at: usize) -> Option<u32> {
        let bytes: [u8; 4] = self.bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
        Some(if self.little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
    }
}

/// The orientation in a TIFF header and what follows it; `None` where none is said, or none that there is.
pub(crate) fn orientation(bytes: &[u8]) -> Option<u8> {
    let little = match bytes.get(..4)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let tiff = Tiff { bytes, little };
    let directory = usize::try_from(tiff.long(4)?).ok()?;
    let fields = usize::from(tiff.short(directory)?).min(FIELDS_MAX);
    let at = |n: usize| directory.checked_add(2 + n * FIELD_BYTES);
    let field = (0..fields).filter_map(at).find(|at| tiff.short(*at) == Some(ORIENTATION))?;
    let value = (tiff.short(field + 2)? == SHORT).then(|| tiff.short(field + 8))??;
    u8::try_from(value).ok().filter(|value| (1..=8).contains(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tiff(little: bool, tag: u16, kind: u16, value: u16) -> Vec<u8> {
        let short = |n: u16| if little { n.to_le_bytes() } else { n.to_be_bytes() };
        let long = |n: u32| if little { n.to_le_bytes() } else { n.to_be_bytes() };
        let mut bytes = if little { b"II*\0".to_vec() } else { b"MM\0*".to_vec() };
        bytes.extend(long(8));
        bytes.extend(short(2));
        for (tag, kind, value) in [(0x010f, 2, 0), (tag, kind, value)] {
            bytes.extend([short(tag), short(kind)].concat());
            bytes.extend(long(1));
            bytes.extend([short(value), [0; 2]].concat());
        }
        bytes
    }

    #[test]
    fn the_orientation_is_read_in_both_byte_orders_and_nothing_else_is_taken_for_one() {
        for little in [true, false] {
            assert_eq!(orientation(&tiff(little, ORIENTATION, SHORT, 6)), Some(6));
            assert_eq!(orientation(&tiff(little, ORIENTATION, SHORT, 9)), None);
            assert_eq!(orientation(&tiff(little, ORIENTATION, 4, 6)), None);
            assert_eq!(orientation(&tiff(little, 0x0113, SHORT, 6)), None);
            let whole = tiff(little, ORIENTATION, SHORT, 8);
            for end in 0..whole.len() - 2 {
                assert_eq!(orientation(&whole[..end]), None, "{end}");
            }
        }
        assert_eq!(orientation(b"II*\0\xff\xff\xff\xff"), None);
    }
}
