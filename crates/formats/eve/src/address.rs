//! IPv4 addresses, sixteen bytes at a time: each event has two, and each octet has a length of its own.

use std::net::Ipv4Addr;

use wide::u8x16;

use crate::value::Span;

/// Bytes of the longest spelling, `255.255.255.255`.
const QUAD_BYTES_MAX: usize = 15;

/// The plain spelling of IPv4, without leading zeros; `None` leaves the rest to the standard library.
#[inline]
pub(crate) fn dotted_quad(span: Span<'_>) -> Option<Ipv4Addr> {
    let length = span.to - span.from;
    // The bytes behind the address are in the same line, so there are sixteen nearly always.
    let bytes: &[u8; 16] = span.text.as_bytes().get(span.from..)?.first_chunk()?;
    if length > QUAD_BYTES_MAX {
        return None;
    }
    let lanes = u8x16::new(*bytes);
    let digits = lanes - u8x16::splat(b'0');
    let digits = digits.min(u8x16::splat(9)).simd_eq(digits).to_bitmask();
    let within = (1_u32 << length) - 1;
    let points = lanes.simd_eq(u8x16::splat(b'.')).to_bitmask() & within;
    let two = points & points.wrapping_sub(1);
    let three = two & two.wrapping_sub(1);
    if (digits | points) & within != within || three == 0 || three & (three - 1) != 0 {
        return None;
    }
    let place = |bits: u32| bits.trailing_zeros() as usize;
    let (one, two, three) = (place(points), place(two), place(three));
    Some(Ipv4Addr::new(
        octet(bytes, 0, one)?,
        octet(bytes, one + 1, two)?,
        octet(bytes, two + 1, three)?,
        octet(bytes, three + 1, length)?,
    ))
}

/// The one to three digits that stand from `from` up to `to`.
#[inline(always)]
fn octet(bytes: &[u8; 16], from: usize, to: usize) -> Option<u8> {
    let count = to.wrapping_sub(from);
    // A place before the first byte wraps to some other one, and is counted zero times.
    let digit = |back: usize| u32::from(bytes[to.wrapping_sub(back) & 15] & 0x0F);
    let number = digit(1) + u32::from(count > 1) * 10 * digit(2) + u32::from(count > 2) * 100 * digit(3);
    let shortest = count == 1 || bytes[from & 15] != b'0';
    if shortest && (1..=3).contains(&count) { u8::try_from(number).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::dotted_quad;
    use crate::value::Span;

    fn read(text: &str) -> Option<std::net::Ipv4Addr> {
        let line = format!("\"{text}\",\"dest_port\":1234567890");
        dotted_quad(Span { text: &line, from: 1, to: 1 + text.len() })
    }

    #[test]
    fn what_is_read_is_what_the_standard_library_reads() {
        let pieces =
            ["0", "7", "00", "01", "10", "99", "100", "255", "256", "300", "999", "1000", "", "a", "-1"];
        for a in pieces {
            for b in pieces {
                for text in [
                    format!("{a}.{b}.3.4"),
                    format!("1.2.{a}.{b}"),
                    format!("{a}.2.{b}.255"),
                    format!("{a}.{b}"),
                    format!("1.{a}.2.{b}.3"),
                    format!("{a}..{b}.1"),
                    format!(".{a}.{b}.1"),
                ] {
                    assert_eq!(read(&text), text.parse().ok(), "{text}");
                }
            }
        }
    }

    #[test]
    fn at_the_end_of_a_line_nothing_beyond_it_is_read() {
        assert_eq!(dotted_quad(Span { text: "\"1.2.3.4\"}", from: 1, to: 8 }), None);
    }
}
