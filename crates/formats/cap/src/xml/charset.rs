//! Encodings with one byte for each character, as older desks of the region still send them.
//!
//! XML obliges a reader to UTF-8 and UTF-16 only (§4.3.3). These are read too, with a warning, because a warning of a
//! flood should not be lost over its letters. Tables, because a crate with all encodings would be larger than this one.

/// An encoding whose bytes below 80 are ASCII.
pub(super) struct Charset {
    /// Its names in upper case, the first for people.
    names: &'static [&'static str],
    /// What the bytes 80 to 9F mean, a space where they mean nothing; `None` if they are control characters.
    controls: Option<&'static str>,
    /// What the bytes A0 to FF mean.
    letters: &'static str,
}

static CHARSETS: [Charset; 9] = [
    Charset {
        names: &["ISO-8859-1", "ISO_8859-1", "LATIN1"],
        controls: None,
        letters: "\u{a0}¡¢£¤¥¦§¨©ª«¬\u{ad}®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ",
    },
    Charset {
        names: &["ISO-8859-2", "ISO_8859-2", "LATIN2"],
        controls: None,
        letters: "\u{a0}Ą˘Ł¤ĽŚ§¨ŠŞŤŹ\u{ad}ŽŻ°ą˛ł´ľśˇ¸šşťź˝žżŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢßŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙",
    },
    Charset {
        names: &["ISO-8859-5", "ISO_8859-5", "CYRILLIC"],
        controls: None,
        letters: "\u{a0}ЁЂЃЄЅІЇЈЉЊЋЌ\u{ad}ЎЏАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя№ёђѓєѕіїјљњћќ§ўџ",
    },
    Charset {
        names: &["ISO-8859-9", "ISO_8859-9", "LATIN5"],
        controls: None,
        letters: "\u{a0}¡¢£¤¥¦§¨©ª«¬\u{ad}®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏĞÑÒÓÔÕÖ×ØÙÚÛÜİŞßàáâãäåæçèéêëìíîïğñòóôõö÷øùúûüışÿ",
    },
    Charset {
        names: &["ISO-8859-15", "ISO_8859-15", "LATIN-9"],
        controls: None,
        letters: "\u{a0}¡¢£€¥Š§š©ª«¬\u{ad}®¯°±²³Žµ¶·ž¹º»ŒœŸ¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ",
    },
    Charset {
        names: &["WINDOWS-1250", "CP1250"],
        controls: Some("€ ‚ „…†‡ ‰Š‹ŚŤŽŹ ‘’“”•–— ™š›śťžź"),
        letters: "\u{a0}ˇ˘Ł¤Ą¦§¨©Ş«¬\u{ad}®Ż°±˛ł´µ¶·¸ąş»Ľ˝ľżŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢßŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙",
    },
    Charset {
        names: &["WINDOWS-1251", "CP1251"],
        controls: Some("ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–— ™љ›њќћџ"),
        letters: "\u{a0}ЎўЈ¤Ґ¦§Ё©Є«¬\u{ad}®Ї°±Ііґµ¶·ё№є»јЅѕїАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя",
    },
    Charset {
        names: &["WINDOWS-1252", "CP1252"],
        controls: Some("€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ"),
        letters: "\u{a0}¡¢£¤¥¦§¨©ª«¬\u{ad}®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ",
    },
    Charset {
        names: &["WINDOWS-1254", "CP1254"],
        controls: Some("€ ‚ƒ„…†‡ˆ‰Š‹Œ    ‘’“”•–—˜™š›œ  Ÿ"),
        letters: "\u{a0}¡¢£¤¥¦§¨©ª«¬\u{ad}®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏĞÑÒÓÔÕÖ×ØÙÚÛÜİŞßàáâãäåæçèéêëìíîïğñòóôõö÷øùúûüışÿ",
    },
];

impl Charset {
    /// The encoding of that name, which is in upper case.
    pub(super) fn named(name: &str) -> Option<&'static Self> {
        CHARSETS.iter().find(|charset| charset.names.contains(&name))
    }

    pub(super) fn name(&self) -> &'static str {
        self.names[0]
    }

    /// The text, or `None` if a byte means nothing.
    pub(super) fn decode(&self, bytes: &[u8]) -> Option<String> {
        let high = self.high();
        let one = |&b: &u8| if b.is_ascii() { Some(char::from(b)) } else { high[usize::from(b - 0x80)] };
        bytes.iter().map(one).collect()
    }

    /// What the bytes 80 to FF mean.
    fn high(&self) -> Vec<Option<char>> {
        let controls: Vec<Option<char>> = match self.controls {
            Some(table) => table.chars().map(|c| Some(c).filter(|&c| c != ' ')).collect(),
            None => ('\u{80}'..='\u{9f}').map(Some).collect(),
        };
        controls.into_iter().chain(self.letters.chars().map(Some)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_has_a_place_for_each_byte_above_ascii() {
        for charset in &CHARSETS {
            assert_eq!(charset.high().len(), 128, "{}", charset.name());
        }
    }

    #[test]
    fn letters_of_the_region_are_read_in_each_encoding_that_has_them() {
        for (name, bytes, text) in [
            ("ISO-8859-1", b"Rahovec \xeb\xe7".as_slice(), "Rahovec ëç"),
            ("LATIN2", b"\xa9trpce \xe8\xe6\xbe\xf0", "Štrpce čćžđ"),
            ("ISO-8859-5", b"\xbf\xde\xdf\xdb\xd0\xd2\xd0", "Поплава"),
            ("ISO-8859-9", b"\xfd\xfe\xf0", "ışğ"),
            ("ISO-8859-15", b"\xa4", "€"),
            ("WINDOWS-1250", b"\x8atrpce \xe8\xe6\x9e\xf0", "Štrpce čćžđ"),
            ("CP1251", b"\xcf\xee\xef\xeb\xe0\xe2\xe0", "Поплава"),
            ("WINDOWS-1252", b"\x84\xeb\x80\x9f\x93", "„ë€Ÿ“"),
            ("WINDOWS-1254", b"\xfd\xfe\xf0\x80", "ışğ€"),
        ] {
            let read = Charset::named(name).and_then(|charset| charset.decode(bytes));
            assert_eq!(read.as_deref(), Some(text), "{name}");
        }
        assert_eq!(Charset::named("WINDOWS-1252").and_then(|charset| charset.decode(b"\x81")), None);
        assert!(Charset::named("UTF-7").is_none());
    }
}
