//! How many text messages, and how many pages of a cell broadcast, a text takes.
//!
//! A single letter outside the GSM alphabet halves what fits, and Albanian `ë` and Serbian `č` are such
//! letters: whoever writes a warning has to see that before it costs people the second half of a sentence.

/// Septets of one message, and of each part of a longer one (3GPP TS 23.040 §9.2.3.24.1: 6 octets of header).
const GSM_SINGLE: usize = 160;
const GSM_PART: usize = 153;
/// UTF-16 code units likewise.
const UCS2_SINGLE: usize = 70;
const UCS2_PART: usize = 67;
/// A page of a cell broadcast: 82 octets (3GPP TS 23.041 §9.4.2.2.5).
const CELL_GSM_PAGE: usize = 93;
const CELL_UCS2_PAGE: usize = 41;

/// 3GPP TS 23.038 §6.2.1, the default alphabet, without its escape.
const GSM_BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/// §6.2.1.1, the extension: each takes two septets.
const GSM_EXTENDED: &str = "\u{c}^{}\\[~]|€";

/// How a text is coded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// Seven bits a letter.
    Gsm7,
    /// Sixteen bits a letter.
    Ucs2,
}

impl Encoding {
    /// As people call it.
    pub const fn name(self) -> &'static str {
        match self {
            Encoding::Gsm7 => "GSM-7",
            Encoding::Ucs2 => "UCS-2",
        }
    }

    /// The narrowest that holds the text.
    pub fn of(text: &str) -> Encoding {
        if text.chars().all(|c| septets(c).is_some()) { Encoding::Gsm7 } else { Encoding::Ucs2 }
    }

    fn units(self, letter: char) -> usize {
        match self {
            Encoding::Gsm7 => septets(letter).unwrap_or(0),
            Encoding::Ucs2 => letter.len_utf16(),
        }
    }
}

fn septets(letter: char) -> Option<usize> {
    if GSM_BASIC.contains(letter) {
        return Some(1);
    }
    GSM_EXTENDED.contains(letter).then_some(2)
}

/// Text messages that a text takes. No letter is torn between two of them.
pub fn parts(text: &str) -> usize {
    let encoding = Encoding::of(text);
    let (single, part) = match encoding {
        Encoding::Gsm7 => (GSM_SINGLE, GSM_PART),
        Encoding::Ucs2 => (UCS2_SINGLE, UCS2_PART),
    };
    if text.chars().map(|c| encoding.units(c)).sum::<usize>() <= single {
        1
    } else {
        filled(text, encoding, part)
    }
}

/// Pages of a cell broadcast that a text takes.
pub fn pages(text: &str) -> usize {
    let encoding = Encoding::of(text);
    let page = match encoding {
        Encoding::Gsm7 => CELL_GSM_PAGE,
        Encoding::Ucs2 => CELL_UCS2_PAGE,
    };
    filled(text, encoding, page)
}

fn filled(text: &str, encoding: Encoding, size: usize) -> usize {
    let (mut count, mut used) = (1, 0);
    for units in text.chars().map(|c| encoding.units(c)) {
        if used + units > size {
            (count, used) = (count + 1, 0);
        }
        used += units;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_letter_outside_the_alphabet_halves_what_fits() {
        assert_eq!(Encoding::of("Go to higher ground."), Encoding::Gsm7);
        assert_eq!(Encoding::of("Shkoni në vend më të lartë."), Encoding::Ucs2);
        assert_eq!((parts(&"a".repeat(160)), parts(&"ë".repeat(160))), (1, 3));
    }

    #[test]
    fn a_long_text_pays_for_the_header_of_each_part() {
        assert_eq!([160, 161, 306, 307].map(|n| parts(&"a".repeat(n))), [1, 2, 2, 3]);
        assert_eq!([70, 71, 134, 135].map(|n| parts(&"č".repeat(n))), [1, 2, 2, 3]);
    }

    #[test]
    fn letters_of_the_extension_take_two_septets_and_are_not_torn() {
        assert_eq!(parts(&"€".repeat(80)), 1);
        // 153 septets hold 76 of them and leave one over.
        assert_eq!(parts(&"€".repeat(153)), 3);
        // A letter beyond the basic plane takes two units of 67.
        assert_eq!(parts(&"🌊".repeat(67)), 3);
    }

    #[test]
    fn a_page_of_a_cell_broadcast_holds_93_or_41() {
        assert_eq!([93, 94].map(|n| pages(&"a".repeat(n))), [1, 2]);
        assert_eq!([41, 42].map(|n| pages(&"š".repeat(n))), [1, 2]);
        assert_eq!(pages(""), 1);
    }
}
