//! Papers that follow a warning, filled with what is known: an update says what the warning said until it is
//! written anew, a cancellation says in plain words that it no longer holds.

use std::collections::BTreeMap;

use kulla_desk::profile::in_language;
use kulla_record::SubjectId;
use kulla_record::kind::warning::{Content, MessageType, Warning, WarningText};

use crate::house::House;
use crate::words::Args;

pub(super) fn update(subject: SubjectId, warning: &Warning) -> Content {
    Content { message: MessageType::Update, follows: vec![subject], ..warning.content.clone() }
}

pub(super) fn cancel(
    house: &House,
    subject: SubjectId,
    warning: &Warning,
    texts: Option<BTreeMap<String, WarningText>>,
) -> Content {
    let said = &warning.content.texts;
    let plain =
        || said.iter().map(|(lang, text)| (lang.clone(), over(house, lang, warning, text))).collect();
    Content {
        message: MessageType::Cancel,
        follows: vec![subject],
        response: Vec::new(),
        texts: texts.unwrap_or_else(plain),
        ..warning.content.clone()
    }
}

fn over(house: &House, lang: &str, warning: &Warning, text: &WarningText) -> WarningText {
    let hazard = house.desk.profile().hazard(&warning.content.hazard);
    let name = hazard.map_or(warning.content.hazard.as_str(), |hazard| in_language(&hazard.name, lang));
    WarningText {
        headline: house.words.say(lang, "cancel-headline", &Args::new().with("hazard", name)),
        description: house.words.say(
            lang,
            "cancel-description",
            &Args::new().with("headline", text.headline.trim()),
        ),
        instruction: String::new(),
        rest: Default::default(),
    }
}
