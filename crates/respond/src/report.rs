//! What becomes public of a report, and what its reporter is told.
//!
//! A report is never changed and never public. What is public is a `notice`: words that an officer wrote for everybody,
//! a place that was rounded here, a state. So nothing of what a citizen sent gets out by being forgotten in a form; who
//! publishes types or confirms each word. What the reporter is told stands in the `moderation`, which only whoever holds
//! the feedback code is shown a part of.

use kulla_record::SubjectId;
use kulla_record::decision::{Change, Context, Decided, Refusal};
use kulla_record::kind::reporting::{HandedIn, Moderation, Notice, NoticeState, Progress, Shown, Withheld};
use kulla_record::place::{Bounds, Geometry, Place, Point};

use crate::field;

/// Points of a public notice lie on a grid of so many steps a degree: half a kilometre and less.
const STEPS_PER_DEGREE: f64 = 200.0;
/// Digits in a row, whatever stands between them, that look like somebody's number.
const NUMBER_DIGITS_MIN: usize = 7;
/// Milliseconds of an hour: the time of a notice tells no more.
const HOUR_MS: i64 = 3_600_000;

/// A report that was handed in, and what was decided about it so far.
#[derive(Debug, Clone, Copy)]
pub struct Handed<'a> {
    /// The report.
    pub report: SubjectId,
    /// What its form held.
    pub handed_in: &'a HandedIn,
    /// When it was handed in.
    pub seen: jiff::Timestamp,
    /// What was decided about it.
    pub moderation: &'a Moderation,
    /// What was ever public of it.
    pub notice: Option<&'a Notice>,
}

/// What everybody is to read.
#[derive(Debug, Clone, PartialEq)]
pub struct Words {
    /// The words.
    pub words: String,
    /// BCP 47 tag of their language.
    pub lang: String,
    /// Where; it is rounded.
    pub place: Place,
    /// Whether it is done.
    pub done: bool,
    /// What is being done.
    pub note: String,
}

/// What a moderator does.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Make these words public, or put them in the place of those that are.
    Publish(Words),
    /// Nothing of it will be public.
    Reject {
        /// On what grounds.
        reason: String,
    },
    /// What is public is taken back.
    Hide {
        /// On what grounds.
        reason: String,
    },
    /// Nobody is shown this photograph of it any more.
    Withhold {
        /// Its number in the report, from 1.
        photo: usize,
        /// On what grounds.
        reason: String,
    },
    /// Tell the reporter how it stands.
    Answer {
        /// How it stands.
        progress: Progress,
        /// In words; may be empty.
        answer: String,
    },
}

/// The one subject of what was decided about a report.
pub fn moderation_subject(report: SubjectId) -> SubjectId {
    SubjectId::derived("moderation", report)
}

/// The one subject of what is public of a report.
pub fn notice_subject(report: SubjectId) -> SubjectId {
    SubjectId::derived("notice", report)
}

/// The one subject of who handed a report in.
pub fn reporter_subject(report: SubjectId) -> SubjectId {
    SubjectId::derived("reporter", report)
}

/// What stands about a report when nobody has looked at it.
pub fn undecided(report: SubjectId) -> Moderation {
    Moderation {
        report,
        shown: Shown::Waiting,
        reason: String::new(),
        progress: Progress::Received,
        answer: String::new(),
        answered: None,
        withheld: Vec::new(),
        by: None,
        rest: Default::default(),
    }
}

/// Decides one command.
///
/// Codes: `report.published`, `report.not-published`, `report.rejected`, `report.contact`,
/// `report.no-photo`, `report.withheld`, `report.unchanged`, `place.…`, `text.…`.
pub fn decide(state: &Handed<'_>, command: Command, context: &Context) -> Decided {
    match command {
        Command::Publish(words) => publish(state, words, context),
        Command::Reject { reason } => reject(state, &reason, context),
        Command::Hide { reason } => hide(state, &reason, context),
        Command::Withhold { photo, reason } => withhold(state, photo, &reason, context),
        Command::Answer { progress, answer } => tell(state, progress, &answer, context),
    }
}

fn publish(state: &Handed<'_>, told: Words, context: &Context) -> Decided {
    let words = field::text("words", &told.words)?;
    let note = field::text_if_any("note", &told.note)?;
    let lang = field::code("lang", &told.lang)?;
    let place = rounded(field::place(told.place)?);
    for (name, text) in [("words", &words), ("note", &note), ("place", &place.words)] {
        if holds_contact(text) {
            let message = format!(
                "`{name}` holds what looks like a telephone number or an address of mail: everybody would read it, so leave it out"
            );
            return Err(Refusal::new("report.contact", message).with("field", name));
        }
    }
    let notice = Notice {
        number: state.handed_in.number.clone(),
        service: state.handed_in.service.clone(),
        state: if told.done { NoticeState::Closed } else { NoticeState::Open },
        words,
        lang,
        place,
        made: to_the_hour(state.seen),
        updated: context.now,
        note,
        // INVARIANT: photographs are never public: they show doors, plates and faces.
        photos: Vec::new(),
        rest: state.notice.map(|notice| notice.rest.clone()).unwrap_or_default(),
    };
    let decided = decided(state, Shown::Published, String::new(), context);
    Ok(vec![moderation(state, decided), Change::first_or_next(notice_subject(state.report), notice)])
}

