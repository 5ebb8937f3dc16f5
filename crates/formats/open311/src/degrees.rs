//! Degrees as text. Coordinates of people and phones have a handful of decimals, and then a multiplication, a
//! check and ten digits are enough; the general way from a double to its shortest digits takes five times longer.

/// Decimals that are tried: a hundredth of a millimetre on the ground.
const DECIMALS: usize = 10;
const UNITS: u64 = 10_u64.pow(10);

/// Adds the shortest digits that read back as the same number, as [`std::fmt::Display`] spells them.
pub(crate) fn push_to(degrees: f64, out: &mut String) {
    if !push_plain(degrees, out) {
        out.push_str(&degrees.to_string());
    }
}

/// Adds a number that has few decimals and is not zero; whether it was one.
fn push_plain(degrees: f64, out: &mut String) -> bool {
    const DEGREES_MAX: f64 = 1000.0;
    let size = degrees.abs();
    if !(size > 0.0 && size < DEGREES_MAX) {
        return false;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 10^13")]
    let units = (size * UNITS as f64).round() as u64;
    // Both are whole numbers that a double holds, so their quotient is the double nearest to that decimal; no other
    // decimal of so few digits has the same double, so these are its shortest digits.
    if units as f64 / UNITS as f64 != size {
        return false;
    }
    if degrees < 0.0 {
        out.push('-');
    }
    let mut digits = [b'0'; 3];
    let whole = fill(&mut digits, units / UNITS);
    let leading = whole.iter().take(2).take_while(|digit| **digit == b'0').count();
    push(whole.get(leading..), out);
    let mut digits = [b'0'; DECIMALS];
    let decimals = fill(&mut digits, units % UNITS);
    if let Some(last) = decimals.iter().rposition(|digit| *digit != b'0') {
        out.push('.');
        push(decimals.get(..=last), out);
    }
    true
}

/// Fills the places with the digits of a number.
fn fill(places: &mut [u8], number: u64) -> &[u8] {
    let mut rest = number;
    for place in places.iter_mut().rev() {
        *place = b'0' + u8::try_from(rest % 10).unwrap_or_default();
        rest /= 10;
    }
    places
}

fn push(digits: Option<&[u8]>, out: &mut String) {
    out.push_str(digits.and_then(|digits| std::str::from_utf8(digits).ok()).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    fn spelled(degrees: f64) -> String {
        let mut out = String::new();
        super::push_to(degrees, &mut out);
        out
    }

    #[test]
    fn the_edges_are_spelled_as_the_standard_library_spells_them() {
        for degrees in
            [0.0, -0.0, 1.0, -7.0, 10.0, 100.0, 180.0, -180.0, 999.999, 1000.0, 1e300, f64::NAN, 1e-10]
        {
            for degrees in [
                degrees,
                1.5e-10,
                0.1 + 0.2,
                42.663_900_000_000_005,
                degrees.next_up(),
                degrees.next_down(),
            ] {
                assert_eq!(spelled(degrees), degrees.to_string());
            }
        }
    }

    proptest! {
        #[test]
        fn any_number_is_spelled_as_the_standard_library_spells_it(
            bits in any::<u64>(), units in -1_800_000_000_i64..=1_800_000_000, decimals in 0..16_i32,
        ) {
            let few = units as f64 / 10_f64.powi(decimals);
            for degrees in [few, few.next_up(), f64::from_bits(bits), few * 1.1] {
                prop_assert_eq!(spelled(degrees), degrees.to_string());
            }
        }
    }
}
