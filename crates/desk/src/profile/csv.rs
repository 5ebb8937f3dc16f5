//! The comma-separated tables of a profile (RFC 4180), with `#` lines as remarks and named columns.

use std::collections::HashMap;

/// One row by the names of its columns.
pub struct Row<'a> {
    columns: &'a HashMap<String, usize>,
    fields: Vec<String>,
    /// 1-based line in the file.
    pub line: usize,
}

impl Row<'_> {
    /// A field; an error names the line and the column.
    pub fn text(&self, column: &str) -> Result<&str, String> {
        let at = self.columns.get(column).ok_or_else(|| format!("there is no column `{column}`"))?;
        let missing = || format!("line {}: column `{column}` is missing", self.line);
        self.fields.get(*at).map(String::as_str).ok_or_else(missing)
    }

    /// A field as a number or whatever reads from text.
    pub fn parse<T: std::str::FromStr>(&self, column: &str) -> Result<T, String> {
        let text = self.text(column)?;
        text.parse().map_err(|_| format!("line {}: `{text}` in column `{column}` does not read", self.line))
    }
}

/// Hands each row to `each`.
pub fn rows(text: &str, mut each: impl FnMut(&Row<'_>) -> Result<(), String>) -> Result<(), String> {
    let mut columns: Option<HashMap<String, usize>> = None;
    for (at, line) in
        text.lines().enumerate().filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty())
    {
        let fields = split(line).ok_or_else(|| format!("line {}: a quote is not closed", at + 1))?;
        match &columns {
            None => columns = Some(fields.into_iter().enumerate().map(|(i, name)| (name, i)).collect()),
            Some(columns) => each(&Row { columns, fields, line: at + 1 })?,
        }
    }
    Ok(())
}

fn split(line: &str) -> Option<Vec<String>> {
    let (mut fields, mut field, mut quoted) = (Vec::new(), String::new(), false);
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => field.extend(letters.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(std::mem::take(&mut field)),
            _ => field.push(letter),
        }
    }
    fields.push(field);
    (!quoted).then_some(fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_remarks_and_named_columns_are_read() {
        let mut seen = Vec::new();
        rows("# remark\nb,a\n\"x, \"\"y\"\"\",1\n", |row| {
            seen.push((row.text("b")?.to_owned(), row.parse::<u8>("a")?));
            Ok(())
        })
        .unwrap();
        assert_eq!(seen, [("x, \"y\"".to_owned(), 1)]);
    }

    #[test]
    fn an_error_names_the_line_and_the_column() {
        let told = rows("a\nseven\n", |row| row.parse::<u8>("a").map(|_| ())).unwrap_err();
        assert_eq!(told, "line 2: `seven` in column `a` does not read");
        assert_eq!(rows("a\n\"x\n", |_| Ok(())).unwrap_err(), "line 2: a quote is not closed");
    }
}
