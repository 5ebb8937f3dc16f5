//! One warning: what to do first, then what is happening and where. A warning that no longer holds says so
//! before anything else.

use kulla_cap::Time;
use kulla_record::Session;
use kulla_record::kind::warning::{MessageType, WarningState, WarningText};
use maud::{Markup, html};

use super::list::{places, strips, zone};
use super::page::{self, Frame};
use super::shelf::{Shelf, Shown};
use super::stage::Stage;
use super::{class, glyph, in_languages, map, speak};
use crate::house::House;
use crate::problem::Problem;
use crate::words::{Args, PAGE_LANGS};

/// Other warnings that are named.
const OTHERS_MAX: usize = 5;

/// One warning on its way to the page.
struct Telling<'a> {
    house: &'a House,
    stage: &'a Stage,
    shown: &'a Shown,
    /// Language of the page.
    lang: &'static str,
    /// Language of the text.
    text_lang: String,
    text: WarningText,
    frame: Frame<'a>,
}

pub(super) fn page(
    house: &House,
    public: &Session,
    stage: &Stage,
    identifier: &str,
    (lang, wanted): (&'static str, &str),
) -> Result<Markup, Problem> {
    let shelf = Shelf::new(house, public);
    let shown = shelf.find(identifier)?;
    let texts = &shown.warning.content.texts;
    let found =
        [wanted, lang].iter().find_map(|lang| texts.get_key_value(*lang)).or_else(|| texts.iter().next());
    let (text_lang, text) = found.map(|(lang, text)| (lang.clone(), text.clone())).unwrap_or_default();
    let more = texts.keys().filter(|lang| !PAGE_LANGS.contains(&lang.as_str())).cloned();
    let langs = in_languages(
        &format!("{}/w/{}", stage.base, shown.warning.identifier),
        PAGE_LANGS.map(str::to_owned).into_iter().chain(more),
    );
    let frame = Frame {
        lang,
        title: text.headline.clone(),
        exercise: stage.exercise.as_ref(),
        public: true,
        langs,
    };
    let telling = Telling { house, stage, shown: &shown, lang, text_lang, text, frame };
    let others = shelf.list(&["in-force"], OTHERS_MAX + 1)?;
    let others: Vec<Shown> = others
        .into_iter()
        .filter(|other| other.item.subject != shown.item.subject)
        .take(OTHERS_MAX)
        .collect();
    let follower = shelf.follower(&shown.warning)?;
    let inside = html! {
        (telling.head())
        div.w {
            (telling.state(follower.as_ref()))
            (telling.times())
            @if telling.text_lang != telling.lang && wanted == lang {
                p { (telling.say("other-language")) }
            }
            div.g { div { (telling.steps()) (telling.call()) } div { (telling.facts()) } }
            @if !others.is_empty() {
                h2.s { (telling.marked("others")) }
                (strips(house, stage, lang, &others))
            }
            (telling.foot())
        }
    };
    Ok(page::frame(house, &telling.frame, &inside))
}

impl Telling<'_> {
    fn say(&self, id: &str) -> String {
        self.house.words.plain(self.lang, id)
    }

    fn marked(&self, id: &str) -> String {
        page::marked(self.house, &self.frame, &self.say(id))
    }

    fn holds(&self) -> bool {
        self.shown.warning.state == WarningState::InForce
    }

    fn tag(&self) -> &str {
        speak::tag(self.house, &self.text_lang)
    }

    fn head(&self) -> Markup {
        let severity = self.shown.warning.content.severity;
        let class = if self.holds() { class(severity) } else { "gone" };
        let word = match self.shown.warning.state {
            WarningState::AllClear => "state-all-clear".to_owned(),
            _ => format!("severity-{}", super::class(severity)),
        };
        html! {
            div class={ "sev " (class) } {
                div.w {
                    p { @if self.holds() { (glyph(severity)) } (self.marked(&word)) }
                    h1 lang=(self.tag()) { (page::marked(self.house, &self.frame, self.text.headline.trim())) }
                }
            }
        }
    }

    /// That it no longer holds, and where to go on reading.
    fn state(&self, follower: Option<&Shown>) -> Markup {
        let id = match self.shown.warning.state {
            WarningState::Updated => "state-updated",
            WarningState::Cancelled => "state-cancelled",
            WarningState::Expired => "state-expired",
            WarningState::InForce | WarningState::AllClear => return html! {},
        };
        let link = format!("{id}-link");
        html! {
            p.state {
                (self.say(id))
                @if let Some(next) = follower {
                    a href={ (self.stage.base) "/w/" (next.warning.identifier) } { (self.say(&link)) }
                }
            }
        }
    }

    fn times(&self) -> Markup {
        let (warning, words, zone) = (&self.shown.warning, &self.house.words, zone(self.house));
        let sent = Time::parse(&warning.sent)
            .map_or_else(|_| self.shown.item.at.timestamp(), |sent| sent.timestamp());
        let id = if warning.content.message == MessageType::Update { "updated-on" } else { "issued" };
        let said = |id: &str, at| {
            words.say(self.lang, id, &Args::new().with("when", words.moment(self.lang, at, &zone)))
        };
        html! {
            p.upd { (said(id, sent)) @if self.holds() { " " (said("in-force-until", warning.content.expires)) } }
        }
    }

    fn steps(&self) -> Markup {
        let steps: Vec<&str> =
            self.text.instruction.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let heading = match self.stage.exercise {
            Some(_) => page::marked(self.house, &self.frame, &self.say("exercise-what-to-do")),
            None => self.say("what-to-do"),
        };
        html! {
            @if self.holds() && !steps.is_empty() {
                h2 { (heading) }
                ol.do lang=(self.tag()) { @for step in &steps { li { (self.linked(step)) } } }
            } @else if !steps.is_empty() {
                ul.pl lang=(self.tag()) { @for step in &steps { li { (step) } } }
            }
        }
    }

    /// The number to call, where no step names it; never in an exercise.
    fn call(&self) -> Markup {
        let number = self.number().filter(|number| self.holds() && !self.text.instruction.contains(number));
        html! {
            @if let Some(number) = number {
                p { (self.linked(&self.house.words.say(self.lang, "call", &Args::new().with("number", number)))) }
            }
        }
    }

    fn number(&self) -> Option<&str> {
        let number =
            self.house.desk.profile().country.emergency.first().map(|number| number.number.as_str());
        number.filter(|_| self.stage.exercise.is_none())
    }

    /// A line in which the number to call is a link.
    fn linked(&self, line: &str) -> Markup {
        let call = self
            .number()
            .and_then(|number| line.split_once(number).map(|(before, after)| (before, number, after)));
        match call {
            Some((before, number, after)) => {
                html! { (before) a href={ "tel:" (number) } { b { (number) } } (after) }
            }
            None => html! { (line) },
        }
    }

    fn facts(&self) -> Markup {
        let content = &self.shown.warning.content;
        let lines = self.text.description.lines().map(str::trim).filter(|line| !line.is_empty());
        html! {
            h2 { (self.marked("what-happens")) }
            div lang=(self.tag()) { @for line in lines { p { (line) } } }
            h2.s { (self.marked("where")) }
            @if !content.place.words.trim().is_empty() { p { (content.place.words.trim()) } }
            ul.pl { @for place in places(self.house, self.shown, self.lang).split(", ").filter(|name| !name.is_empty()) { li { (place) } } }
            (map::figure(self.house, &content.place, self.lang, self.stage.exercise.is_some()))
        }
    }

    fn foot(&self) -> Markup {
        let profile = self.house.desk.profile();
        let sender = &profile.country.cap.sender_name;
        let who = sender.get(self.lang).or_else(|| sender.values().next()).map_or("", String::as_str);
        let words = &self.house.words;
        html! {
            footer {
                p { (page::marked(self.house, &self.frame, &words.say(self.lang, "from-whom", &Args::new().with("who", who)))) }
                ul {
                    li { a href={ (self.stage.base) "/" } { (self.say("back")) } }
                    li { a href={ (self.stage.base) "/cap/" (self.shown.warning.identifier) ".xml" } { (self.say("message-cap")) } }
                    li { a href={ (self.stage.base) "/feeds/cap.atom" } { (self.say("feed-atom")) } }
                }
            }
        }
    }
}
