//! The table of areas: names in all languages, people with their uncertainty, seats.

use std::fs;
use std::path::Path;

use super::tables::Tables;
use super::{RULE, Table, cyrillic, is_word, twice};
use crate::finding::Finding;

const COLUMNS: [&str; 22] = [
    "code",
    "agency",
    "name_sq",
    "name_sr",
    "name_sr_cyrl",
    "name_en",
    "name_tr",
    "name_bs",
    "alternates",
    "district",
    "area_km2",
    "area_source",
    "pop",
    "pop_low",
    "pop_high",
    "pop_source",
    "use_for_planning",
    "seat_lat",
    "seat_lon",
    "seat_source",
    "languages_official",
    "languages_in_use",
];
/// Sources of a count and how far it may be wrong, in thousandths.
const PERMILLE_BY_SOURCE: &[(&str, u64)] = &[("P", 10), ("F", 5), ("M", 30)];
/// A boycotted count.
const UNUSABLE: &str = "P*";
/// The sum of all counts may differ from the published total by one in so many.
const SUM_PARTS: u64 = 1000;

/// The rows in the order of the file.
pub struct Areas {
    pub rows: Vec<Row>,
}

/// One municipality.
pub struct Row {
    /// 1-based line in the file.
    pub line: usize,
    pub agency: String,
    fields: Vec<String>,
}

impl Row {
    /// The field of a column of [`COLUMNS`].
    fn get(&self, column: &str) -> &str {
        let at = COLUMNS.iter().position(|name| *name == column);
        at.and_then(|at| self.fields.get(at)).map_or("", String::as_str)
    }

    fn list(&self, column: &str) -> Vec<&str> {
        self.get(column).split(';').filter(|entry| !entry.is_empty()).collect()
    }

    fn count(&self, column: &str) -> Option<u64> {
        self.get(column).parse().ok()
    }
}

impl Areas {
    /// Reads the table; a row of another width, or quotation marks, are findings.
    pub fn read(dir: &Path, name: &str, findings: &mut Vec<Finding>) -> Option<Table<Areas>> {
        let path = dir.join(name);
        let at = |line: usize, message: &str| Finding::new(&path, line, RULE, message);
        let Ok(text) = fs::read_to_string(&path) else {
            findings.push(at(1, "the table is missing; the README has its columns"));
            return None;
        };
        let mut lines = text.lines().enumerate().filter(|(_, line)| !line.starts_with('#'));
        let (line, header) = lines.next().unwrap_or_default();
        if header.split(',').ne(COLUMNS) {
            findings.push(at(line + 1, "these are not the columns that the README gives, in its order"));
            return None;
        }
        let mut rows = Vec::new();
        for (n, line) in lines {
            let fields: Vec<String> = line.split(',').map(str::to_owned).collect();
            if fields.len() != COLUMNS.len() || line.contains('"') {
                findings.push(at(n + 1, "a row has 22 fields without commas or quotation marks in them"));
                return None;
            }
            rows.push(Row { line: n + 1, agency: fields[1].clone(), fields });
        }
        Some(Table { path, text, says: Areas { rows } })
    }
}

/// Checks the table as a whole and each row.
pub fn check(tables: &Tables) -> Vec<Finding> {
    let table = &tables.areas;
    let profile = &tables.profile.says;
    let rows = &table.says.rows;
    let mut findings = Vec::new();
    let mut tell =
        |line: usize, message: String| findings.push(Finding::new(&table.path, line, RULE, message));
    if rows.len() != profile.areas.count {
        tell(
            1,
            format!("{} rows, but `[areas] count` in profile.toml is {}", rows.len(), profile.areas.count),
        );
    }
    for column in ["code", "agency", "name_sq", "name_sr", "name_en"] {
        for code in twice(rows.iter().map(|row| row.get(column))) {
            tell(1, format!("`{code}` stands twice in `{column}`; each area has its own"));
        }
    }
    let sum: u64 = rows.iter().filter_map(|row| row.count("pop")).sum();
    if sum.abs_diff(profile.population) > profile.population / SUM_PARTS {
        let total = profile.population;
        tell(
            1,
            format!("the people add up to {sum}, but `population` is {total}; they may differ by 0.1 %"),
        );
    }
    let shortfall = profile.population_with_estimate.saturating_sub(profile.population);
    for row in rows {
        let messages = [names(row), languages(row, tables), people(row, shortfall), place(row, tables)];
        for message in messages.into_iter().flatten() {
            tell(row.line, message);
        }
    }
    findings
}

