//! Tables (T.81 B.2.4): which there are, and that a segment holds tables and nothing else.

/// Entries of a quantisation table.
const QUANTISERS: usize = 64;
/// Lengths of Huffman codes.
const CODE_LENGTHS: usize = 16;
/// Codes of one Huffman table.
const CODES_MAX: usize = 256;

/// Which tables were defined.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tables {
    pub(super) quantisation: [bool; 4],
    pub(super) dc: [bool; 4],
    pub(super) ac: [bool; 4],
}

impl Tables {
    pub(super) fn quantisation(&mut self, mut content: &[u8]) -> Result<(), &'static str> {
        if content.is_empty() {
            return Err("there is no quantisation table");
        }
        while let Some((first, rest)) = content.split_first() {
            let (precision, number) = (first >> 4, usize::from(first & 0x0f));
            let bytes = match precision {
                0 => QUANTISERS,
                1 => 2 * QUANTISERS,
                _ => return Err("a quantisation table has no such precision"),
            };
            let known = self.quantisation.get_mut(number).ok_or("there is no such quantisation table")?;
            *known = true;
            content = rest.get(bytes..).ok_or("a quantisation table is too short")?;
        }
        Ok(())
    }

    pub(super) fn huffman(&mut self, mut content: &[u8]) -> Result<(), &'static str> {
        if content.is_empty() {
            return Err("there is no Huffman table");
        }
        while let Some((first, rest)) = content.split_first() {
            let (class, number) = (first >> 4, usize::from(first & 0x0f));
            let known = match class {
                0 => self.dc.get_mut(number),
                1 => self.ac.get_mut(number),
                _ => None,
            };
            *known.ok_or("there is no such Huffman table")? = true;
            let counts = rest.get(..CODE_LENGTHS).ok_or("a Huffman table is too short")?;
            let codes: usize = counts.iter().map(|count| usize::from(*count)).sum();
            if codes > CODES_MAX || !is_prefix_code(counts) {
                return Err("a Huffman table has more codes than there are");
            }
            content = rest.get(CODE_LENGTHS + codes..).ok_or("a Huffman table is too short")?;
        }
        Ok(())
    }
}

/// Whether there are so many codes of each length, none the beginning of another.
fn is_prefix_code(counts: &[u8]) -> bool {
    let mut free = 1_u32;
    for count in counts {
        free *= 2;
        match free.checked_sub(u32::from(*count)) {
            Some(left) => free = left,
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_segment_of_tables_holds_tables_to_its_last_byte() {
        let mut tables = Tables::default();
        assert_eq!(tables.quantisation(&[&[0][..], &[1; 64], &[0x11], &[1; 128]].concat()), Ok(()));
        assert_eq!(tables.quantisation[..3], [true, true, false]);
        for (content, bytes) in [(0, 63), (0, 65), (0x10, 64), (0x20, 64), (4, 64)] {
            assert!(Tables::default().quantisation(&[&[content][..], &vec![1; bytes]].concat()).is_err());
        }
        let counts = |ones: u8, twos: u8| [&[ones, twos][..], &[0; 14]].concat();
        let table = |ones, twos, codes: usize| [&[0x10][..], &counts(ones, twos), &vec![0; codes]].concat();
        assert_eq!(tables.huffman(&table(1, 2, 3)), Ok(()));
        assert!(tables.ac[0] && !tables.dc[0]);
        for wrong in [table(1, 2, 2), table(1, 2, 4), table(2, 1, 3), table(3, 0, 3), vec![0x20], vec![]] {
            assert!(Tables::default().huffman(&wrong).is_err());
        }
    }
}
