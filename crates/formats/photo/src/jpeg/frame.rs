//! The frame and the headers of its scans (T.81 B.2.2, B.2.3).

use super::tables::Tables;
use crate::Fault;

const PROGRESSIVE: u8 = 0xc2;
const BASELINE: u8 = 0xc0;
/// Bytes of a frame header before its components.
const FIXED_BYTES: usize = 6;
/// Blocks of one interleaved unit (B.2.3).
const UNIT_BLOCKS_MAX: u16 = 10;
/// The last coefficient of a block.
const LAST: u8 = 63;
/// The highest bit that a scan may begin at (G.1.1.1).
const BIT_MAX: u8 = 13;

/// One colour.
#[derive(Debug, Clone, Copy)]
struct Component {
    id: u8,
    blocks: u16,
    quantisation: u8,
    /// A scan held its means.
    seen: bool,
}

/// A frame.
#[derive(Debug)]
pub(super) struct Frame {
    marker: u8,
    pub(super) width: u16,
    pub(super) height: u16,
    components: Vec<Component>,
}

impl Frame {
    pub(super) fn read(marker: u8, content: &[u8], at: usize) -> Result<Frame, Fault> {
        let damaged = |what| Fault::Damaged { at, what };
        let (fixed, components) =
            content.split_first_chunk::<FIXED_BYTES>().ok_or(damaged("the frame is too short"))?;
        let [precision, h1, h0, w1, w0, count] = *fixed;
        if precision != 8 {
            return Err(Fault::Unusual("more than eight bits a colour"));
        }
        if ![1, 3, 4].contains(&count) {
            return Err(Fault::Unusual("a number of colours that no photograph has"));
        }
        let (parts, rest) = components.as_chunks::<3>();
        if parts.len() != usize::from(count) || !rest.is_empty() {
            return Err(damaged("the frame has not the colours that it says"));
        }
        let mut frame = Frame {
            marker,
            width: u16::from_be_bytes([w1, w0]),
            height: u16::from_be_bytes([h1, h0]),
            components: Vec::new(),
        };
        for [id, sampling, quantisation] in parts {
            let (across, down) = (sampling >> 4, sampling & 0x0f);
            let sound = (1..=4).contains(&across) && (1..=4).contains(&down) && *quantisation < 4;
            if !sound || frame.components.iter().any(|other| other.id == *id) {
                return Err(damaged("a colour of the frame is not described as it has to be"));
            }
            let blocks = u16::from(across * down);
            frame.components.push(Component { id: *id, blocks, quantisation: *quantisation, seen: false });
        }
        Ok(frame)
    }

    /// Checks the header of a scan and gives it as it is written: a sequential scan has every coefficient, whatever
    /// its last bytes say, because that is how viewers read it.
    pub(super) fn scan(&mut self, content: &[u8], tables: &Tables) -> Result<Vec<u8>, &'static str> {
        let (count, rest) = content.split_first().ok_or("the header of a scan is empty")?;
        let several = usize::from(*count);
        let (selectors, rest) =
            rest.split_at_checked(2 * several).ok_or("the header of a scan is too short")?;
        let Ok([first, last, bits]) = <[u8; 3]>::try_from(rest) else {
            return Err("the header of a scan has another length");
        };
        let (high, low) = (bits >> 4, bits & 0x0f);
        let progressive = self.marker == PROGRESSIVE;
        if several == 0 || several > self.components.len() {
            return Err("a scan has more colours than the frame");
        }
        if progressive {
            let sound = first <= last
                && last <= LAST
                && (first > 0) == (last > 0)
                && (first == 0 || several == 1)
                && low <= BIT_MAX
                && (high == 0 || high == low + 1);
            if !sound {
                return Err("a scan holds what no scan can");
            }
        }
        let (selectors, _) = selectors.as_chunks::<2>();
        let (mut blocks, mut before) = (0, None);
        for [id, chosen] in selectors {
            let place = self.components.iter().position(|component| component.id == *id);
            let place = place.ok_or("a scan is of a colour that the frame does not have")?;
            if before.is_some_and(|before| place <= before) {
                return Err("the colours of a scan are out of order");
            }
            before = Some(place);
            let component = &mut self.components[place];
            blocks += component.blocks;
            let table = |of: &[bool; 4], number: u8| of.get(usize::from(number)).copied().unwrap_or(false);
            let means = first == 0 || !progressive;
            // A sequential scan is read as if its last bytes said nothing, and written so below.
            let wants_dc = means && (high == 0 || !progressive);
            let wants_ac = !progressive || last > 0;
            if wants_dc && !table(&tables.dc, chosen >> 4) || wants_ac && !table(&tables.ac, chosen & 0x0f)
            {
                return Err("a scan uses a Huffman table that is not there");
            }
            if self.marker == BASELINE && (chosen & 0xee) != 0 {
                return Err("a baseline scan has two Huffman tables of a class");
            }
            if !table(&tables.quantisation, component.quantisation) {
                return Err("a scan uses a quantisation table that is not there");
            }
            component.seen |= means;
        }
        if several > 1 && blocks > UNIT_BLOCKS_MAX {
            return Err("a scan has more blocks in a unit than there may be");
        }
        let mut header = content.to_vec();
        if !progressive {
            let end = header.len() - 3;
            header[end..].copy_from_slice(&[0, LAST, 0]);
        }
        Ok(header)
    }

    /// Whether every colour came.
    pub(super) fn is_whole(&self) -> bool {
        self.components.iter().all(|component| component.seen)
    }
}