fn names(row: &Row) -> Vec<String> {
    let mut messages = Vec::new();
    if row.get("code").len() != 2 || !row.get("code").bytes().all(|b| b.is_ascii_digit()) {
        messages.push(format!("`{}` is no code; write two digits", row.get("code")));
    }
    if !is_word(&row.agency) || !row.agency.ends_with(&format!("-{}", row.get("code"))) {
        messages.push(format!(
            "the agency `{}` must be a word that ends with `-{}`",
            row.agency,
            row.get("code")
        ));
    }
    for column in ["name_sq", "name_sr", "name_sr_cyrl", "name_en", "district"] {
        if row.get(column).trim().is_empty() {
            messages.push(format!("`{column}` is empty; every area has its names"));
        }
    }
    let expected = cyrillic::from_latin(row.get("name_sr"));
    if row.get("name_sr_cyrl") != expected {
        messages.push(format!(
            "`{}` is not `{}` in Cyrillic; write `{expected}`",
            row.get("name_sr_cyrl"),
            row.get("name_sr")
        ));
    }
    messages
}

fn languages(row: &Row, tables: &Tables) -> Vec<String> {
    let languages = &tables.profile.says.languages;
    let (official, in_use) = (row.list("languages_official"), row.list("languages_in_use"));
    let mut messages = Vec::new();
    for language in languages.official_everywhere.iter().filter(|l| !official.contains(&l.as_str())) {
        messages.push(format!("`{language}` is official everywhere; add it to `languages_official`"));
    }
    for language in official.iter().chain(&in_use).filter(|l| !languages.known.iter().any(|k| k == **l)) {
        messages.push(format!("`{language}` is not among the `known` languages of profile.toml"));
    }
    for language in ["tr", "bs"] {
        let has_place = official.contains(&language) || in_use.contains(&language);
        if has_place == row.get(&format!("name_{language}")).is_empty() {
            messages
                .push(format!("`name_{language}` and the languages disagree; an area has both or neither"));
        }
    }
    messages
}

fn people(row: &Row, shortfall: u64) -> Vec<String> {
    let counts = ["pop", "pop_low", "pop_high"].map(|column| row.count(column));
    let [Some(pop), Some(low), Some(high)] = counts else {
        return vec!["`pop`, `pop_low` and `pop_high` are whole numbers; write all three".to_owned()];
    };
    let source = row.get("pop_source");
    let expected = if source == UNUSABLE {
        Some((pop, pop + shortfall))
    } else {
        let permille = PERMILLE_BY_SOURCE.iter().find(|(name, _)| *name == source).map(|(_, n)| *n);
        permille.map(|n| (pop * (1000 - n) / 1000, (pop * (1000 + n)).div_ceil(1000)))
    };
    let mut messages = Vec::new();
    match expected {
        None => messages.push(format!("`{source}` is no source of a count; write P, P*, F or M")),
        Some(range) if range != (low, high) => {
            messages.push(format!("the range for {pop} of source {source} is {} to {}", range.0, range.1));
        }
        Some(_) => {}
    }
    let usable = if source == UNUSABLE { "false" } else { "true" };
    if row.get("use_for_planning") != usable {
        messages.push(format!("`use_for_planning` is {usable} for a count of source {source}"));
    }
    messages
}

fn place(row: &Row, tables: &Tables) -> Vec<String> {
    let map = &tables.profile.says.map;
    let number = |column: &str| row.get(column).parse::<f64>().ok();
    let mut messages = Vec::new();
    let inside = number("seat_lat").is_some_and(|lat| (map.south..=map.north).contains(&lat))
        && number("seat_lon").is_some_and(|lon| (map.west..=map.east).contains(&lon));
    if !inside {
        messages.push(
            "the seat lies outside the map of profile.toml; write latitude, then longitude".to_owned(),
        );
    }
    if !number("area_km2").is_some_and(|area| area > 0.0 && area < 100_000.0) {
        messages.push("`area_km2` is a number of square kilometres above 0".to_owned());
    }
    for column in ["area_source", "seat_source"] {
        if !["S", "M"].contains(&row.get(column)) {
            messages.push(format!("`{column}` is S or M: seen, or from memory"));
        }
    }
    messages
}
