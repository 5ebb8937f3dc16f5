//! A label in the words of others: STANAG 4774 and the Traffic Light Protocol 2.0, out and in.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path as At, State};
use jiff::Timestamp;
use kulla_guard::tlp::Marking;
use kulla_guard::{Directory, Refusal, Tlp, from_4774, to_4774};
use kulla_record::Kind;
use kulla_record::label::{Clauses, Label};

use super::Path;
use super::ask::Ask;
use super::labels::{directory, in_hand, kind, lies_below, reached, who_differs};
use super::wire::label::{LabelAsked, LabelRead, LabelSeen, LabelTold, LabelWords};
use crate::entered::Entered;
use crate::house::House;
use crate::problem::Problem;
use crate::route::Route;
use crate::told::Told;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/items/{subject}/label", "The label of a subject in STANAG 4774 and TLP 2.0", words)
            .gives::<LabelWords>(),
        Route::post("/labels/read", "A label from STANAG 4774 or TLP 2.0, and whom it reaches", read)
            .takes::<LabelAsked>()
            .gives::<LabelRead>(),
    ]
}

async fn words(
    State(house): State<Arc<House>>,
    entered: Entered,
    At(path): At<Path>,
) -> Result<Json<LabelWords>, Problem> {
    let subject = path.subject()?;
    let words = move |ask: &Ask<'_>| {
        let item = ask.open(subject, &[])?;
        let directory = directory(ask, &[]);
        let (stanag4774, why) = match document(ask, &directory, &item.label, item.at.timestamp()) {
            Ok(document) => (Some(document), None),
            Err(refusal) => (None, Some(refusal.into())),
        };
        Ok(Json(LabelWords {
            who: reached(ask, &item.label),
            label: LabelSeen::of(&item.label, Some(item.label_id)),
            stanag4774,
            why,
        }))
    };
    house.ask(&entered, words).await
}

fn document(
    ask: &Ask<'_>,
    directory: &Directory,
    label: &Label,
    created: Timestamp,
) -> Result<String, Refusal> {
    let vocabulary = vocabulary(ask)?;
    let label = to_4774(label, &vocabulary, &directory.groups, created)?;
    kulla_stanag4774::write(&label).map_err(|error| {
        Refusal::new("label.4774.unwritten", format!("the label can't be written as STANAG 4774: {error}"))
    })
}

fn vocabulary(ask: &Ask<'_>) -> Result<kulla_guard::Vocabulary, Refusal> {
    let words = ask.desk.profile().vocabulary().ok().flatten();
    words.ok_or_else(|| {
        let message = "the profile has no words of STANAG 4774: the operator adds them to labels.toml";
        Refusal::new("label.4774.none", message)
    })
}

async fn read(
    State(house): State<Arc<House>>,
    entered: Entered,
    told: Told<LabelAsked>,
) -> Result<Json<LabelRead>, Problem> {
    let asked = told.body;
    let kind = kind(&asked.kind)?;
    house.ask(&entered, move |ask| composed(ask, &kind, asked).map(Json)).await
}

fn composed(ask: &Ask<'_>, kind: &Kind, asked: LabelAsked) -> Result<LabelRead, Problem> {
    let hand = in_hand(ask, asked.in_hand.as_deref())?;
    let (directory, composer) = (directory(ask, &[]), ask.desk.composer(ask.session(), None));
    let usual = composer.default_for(kind)?;
    let told = told(ask, &directory, &usual, asked)?;
    // What is written is composed as any label is, so that the sentence is that of what will be written.
    let told = ask.label(Some(LabelTold(told)), kind)?.unwrap_or_else(|| usual.clone());
    let of = hand.as_ref().map(|item| (&item.kind, item.label.as_ref()));
    let label = composer.as_written(kind, &told, of)?;
    let who = reached(ask, &label);
    Ok(LabelRead {
        held: who_differs(&who, &reached(ask, &told)),
        below: hand.as_ref().and_then(|item| lies_below(ask, &label, &item.label)),
        below_usual: lies_below(ask, &label, &usual),
        label: LabelSeen::of(&label, None),
        who,
    })
}

/// The label that was told, in whichever words. It is the writer's agency's own: nobody writes under another's.
fn told(ask: &Ask<'_>, directory: &Directory, usual: &Label, asked: LabelAsked) -> Result<Label, Problem> {
    let label = match (asked.label, asked.stanag4774, asked.tlp) {
        (Some(LabelTold(label)), None, None) => label,
        (None, Some(document), None) => foreign(ask, directory, usual, &document)?,
        (None, None, Some(word)) => marked(ask, usual, &word, &asked.recipients, &asked.clients)?,
        _ => {
            return Err(Problem::malformed("tell exactly one of `label`, `stanag4774` and `tlp`"));
        }
    };
    Ok(Label { owner: ask.session().agency.clone(), ..label })
}

fn foreign(ask: &Ask<'_>, directory: &Directory, usual: &Label, document: &str) -> Result<Label, Problem> {
    let report = kulla_stanag4774::validate(document.as_bytes());
    let Some(given) = report.label else {
        let said: Vec<String> = report.findings.iter().take(5).map(ToString::to_string).collect();
        let message = format!("this is no label of STANAG 4774: {}", said.join("; "));
        return Err(unprocessable(&Refusal::new("label.4774.invalid", message)));
    };
    let vocabulary = vocabulary(ask).map_err(|refusal| unprocessable(&refusal))?;
    from_4774(&given, &vocabulary, &directory.groups, usual).map_err(|refusal| unprocessable(&refusal))
}

/// The word says how far it may go and nothing else: no level and no purpose. What the usual label keeps of categories, controls
/// and retention stays.
fn marked(
    ask: &Ask<'_>,
    usual: &Label,
    word: &str,
    recipients: &[String],
    clients: &[String],
) -> Result<Label, Problem> {
    let refused = |error: String| unprocessable(&Refusal::new("label.tlp", error));
    let tlp: Tlp = word.parse().map_err(|error: kulla_guard::tlp::NotTlp| refused(error.to_string()))?;
    let composer = ask.desk.composer(ask.session(), None);
    let (to, clients) = (composer.named(recipients)?, composer.named(clients)?);
    let marking = Marking::of(tlp, &to, &clients).map_err(|error| refused(error.to_string()))?;
    let mut label =
        Label { levels: [].into(), purposes: Clauses::new(), audience: Clauses::new(), ..usual.clone() };
    marking.put_on(&mut label);
    label.checked().map_err(|error| refused(error.to_string()))
}

fn unprocessable(refusal: &Refusal) -> Problem {
    Problem::refusal(axum::http::StatusCode::UNPROCESSABLE_ENTITY, refusal)
}
