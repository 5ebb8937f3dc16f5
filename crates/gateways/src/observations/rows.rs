//! Rows of readings from bytes: a JSON array of objects, or CSV with a header (RFC 4180).

use jiff::Timestamp;
use serde::Deserialize;

use super::ROWS_MAX;
use super::wire::RowRefused;
use crate::problem::Problem;

/// Characters of a code, a property or a unit.
const WORD_CHARS_MAX: usize = 64;
/// The columns of a table, in the order in which a mistake names them.
const COLUMNS: [&str; 6] = ["source", "property", "at", "value", "unit", "forecast"];

/// One reading as it was sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Which row of the request, from 1.
    pub row: u64,
    pub source: String,
    pub property: String,
    pub unit: String,
    pub at: Timestamp,
    pub value: f64,
    pub forecast: bool,
}

/// Rows that read, and those that do not.
#[derive(Debug, Default, PartialEq)]
pub struct Table {
    pub rows: Vec<Row>,
    pub refused: Vec<RowRefused>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    source: String,
    property: String,
    at: String,
    value: f64,
    #[serde(default)]
    unit: String,
    #[serde(default)]
    forecast: bool,
}

/// Reads a JSON array; each element is judged by itself.
pub fn json(bytes: &[u8]) -> Result<Table, Problem> {
    let told: Vec<serde_json::Value> = serde_json::from_slice(bytes)
        .map_err(|error| Problem::malformed(format!("a JSON array of readings is expected: {error}")))?;
    let mut table = Table::default();
    limit(told.len())?;
    for (n, value) in (1..).zip(told) {
        let read = serde_json::from_value::<Told>(value).map_err(|error| error.to_string());
        table.add(n, read.and_then(|told| row(n, told)));
    }
    Ok(table)
}

/// Reads CSV. The header names the columns in any order; `unit` and `forecast` may be left out.
pub fn csv(bytes: &[u8]) -> Result<Table, Problem> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        Problem::malformed(format!("the CSV is not UTF-8 at byte {}", error.valid_up_to()))
    })?;
    let mut lines = text.trim_start_matches('\u{feff}').lines();
    let header = fields(lines.next().unwrap_or_default());
    let columns = columns(&header)?;
    let lines: Vec<&str> = lines.filter(|line| !line.trim().is_empty()).collect();
    limit(lines.len())?;
    let mut table = Table::default();
    for (n, line) in (1..).zip(lines) {
        table.add(n, cells(line, &header, &columns).and_then(|told| row(n, told)));
    }
    Ok(table)
}

fn limit(rows: usize) -> Result<(), Problem> {
    if rows <= ROWS_MAX {
        return Ok(());
    }
    let detail = format!("{rows} readings at once: at most {ROWS_MAX} are taken, send them in parts");
    Err(Problem::new(axum::http::StatusCode::PAYLOAD_TOO_LARGE, "request.too-large", detail))
}

fn columns(header: &[String]) -> Result<[Option<usize>; 6], Problem> {
    let unknown = header.iter().find(|name| !COLUMNS.contains(&name.as_str()));
    if let Some(unknown) = unknown {
        let known = COLUMNS.join(", ");
        return Err(Problem::malformed(format!(
            "line 1: no column is called `{unknown}`; there are {known}"
        )));
    }
    let columns = COLUMNS.map(|name| header.iter().position(|column| column == name));
    let missing = COLUMNS.iter().zip(columns).take(4).find(|(_, at)| at.is_none());
    match missing {
        Some((name, _)) => Err(Problem::malformed(format!("line 1: the column `{name}` is missing"))),
        None => Ok(columns),
    }
}

fn cells(line: &str, header: &[String], columns: &[Option<usize>; 6]) -> Result<Told, String> {
    let fields = fields(line);
    if fields.len() != header.len() {
        return Err(format!("it has {} fields, and the header {}", fields.len(), header.len()));
    }
    let cell = |column: usize| columns[column].and_then(|at| fields.get(at)).cloned().unwrap_or_default();
    let value = cell(3);
    Ok(Told {
        source: cell(0),
        property: cell(1),
        at: cell(2),
        value: value.trim().parse().map_err(|_| format!("`{value}` is no number: write 3.42"))?,
        unit: cell(4),
        forecast: match cell(5).as_str() {
            "" | "false" | "0" => false,
            "true" | "1" => true,
            other => return Err(format!("`forecast` is `true` or `false`, not `{other}`")),
        },
    })
}