fn reject(state: &Handed<'_>, reason: &str, context: &Context) -> Decided {
    let reason = field::reason("reason", reason)?;
    match state.moderation.shown {
        Shown::Waiting => Ok(vec![moderation(state, decided(state, Shown::Rejected, reason, context))]),
        Shown::Published => Err(Refusal::new(
            "report.published",
            "something of this report is public: hide it, which takes it back",
        )),
        Shown::Rejected | Shown::Hidden => {
            Err(Refusal::new("report.rejected", "nothing of this report is public now"))
        }
    }
}

fn hide(state: &Handed<'_>, reason: &str, context: &Context) -> Decided {
    let reason = field::reason("reason", reason)?;
    let (Shown::Published, Some(notice)) = (state.moderation.shown, state.notice) else {
        return Err(Refusal::new(
            "report.not-published",
            "nothing of this report is public, so nothing can be hidden",
        ));
    };
    // Its words go from the newest version; whoever must not find them in an older one either has them erased.
    let withdrawn = Notice {
        state: NoticeState::Withdrawn,
        words: String::new(),
        note: String::new(),
        place: Place::default(),
        photos: Vec::new(),
        updated: context.now,
        ..notice.clone()
    };
    let decided = decided(state, Shown::Hidden, reason, context);
    Ok(vec![moderation(state, decided), Change::first_or_next(notice_subject(state.report), withdrawn)])
}

/// It stays on record and under seal until it is erased or has expired; from now on it is out of everybody's sight.
fn withhold(state: &Handed<'_>, photo: usize, reason: &str, context: &Context) -> Decided {
    let reason = field::reason("reason", reason)?;
    let found = photo.checked_sub(1).and_then(|at| state.handed_in.photos.get(at));
    let Some(photo) = found else {
        return Err(Refusal::new("report.no-photo", "the report has no such photograph: look at it again"));
    };
    let before = state.moderation;
    if before.withheld.iter().any(|withheld| withheld.blob == photo.blob) {
        return Err(Refusal::new("report.withheld", "nobody is shown this photograph any more"));
    }
    let mut withheld = before.withheld.clone();
    withheld.push(Withheld {
        blob: photo.blob.clone(),
        reason,
        by: context.actor,
        at: context.now,
        rest: Default::default(),
    });
    Ok(vec![moderation(state, Moderation { withheld, by: Some(context.actor), ..before.clone() })])
}

fn tell(state: &Handed<'_>, progress: Progress, answer: &str, context: &Context) -> Decided {
    let answer = field::text_if_any("answer", answer)?;
    let before = state.moderation;
    if (before.progress, &before.answer) == (progress, &answer) {
        return Err(Refusal::new("report.unchanged", "the reporter is told exactly this already"));
    }
    let told = Moderation {
        progress,
        answer,
        answered: Some(context.now),
        by: Some(context.actor),
        ..before.clone()
    };
    Ok(vec![moderation(state, told)])
}

fn decided(state: &Handed<'_>, shown: Shown, reason: String, context: &Context) -> Moderation {
    Moderation { shown, reason, by: Some(context.actor), ..state.moderation.clone() }
}

fn moderation(state: &Handed<'_>, moderation: Moderation) -> Change {
    Change::first_or_next(moderation_subject(state.report), moderation)
}

/// A place as everybody is shown it: the middle of its shape on a coarse grid, so that nobody's door is marked.
pub fn rounded(place: Place) -> Place {
    let around = place.geometry.as_ref().and_then(|shape| Bounds::around(shape.points()));
    let step = |degrees: f64| (degrees * STEPS_PER_DEGREE).round() / STEPS_PER_DEGREE;
    let middle =
        |b: Bounds| Point(step(f64::midpoint(b.west, b.east)), step(f64::midpoint(b.south, b.north)));
    Place { geometry: around.map(|b| Geometry::Point(middle(b))), ..place }
}

fn to_the_hour(at: jiff::Timestamp) -> jiff::Timestamp {
    let ms = at.as_millisecond();
    jiff::Timestamp::from_millisecond(ms - ms.rem_euclid(HOUR_MS)).unwrap_or(at)
}

/// Whether a text holds what looks like somebody's number or address of mail.
fn holds_contact(text: &str) -> bool {
    let mut digits = 0;
    for c in text.chars() {
        match c {
            c if c.is_numeric() => digits += 1,
            ' ' | '-' | '/' | '(' | ')' | '+' | '\u{a0}' => {}
            _ => digits = 0,
        }
        if digits >= NUMBER_DIGITS_MIN {
            return true;
        }
    }
    let word = |word: &str| {
        let ends = word.split_once('@');
        ends.is_some_and(|(user, host)| !user.is_empty() && host.trim_end_matches('.').contains('.'))
    };
    text.split_whitespace().any(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_addresses_of_people_are_found_and_those_of_services_and_dates_are_not() {
        for text in ["call +383 44 123 456", "044/123-456", "write to a.b@example.org please"] {
            assert!(holds_contact(text), "{text}");
        }
        for text in ["call 112", "from 18:00 on 02.03.2026", "water @ the bridge", "road M25, km 12"] {
            assert!(!holds_contact(text), "{text}");
        }
    }

    #[test]
    fn a_public_place_is_a_point_of_a_coarse_grid() {
        let at = |point| Place { geometry: Some(Geometry::Point(point)), ..Place::default() };
        assert_eq!(rounded(at(Point(20.6542, 42.2847))), at(Point(20.655, 42.285)));
        assert_eq!(rounded(Place::default()), Place::default());
    }
}
