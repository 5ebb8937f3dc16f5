//! The register of what can be sent, used and slept in: units, facilities and shelters from a GeoJSON file.
//!
//! They are reference records: an exercise reads them and never writes them, so they stand in the log of reference on
//! every node. The operator brings them in, the node writes them under the label that the profile gives to such things of
//! the agency that answers for them, and bringing the same file in again writes nothing.

use std::collections::BTreeMap;

use kulla_record::SubjectId;
use kulla_record::decision::{Change, Written};
use kulla_record::kind::action::{Facility, Shelter, Unit, UnitState, Usable};
use kulla_record::kind::{Body, Rest};
use kulla_record::label::Word;
use kulla_record::place::{Geometry, PLACE_POINTS_MAX, Place, Point};
use serde::Deserialize;
use serde_json::Value;

use crate::failure::refused;
use crate::plan::{COMMAND_FIELD, Hand, Plan, Step, Under};
use crate::profile::Profile;
use crate::{CAUGHT_UP_PATIENCE, Composer, Desk, Failure, Seen};

/// Features of one file.
pub const FEATURES_MAX: usize = 20_000;
/// Characters of a name.
const NAME_CHARS_MAX: usize = 200;
/// Characters of a call sign or code.
const CODE_CHARS_MAX: usize = 40;
/// Faults that are told; the rest is counted.
const FAULTS_TOLD_MAX: usize = 20;
/// Records that go into one append.
const APPENDED_MAX: usize = 500;

#[derive(Deserialize)]
struct Collection {
    features: Vec<Value>,
}

#[derive(Deserialize)]
struct Feature {
    geometry: Geometry,
    properties: Told,
}

/// What a feature says. A field that is not here is refused, so that a slip of the pen is not lost in silence.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    kind: String,
    code: String,
    name: String,
    agency: String,
    #[serde(default)]
    what: String,
    #[serde(default)]
    sign: String,
    #[serde(default)]
    sidc: String,
    #[serde(default)]
    area: String,
    #[serde(default)]
    words: String,
    state: Option<Value>,
    room: Option<u32>,
}

/// One thing of the register.
#[derive(Debug, Clone, PartialEq)]
pub struct Registered {
    /// The one subject of this code of this agency.
    pub subject: SubjectId,
    agency: Word,
    body: Written,
}

/// What bringing a file in came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Not known before.
    pub new: usize,
    /// Known, and something is different now.
    pub changed: usize,
    /// As it was.
    pub same: usize,
}

/// Reads a GeoJSON FeatureCollection (RFC 7946); all faults, each with the number of its feature, or all things.
pub fn read(text: &[u8], profile: &Profile) -> Result<Vec<Registered>, Vec<String>> {
    let collection: Collection = serde_json::from_slice(text)
        .map_err(|error| vec![format!("it is not a GeoJSON FeatureCollection: {error}")])?;
    if collection.features.len() > FEATURES_MAX {
        return Err(vec![format!("it has more than {FEATURES_MAX} features: bring it in in parts")]);
    }
    let (mut things, mut faults) = (BTreeMap::new(), Vec::new());
    for (n, feature) in collection.features.into_iter().enumerate() {
        let read = serde_json::from_value(feature).map_err(|error| error.to_string());
        match read.and_then(|feature| thing(feature, profile)) {
            Ok(thing) => {
                if things.insert(thing.subject, thing).is_some() {
                    faults.push(format!(
                        "feature {}: its `kind`, `agency` and `code` are there twice",
                        n + 1
                    ));
                }
            }
            Err(fault) => faults.push(format!("feature {}: {fault}", n + 1)),
        }
    }
    if faults.is_empty() {
        return Ok(things.into_values().collect());
    }
    let rest = faults.len().saturating_sub(FAULTS_TOLD_MAX);
    faults.truncate(FAULTS_TOLD_MAX);
    if rest > 0 {
        faults.push(format!("and {rest} more"));
    }
    Err(faults)
}