/// The fields of a line; a field in quotes may hold commas, and quotes written twice.
fn fields(line: &str) -> Vec<String> {
    let (mut fields, mut field, mut quoted) = (Vec::new(), String::new(), false);
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                field.push('"');
                letters.next();
            }
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(std::mem::take(&mut field).trim().to_owned()),
            letter => field.push(letter),
        }
    }
    fields.push(field.trim().to_owned());
    fields
}

fn row(row: u64, told: Told) -> Result<Row, String> {
    for (name, word) in [("source", &told.source), ("property", &told.property)] {
        if word.is_empty() || word.chars().count() > WORD_CHARS_MAX {
            return Err(format!("`{name}` takes 1 to {WORD_CHARS_MAX} characters"));
        }
    }
    if told.unit.chars().count() > WORD_CHARS_MAX {
        return Err(format!("`unit` takes at most {WORD_CHARS_MAX} characters"));
    }
    let at = told
        .at
        .parse()
        .map_err(|_| format!("`{}` is no time: write 2026-11-17T20:44:00Z, with its offset", told.at))?;
    Ok(Row {
        row,
        source: told.source,
        property: told.property,
        unit: told.unit,
        at,
        value: told.value,
        forecast: told.forecast,
    })
}

impl Table {
    fn add(&mut self, row: u64, read: Result<Row, String>) {
        match read {
            Ok(row) => self.rows.push(row),
            Err(message) => {
                self.refused.push(RowRefused { row, rule: "observation.malformed".into(), message });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(table: &Table) -> Vec<(u64, &str)> {
        table.refused.iter().map(|row| (row.row, row.message.as_str())).collect()
    }

    #[test]
    fn csv_and_json_of_the_same_readings_are_the_same_rows() {
        let csv = csv(b"at,source,property,value,unit\n2026-11-17T20:44:00Z,gjonaj,water-level,3.42,m\n")
            .unwrap();
        let json = json(
            br#"[{"source":"gjonaj","property":"water-level","at":"2026-11-17T20:44:00Z","value":3.42,"unit":"m"}]"#,
        );
        assert_eq!(csv, json.unwrap());
        assert_eq!((csv.rows.len(), csv.rows[0].row), (1, 1));
    }

    #[test]
    fn a_broken_row_is_named_and_the_others_are_taken() {
        let table = csv(
            b"source,property,at,value\ng,w,2026-11-17T20:44:00Z,3.42\ng,w,yesterday,3.42\ng,w,2026-11-17T20:45:00Z,3,42\ng,w,2026-11-17T20:46:00Z,high\n",
        )
        .unwrap();
        assert_eq!(table.rows.len(), 1);
        assert_eq!(
            messages(&table),
            [
                (2, "`yesterday` is no time: write 2026-11-17T20:44:00Z, with its offset"),
                (3, "it has 5 fields, and the header 4"),
                (4, "`high` is no number: write 3.42"),
            ]
        );
    }

    #[test]
    fn a_header_that_is_off_is_told_before_anything_is_taken() {
        let told = |csv_text: &[u8]| csv(csv_text).unwrap_err().detail;
        assert_eq!(told(b"source,at,value\n"), "line 1: the column `property` is missing");
        assert!(told(b"source,property,at,value,ethnicity\n").starts_with("line 1: no column is called"));
        assert!(told(b"\xff\xfe").contains("not UTF-8"));
    }

    #[test]
    fn fields_in_quotes_hold_commas_and_quotes() {
        assert_eq!(fields(r#"a,"b, ""c""",d "#), ["a", r#"b, "c""#, "d"]);
    }

    #[test]
    fn more_rows_than_the_limit_are_refused_whole() {
        let many =
            format!("source,property,at,value\n{}", "g,w,2026-11-17T20:44:00Z,1\n".repeat(ROWS_MAX + 1));
        assert_eq!(csv(many.as_bytes()).unwrap_err().status, 413);
    }
}
