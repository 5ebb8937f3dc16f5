//! When a certificate ends (RFC 5280 §4.1): the few steps through its DER that lead there.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;

const SEQUENCE: u8 = 0x30;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
/// `[0]`, the version, which may be absent.
const VERSION: u8 = 0xa0;

/// `notAfter` of the first certificate in a PEM text, in seconds since 1970; `None` when it is none.
pub fn not_after(pem: &str) -> Option<u64> {
    let text = pem.split("-----BEGIN CERTIFICATE-----").nth(1)?.split("-----END").next()?;
    let der = base64(text)?;
    let certificate = inside(&der, SEQUENCE)?;
    let mut rest = inside(certificate, SEQUENCE)?;
    if rest.first() == Some(&VERSION) {
        rest = item(rest)?.2;
    }
    // Serial number, signature algorithm, issuer.
    for _ in 0..3 {
        rest = item(rest)?.2;
    }
    let validity = inside(rest, SEQUENCE)?;
    let (tag, value, _) = item(item(validity)?.2)?;
    let text = std::str::from_utf8(value).ok()?;
    let text = match tag {
        // RFC 5280 §4.1.2.5.1: years below 50 are of this century.
        UTC_TIME if text.get(..2)?.parse::<u8>().ok()? < 50 => format!("20{text}"),
        UTC_TIME => format!("19{text}"),
        GENERALIZED_TIME => text.to_owned(),
        _ => return None,
    };
    let end = DateTime::strptime("%Y%m%d%H%M%S", text.strip_suffix('Z')?).ok()?;
    u64::try_from(TimeZone::UTC.to_timestamp(end).ok()?.as_second()).ok()
}

/// Tag, content and what follows of the first item.
fn item(der: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, rest) = der.split_first()?;
    let (&first, mut rest) = rest.split_first()?;
    let mut length = usize::from(first & 0x7f);
    if first & 0x80 != 0 {
        let (bytes, after) = rest.split_at_checked(length)?;
        if bytes.len() > 4 {
            return None;
        }
        length = bytes.iter().fold(0, |length, byte| length << 8 | usize::from(*byte));
        rest = after;
    }
    let (content, after) = rest.split_at_checked(length)?;
    Some((tag, content, after))
}

fn inside(der: &[u8], wanted: u8) -> Option<&[u8]> {
    item(der).filter(|(tag, ..)| *tag == wanted).map(|(_, content, _)| content)
}

/// RFC 4648 §4, blanks passed over.
fn base64(text: &str) -> Option<Vec<u8>> {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bytes, mut bits, mut count) = (Vec::new(), 0u32, 0u32);
    for letter in text.bytes().filter(|letter| !letter.is_ascii_whitespace() && *letter != b'=') {
        let value = LETTERS.iter().position(|known| *known == letter)?;
        bits = bits << 6 | u32::try_from(value).ok()?;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xff).ok()?);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_certificate_is_read_in_both_forms_of_time() {
        for (year, end) in [(2031, 1_924_992_000), (2150, 5_680_281_600)] {
            let mut params = rcgen::CertificateParams::new(vec!["a.test".to_owned()]).unwrap();
            params.not_after = rcgen::date_time_ymd(year, 1, 1);
            let pair = rcgen::KeyPair::generate().unwrap();
            let pem = params.self_signed(&pair).unwrap().pem();
            assert_eq!(not_after(&pem), Some(end), "{year}");
        }
    }

    #[test]
    fn what_is_cut_off_or_no_certificate_has_no_end() {
        let pair = rcgen::KeyPair::generate().unwrap();
        let pem = rcgen::CertificateParams::default().self_signed(&pair).unwrap().pem();
        for cut in 0..pem.len() / 2 {
            assert_eq!(not_after(&pem[..cut]), None);
        }
        assert_eq!(not_after("-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----"), None);
    }
}