fn thing(feature: Feature, profile: &Profile) -> Result<Registered, String> {
    let Feature { geometry, properties: told } = feature;
    let points = geometry.points().count();
    if points == 0 || points > PLACE_POINTS_MAX || !geometry.points().all(Point::is_on_globe) {
        return Err(format!(
            "its place needs 1 to {PLACE_POINTS_MAX} points on the globe, longitude first"
        ));
    }
    for (field, text, most) in [("name", &told.name, NAME_CHARS_MAX), ("code", &told.code, CODE_CHARS_MAX)]
    {
        if text.trim().is_empty() || text.chars().count() > most {
            return Err(format!("`{field}` needs 1 to {most} characters"));
        }
    }
    if [&told.sign, &told.what, &told.sidc].iter().any(|text| text.chars().count() > CODE_CHARS_MAX) {
        return Err(format!("`sign`, `what` and `sidc` have at most {CODE_CHARS_MAX} characters"));
    }
    let agency = Word::new(&told.agency).ok().filter(|agency| profile.agency(agency.as_str()).is_some());
    let agency = agency.ok_or_else(|| format!("the profile has no agency `{}`", told.agency))?;
    if !told.area.is_empty() && profile.area(&told.area).is_none() {
        return Err(format!("the profile has no area `{}`", told.area));
    }
    let areas = Some(told.area.clone()).filter(|area| !area.is_empty()).into_iter().collect();
    let place =
        Place { words: told.words.clone(), areas, geometry: Some(geometry), rest: Default::default() };
    let subject = SubjectId::derived(&format!("{} {agency} {}", told.kind, told.code), SubjectId([0; 16]));
    Ok(Registered { subject, agency, body: body(told, place)? })
}

fn body(told: Told, place: Place) -> Result<Written, String> {
    let (name, agency, what) = (told.name, told.agency, told.what);
    let state = told.state;
    Ok(match told.kind.as_str() {
        "unit" => {
            let state: UnitState = word(state)?;
            let (sign, sidc) = (told.sign, told.sidc);
            Unit { name, agency, sign, what, sidc, state, place, since: None, rest: Default::default() }
                .into()
        }
        "facility" => {
            let state: Usable = word(state)?;
            Facility { name, agency, what, state, place, rest: Default::default() }.into()
        }
        "shelter" => {
            let state: Usable = word(state)?;
            Shelter { name, agency, state, place, room: told.room, taken: None, rest: Default::default() }
                .into()
        }
        kind => return Err(format!("`kind` is `unit`, `facility` or `shelter`, not `{kind}`")),
    })
}

fn word<T: serde::de::DeserializeOwned + Default>(state: Option<Value>) -> Result<T, String> {
    state.map_or_else(
        || Ok(T::default()),
        |state| serde_json::from_value(state).map_err(|error| error.to_string()),
    )
}

impl Desk {
    /// Writes what is new or has changed.
    pub fn register_places(&self, things: &[Registered]) -> Result<Counts, Failure> {
        let mut counts = Counts::default();
        for part in things.chunks(APPENDED_MAX) {
            let subjects: Vec<SubjectId> = part.iter().map(|thing| thing.subject).collect();
            let _turn = self.turns.take(&self.picture, subjects)?;
            let mut steps = Vec::new();
            for thing in part {
                steps.extend(self.registers(thing, &mut counts)?);
            }
            let Some(answer) = steps.first().map(|step| step.change.subject) else { continue };
            let hand = Hand { author: self.machine, log: self.logs.ops(), session: None };
            let (seen, patience) = (Seen::default(), CAUGHT_UP_PATIENCE);
            self.carry_out(&hand, Plan { id: None, command: [0; 16], answer, steps, seen, patience })?;
        }
        Ok(counts)
    }

    fn registers(&self, thing: &Registered, counts: &mut Counts) -> Result<Option<Step>, Failure> {
        let heads = self.keeper.reader().heads(thing.subject)?;
        let under = match heads.as_slice() {
            [] => {
                counts.new += 1;
                let composer = Composer {
                    profile: self.profile(),
                    epochs: self.logs.epochs(),
                    agency: &thing.agency,
                    assignee: None,
                    today: self.today(),
                };
                Under::Derived(composer.default_for(&thing.body.kind())?)
            }
            [head] => {
                if head.body.as_deref().is_some_and(|body| says_the_same(&thing.body, body)) {
                    counts.same += 1;
                    return Ok(None);
                }
                counts.changed += 1;
                Under::Same
            }
            _ => {
                let message = "two versions of a thing of this file stand side by side: settle them first";
                return Err(refused("register.heads", message));
            }
        };
        Ok(Some(Step { change: Change::first_or_next(thing.subject, thing.body.clone()), under }))
    }
}

/// Whether a body says what stands there already, apart from what others keep up and what the desk adds.
fn says_the_same(body: &Written, written: &[u8]) -> bool {
    let without = |mut rest: Rest| {
        rest.remove(COMMAND_FIELD);
        rest
    };
    match body {
        Written::Unit(unit) => Unit::read(written)
            .is_ok_and(|known| Unit { since: None, rest: without(known.rest.clone()), ..known } == *unit),
        Written::Facility(facility) => Facility::read(written)
            .is_ok_and(|known| Facility { rest: without(known.rest.clone()), ..known } == *facility),
        Written::Shelter(shelter) => Shelter::read(written).is_ok_and(|known| {
            Shelter { taken: None, rest: without(known.rest.clone()), ..known } == *shelter
        }),
        _ => false,
    }
}
