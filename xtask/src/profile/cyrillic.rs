//! Serbian in Cyrillic from Serbian in Latin letters: one letter for one, two for `lj`, `nj` and `dž`.
//!
//! The rule is wrong only where such a pair is two sounds (`injekcija`); no name of a place here has one.

const PAIRS: &[(&str, char)] = &[("lj", 'љ'), ("nj", 'њ'), ("dž", 'џ')];
const LATIN: &str = "abvgdđežzijklmnoprstćufhcčš";
const CYRILLIC: &str = "абвгдђежзијклмнопрстћуфхцчш";

/// The text in Cyrillic; what is no letter of the alphabet stays as it is.
pub fn from_latin(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len() * 2);
    let mut at = 0;
    while at < letters.len() {
        let pair: String =
            letters[at..letters.len().min(at + 2)].iter().flat_map(|c| c.to_lowercase()).collect();
        let found = PAIRS.iter().find(|(latin, _)| *latin == pair);
        let letter = found.map_or_else(|| one_letter(letters[at]), |(_, cyrillic)| *cyrillic);
        if letters[at].is_uppercase() {
            out.extend(letter.to_uppercase());
        } else {
            out.push(letter);
        }
        at += if found.is_some() { 2 } else { 1 };
    }
    out
}

fn one_letter(latin: char) -> char {
    let lower = latin.to_lowercase().next().unwrap_or(latin);
    LATIN.chars().zip(CYRILLIC.chars()).find(|(l, _)| *l == lower).map_or(latin, |(_, cyrillic)| cyrillic)
}

#[cfg(test)]
mod tests {
    #[test]
    fn pairs_become_one_letter_and_case_is_kept() {
        for (latin, cyrillic) in [
            ("Gnjilane", "Гњилане"),
            ("Đeneral Janković", "Ђенерал Јанковић"),
            ("Njegoš, Ljig, Džep", "Његош, Љиг, Џеп"),
            ("LJUBLJANA", "ЉУБЉАНА"),
        ] {
            assert_eq!(super::from_latin(latin), cyrillic);
        }
    }
}
