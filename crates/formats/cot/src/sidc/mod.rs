//! Why: CoT says what a thing is by a path of letters, map libraries draw by the codes of MIL-STD-2525. Letters
//! to letters is spelling; letters to numbers is a table.
//!
//! Only warfighting symbols (scheme `S`) have CoT types. Where no exact symbol is known the nearest more general
//! one is given, and said to be such.

mod table;

pub use table::{Row, TABLE};

use crate::kind::{Affiliation, Kind};

/// A code or type, and how well it fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// The code or type.
    pub code: String,
    /// Whether nothing was lost; otherwise it is the nearest more general symbol, or a side that the other
    /// scheme cannot say.
    pub is_exact: bool,
    /// Whether the symbol says that it belongs to an exercise or simulation.
    pub is_exercise: bool,
}

/// The row of a CoT type: the one of its function, or of the nearest more general.
pub fn row(type_: &str) -> Option<&'static Row> {
    find(&function(Kind(type_))?.0).map(|(row, _)| row)
}

/// The 15-character code of MIL-STD-2525B and C for a CoT type: `SFGPUCI--------` for `a-f-G-U-C-I`. Atoms in
/// lower case are TAK's own and have no place in it.
pub fn to_2525c(type_: &str) -> Option<Match> {
    let kind = Kind(type_);
    let side = kind.affiliation()?;
    let (function, whole) = function(kind)?;
    let letter = match side {
        Affiliation::Other => 'O',
        side => side.letter().to_ascii_uppercase(),
    };
    let (dimension, rest) = function.split_at(1);
    // Installations say so once more, among the modifiers (2525C, table A-II).
    let modifiers = if function.starts_with("GI") { "H----" } else { "-----" };
    let code = format!("S{letter}{dimension}P{rest:-<6}{modifiers}");
    let is_exercise = matches!(side, Affiliation::Joker | Affiliation::Faker);
    Some(Match { code, is_exact: whole && side != Affiliation::Other, is_exercise })
}

/// The CoT type for a 15-character code of MIL-STD-2525B or C; codes cut after the function are read too.
pub fn from_2525c(code: &str) -> Option<Match> {
    let code = code.trim_ascii().to_ascii_uppercase();
    if !(4..=15).contains(&code.len()) || !code.is_ascii() || !code.starts_with('S') {
        return None;
    }
    let letter = code.chars().nth(1)?;
    let (side, is_exercise) = match letter {
        'G' => (Affiliation::Pending, true),
        'W' => (Affiliation::Unknown, true),
        'D' => (Affiliation::Friend, true),
        'L' => (Affiliation::Neutral, true),
        'M' => (Affiliation::AssumedFriend, true),
        'J' => (Affiliation::Joker, true),
        'K' => (Affiliation::Faker, true),
        '-' | '*' => (Affiliation::None, false),
        'X' => return None,
        letter => (Affiliation::of(&letter.to_ascii_lowercase().to_string())?, false),
    };
    let dimension = code.chars().nth(2).filter(|d| DIMENSIONS.contains(*d))?;
    let end = code.len().min(10);
    let function = code[4..end].trim_end_matches(['-', '*']);
    if !function.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return None;
    }
    Some(Match { code: path(side, dimension, function), is_exact: true, is_exercise })
}

/// The 20-digit code of MIL-STD-2525D for a CoT type, by the table.
pub fn to_2525d(type_: &str) -> Option<Match> {
    let kind = Kind(type_);
    let side = kind.affiliation()?;
    let (function, whole) = function(kind)?;
    let (row, found) = find(&function)?;
    // Context and standard identity: 2525D, A.5.2.
    let (identity, fits) = match side {
        Affiliation::Pending => ("00", true),
        Affiliation::Unknown => ("01", true),
        Affiliation::AssumedFriend => ("02", true),
        Affiliation::Friend => ("03", true),
        Affiliation::Neutral => ("04", true),
        Affiliation::Suspect => ("05", true),
        Affiliation::Hostile => ("06", true),
        Affiliation::Joker => ("15", true),
        Affiliation::Faker => ("16", true),
        Affiliation::None | Affiliation::Other => ("01", false),
    };
    let (set, entity) = row.digits.split_at(2);
    let is_exercise = identity.starts_with('1');
    Some(Match {
        code: format!("10{identity}{set}0000{entity}"),
        is_exact: whole && found && fits,
        is_exercise,
    })
}

/// The CoT type for a 20-digit code of MIL-STD-2525D, by the table: of the symbol, else of the nearest more
/// general one. Echelon, status and headquarters have no place in a CoT type.
pub fn from_2525d(code: &str) -> Option<Match> {
    let code = code.trim_ascii();
    if code.len() != 20 || !code.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let is_exercise = matches!(&code[2..3], "1" | "2");
    let side = match &code[3..4] {
        "0" => Affiliation::Pending,
        "1" => Affiliation::Unknown,
        "2" => Affiliation::AssumedFriend,
        "3" => Affiliation::Friend,
        "4" => Affiliation::Neutral,
        "5" if is_exercise => Affiliation::Joker,
        "6" if is_exercise => Affiliation::Faker,
        "5" => Affiliation::Suspect,
        "6" => Affiliation::Hostile,
        _ => return None,
    };
    let (set, entity) = (&code[4..6], &code[10..20]);
    // From the symbol itself to its entity alone: without modifiers, subtype, type.
    let mut general = (0..=5).map(|cut| format!("{set}{}{}", &entity[..10 - 2 * cut], "0".repeat(2 * cut)));
    let (cut, row) = general
        .by_ref()
        .enumerate()
        .find_map(|(cut, digits)| TABLE.iter().find(|row| row.digits == digits).map(|row| (cut, row)))?;
    let (dimension, function) = row.function.split_at(1);
    let is_exact = cut == 0 || entity.ends_with(&"0".repeat(2 * cut));
    Some(Match { code: path(side, dimension.chars().next()?, function), is_exact, is_exercise })
}

const DIMENSIONS: &str = "PAGSUF";

/// The letters of dimension and function of a type, and whether they are all of it.
fn function(kind: Kind<'_>) -> Option<(String, bool)> {
    let mut atoms = kind.atoms();
    if atoms.next() != Some("a") {
        return None;
    }
    let _side = atoms.next()?;
    let dimension = atoms.next().filter(|d| d.len() == 1 && DIMENSIONS.contains(*d))?;
    let mut letters = dimension.to_owned();
    for atom in atoms {
        let plain = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit();
        if atom.len() != 1 || !atom.bytes().all(plain) || letters.len() == 7 {
            return Some((letters, false));
        }
        letters.push_str(atom);
    }
    Some((letters, true))
}

/// The row of a function, or of the nearest more general; whether it is the very one.
fn find(function: &str) -> Option<(&'static Row, bool)> {
    (1..=function.len()).rev().find_map(|length| {
        let row = TABLE.iter().find(|row| row.function == &function[..length])?;
        Some((row, length == function.len()))
    })
}

fn path(side: Affiliation, dimension: char, function: &str) -> String {
    let mut path = format!("a-{}-{dimension}", side.letter());
    for letter in function.chars() {
        path.push('-');
        path.push(letter);
    }
    path
}
