//! Texts with `{names}` in them, filled in for one language.

use super::draw::{Drawn, Value};

/// The language of what has no text in the one that is asked for.
const FALLBACK: &str = "en";
/// Languages that write decimals with a comma.
const COMMA: [&str; 4] = ["sq", "sr", "bs", "tr"];

impl Drawn {
    /// A text with its names filled in. A name that nobody drew stays as it is, which the door would refuse;
    /// [`super::check`] says so before.
    pub fn say(&self, text: &str, lang: &str) -> String {
        let (mut said, mut rest) = (String::new(), text);
        while let Some(open) = rest.find('{') {
            said.push_str(&rest[..open]);
            rest = &rest[open + 1..];
            match rest.split_once('}').and_then(|(name, after)| Some((self.look_up(name)?, after))) {
                Some((value, after)) => {
                    said.push_str(&spoken(value, lang));
                    rest = after;
                }
                None => said.push('{'),
            }
        }
        said.push_str(rest);
        said
    }

    /// A list in which `{names}` of lists stand for all their items.
    pub fn list<'a>(&self, items: impl IntoIterator<Item = &'a str>) -> Vec<String> {
        let mut list = Vec::new();
        for item in items {
            let name = item.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
            match name.and_then(|name| self.look_up(name)) {
                Some(Value::List(items)) => list.extend(items.iter().cloned()),
                _ => list.push(self.say(item, FALLBACK)),
            }
        }
        list
    }

    /// What a name stands for: `crest_m`, or `stretch.gauge`.
    pub fn look_up(&self, name: &str) -> Option<&Value> {
        match name.split_once('.') {
            None => self.values.get(name),
            Some((choice, field)) => match self.values.get(choice)? {
                Value::Choice(fields) => fields.get(field),
                _ => None,
            },
        }
    }
}

/// Names in a text.
pub fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).map(|rest| rest.split_once('}').map_or("", |(name, _)| name))
}

fn spoken(value: &Value, lang: &str) -> String {
    match value {
        Value::Number(number, decimals) => {
            let text = format!("{number:.decimals$}");
            if COMMA.contains(&lang) { text.replace('.', ",") } else { text }
        }
        Value::Time(time) => time.to_string(),
        Value::Words(words) => words.clone(),
        Value::ByLang(words) => {
            let found = words.get(lang).or_else(|| words.get(FALLBACK)).or_else(|| words.values().next());
            found.cloned().unwrap_or_default()
        }
        Value::List(items) => items.join(", "),
        Value::Choice(_) => String::new(),
    }
}
