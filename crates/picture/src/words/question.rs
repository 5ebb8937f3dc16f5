//! What a text asks of the index of words.

use rusqlite::{Connection, params};

use super::cut;
use crate::fold::fold;

/// Words of one search.
const SEARCH_WORDS_MAX: usize = 16;
/// From this many letters on a word is found by its beginning; a shorter one has to be the whole word.
const BEGINNING_CHARS_MIN: usize = 3;
/// Words with the same beginning that are asked for one by one; more are left to FTS5, which is slow and right.
const BEGINNINGS_MAX: usize = 500;

/// What a text asks for.
#[derive(Debug, PartialEq)]
pub(crate) struct Question(Vec<String>);

impl Question {
    /// `None` when there is no word in the text.
    pub fn of(text: &str) -> Option<Question> {
        let words: Vec<String> = cut(&fold(text)).take(SEARCH_WORDS_MAX).map(String::from).collect();
        (!words.is_empty()).then_some(Question(words))
    }

    /// As FTS5 takes it, for one tier, among the rows of these labels where some are named; `None` when the tier
    /// has nothing.
    pub fn in_tier(&self, db: &Connection, tier: i64, labels: &[u32]) -> rusqlite::Result<Option<String>> {
        let mut parts = Vec::with_capacity(self.0.len() + 1);
        if !labels.is_empty() {
            parts.push(any(labels.iter().map(|no| format!("\"_{no}\""))));
        }
        for word in &self.0 {
            match beginnings(db, tier, word)? {
                Some(found) if found.is_empty() => return Ok(None),
                Some(found) => parts.push(any(found.iter().map(|word| format!("\"{word}\"")))),
                None => parts.push(format!("\"{word}\"*")),
            }
        }
        Ok(Some(parts.join(" AND ")))
    }
}

fn any(words: impl Iterator<Item = String>) -> String {
    format!("({})", words.collect::<Vec<_>>().join(" OR "))
}

/// The words of a tier that begin so; `None` when they are too many.
fn beginnings(db: &Connection, tier: i64, word: &str) -> rusqlite::Result<Option<Vec<String>>> {
    let short = word.chars().nth(BEGINNING_CHARS_MIN - 1).is_none();
    let end = if short { word.to_owned() } else { format!("{word}{}", char::MAX) };
    let mut statement =
        db.prepare_cached("SELECT word FROM word WHERE tier = ?1 AND word BETWEEN ?2 AND ?3 LIMIT ?4")?;
    let max = i64::try_from(BEGINNINGS_MAX + 1).unwrap_or(i64::MAX);
    let found: Vec<String> =
        statement.query_map(params![tier, word, end, max], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok((found.len() <= BEGINNINGS_MAX).then_some(found))
}

#[cfg(test)]
mod tests {
    use super::Question;

    #[test]
    fn nobody_can_type_the_word_of_a_label() {
        assert_eq!(Question::of("_7 OR \"_7\"").unwrap().0, ["7", "or", "7"]);
    }

    #[test]
    fn marks_that_stand_behind_their_letter_are_folded_too() {
        assert_eq!(Question::of("Gjakove\u{308}"), Question::of("Gjakovë"));
    }
}
