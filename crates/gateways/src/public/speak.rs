//! In which language a page is written: as asked by `?lang=`, else as the browser says, else the first.

use axum::http::{HeaderMap, header};

use crate::house::House;
use crate::words::PAGE_LANGS;

/// Characters of `Accept-Language` that are looked at.
const ACCEPT_CHARS_MAX: usize = 400;

/// The language of whoever says nothing.
pub(crate) const DEFAULT: &str = PAGE_LANGS[0];

/// The language of the page.
pub(crate) fn choose(asked: Option<&str>, headers: &HeaderMap) -> &'static str {
    let of_page = |lang: &str| PAGE_LANGS.into_iter().find(|known| *known == lang);
    let accepted =
        headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    asked.and_then(primary).and_then(|lang| of_page(&near(&lang))).unwrap_or_else(|| accept(accepted))
}

/// The primary tag in lower case: `sr` of `sr-Latn`.
pub(crate) fn primary(tag: &str) -> Option<String> {
    let primary = tag.trim().split(['-', '_', ';']).next()?.to_ascii_lowercase();
    (!primary.is_empty() && primary.len() <= 8).then_some(primary)
}

/// A language that most readers of another one understand.
fn near(lang: &str) -> String {
    match lang {
        "bs" | "hr" | "me" | "cnr" | "sh" => "sr".into(),
        "tr" => "sq".into(),
        other => other.into(),
    }
}

fn accept(value: &str) -> &'static str {
    let clipped: String = value.chars().take(ACCEPT_CHARS_MAX).collect();
    let mut wanted: Vec<(u16, usize, String)> = Vec::new();
    for (at, part) in clipped.split(',').enumerate() {
        let weight = part.split_once(";q=").map_or(Some(1.0), |(_, q)| q.trim().parse::<f32>().ok());
        let (Some(lang), Some(weight)) = (primary(part), weight) else { continue };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "held between 0 and 1000"
        )]
        let weight = (weight.clamp(0.0, 1.0) * 1_000.0) as u16;
        wanted.push((1_000 - weight, at, near(&lang)));
    }
    wanted.sort();
    let known = |lang: &String| PAGE_LANGS.into_iter().find(|page| page == lang);
    wanted
        .iter()
        .filter(|(against, ..)| *against < 1_000)
        .find_map(|(.., lang)| known(lang))
        .unwrap_or(PAGE_LANGS[0])
}

/// The BCP 47 tag of a language, as the profile writes it.
pub(crate) fn tag<'a>(house: &'a House, lang: &'a str) -> &'a str {
    house.desk.profile().country.languages.tags.get(lang).map_or(lang, String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asks(value: &str) -> &'static str {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, value.parse().unwrap());
        choose(None, &headers)
    }

    #[test]
    fn the_reader_chooses_then_the_browser_then_the_first_language() {
        assert_eq!(choose(Some("sr-Latn"), &HeaderMap::new()), "sr");
        assert_eq!(choose(Some("xx"), &HeaderMap::new()), "sq");
        assert_eq!(asks("de-DE,de;q=0.9,en;q=0.8,sr;q=0.9"), "sr");
        assert_eq!(asks("en;q=0,sq;q=0.1"), "sq");
        assert_eq!(asks("bs"), "sr");
        assert_eq!(asks(";;;q=,,\u{7f}".trim_end_matches('\u{7f}')), "sq");
    }
}
