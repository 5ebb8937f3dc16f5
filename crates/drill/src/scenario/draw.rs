//! What a seed makes of a scenario: values, times and the list of what arrives.
//!
//! Each thing is drawn from the seed and its own name, so that a line more in a scenario does not change what
//! the same seed draws for the others. The same seed gives the same values on every machine: whole numbers and
//! the four operations, and a cosine whose result is rounded to the step.

use std::collections::BTreeMap;

use kulla_record::place::KM_PER_DEGREE;
use sha2::{Digest, Sha256};

use super::span::{Span, TimeOfDay};
use super::{Curve, Draw, INJECTS_MAX, Inject, Scenario};

/// A value that a text can name.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A number, with the decimals of its step.
    Number(f64, usize),
    /// A time of day.
    Time(TimeOfDay),
    /// Words.
    Words(String),
    /// Words by language.
    ByLang(BTreeMap<String, String>),
    /// A list of words.
    List(Vec<String>),
    /// What was chosen: fields by name.
    Choice(BTreeMap<String, Value>),
}

/// Everything that a seed decided.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Drawn {
    /// The seed.
    pub seed: u64,
    /// Values by name.
    pub values: BTreeMap<String, Value>,
}

/// One thing that arrives.
#[derive(Debug, Clone, PartialEq)]
pub struct Arrival {
    /// From 1, in the order of the story.
    pub number: u32,
    /// Which inject of the scenario, from 0.
    pub inject: usize,
    /// Which copy of it, from 0.
    pub copy: u32,
    /// When, in the story.
    pub at: Span,
}

/// Chance out of a seed and a name.
pub struct Dice([u8; 32], u64);

impl Dice {
    /// For one name.
    pub fn new(seed: u64, name: &str) -> Dice {
        let hash = Sha256::new().chain_update(b"kulla/drill/1").chain_update(seed.to_be_bytes());
        Dice(hash.chain_update(name).finalize().into(), 0)
    }

    /// The next number.
    pub fn draw(&mut self) -> u64 {
        self.1 += 1;
        let hash = Sha256::new().chain_update(self.0).chain_update(self.1.to_be_bytes()).finalize();
        hash.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
    }

    /// From 0 up to but not 1.
    pub fn unit(&mut self) -> f64 {
        // 53 bits are what a double holds exactly.
        let part = (self.draw() >> 11) as f64;
        part / (1_u64 << 53) as f64
    }

    /// From −1 to 1.
    pub fn sway(&mut self) -> f64 {
        self.unit() * 2.0 - 1.0
    }

    /// From 0 up to but not `n`.
    pub fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.draw() % (n.max(1) as u64)).unwrap_or(0)
    }
}

impl Drawn {
    /// Draws everything. What can't be drawn is left out; [`super::check`] says so before.
    pub fn of(scenario: &Scenario, seed: u64) -> Drawn {
        let mut drawn = Drawn { seed, values: BTreeMap::new() };
        for draw in &scenario.draw {
            if let Some(value) = drawn.value(scenario, draw) {
                drawn.values.insert(draw.name.get_ref().clone(), value);
            }
        }
        drawn
    }

    /// A number by the name of its draw.
    pub fn number(&self, name: &str) -> Option<f64> {
        match self.values.get(name) {
            Some(Value::Number(number, _)) => Some(*number),
            _ => None,
        }
    }

    fn value(&self, scenario: &Scenario, draw: &Draw) -> Option<Value> {
        let name = draw.name.get_ref();
        let mut dice = Dice::new(self.seed, name);
        if let Some(options) = &draw.choose {
            return options.get(dice.below(options.len())).map(choice);
        }
        if let Some([from, to]) = draw.clock {
            let every = (draw.every.map_or(1, |every| every.0 / 60)).max(1);
            let steps = to.0.checked_sub(from.0)? / every;
            let step = u32::try_from(dice.below(steps as usize + 1)).ok()?;
            return Some(Value::Time(TimeOfDay(from.0 + step * every)));
        }
        if let Some(curve) = &draw.curve {
            let curve = scenario.curve.iter().find(|known| known.name.get_ref() == curve.get_ref())?;
            return self.reading(curve, draw.at?).map(|value| Value::Number(value, decimals(curve.step)));
        }
        let [low, high] = draw.between.filter(|[low, high]| low <= high)?;
        let step = draw.step.unwrap_or(1.0);
        let drawn = match draw.follows.is_empty() {
            true => low + (high - low) * dice.unit(),
            false => self.following(scenario, draw, (low, high), &mut dice)?,
        };
        Some(Value::Number(rounded(drawn.clamp(low, high), step), decimals(step)))
    }

    /// The middle of the range, moved by what it follows, and by a little chance.
    fn following(
        &self,
        scenario: &Scenario,
        draw: &Draw,
        (low, high): (f64, f64),
        dice: &mut Dice,
    ) -> Option<f64> {
        let mut value = f64::midpoint(low, high) + draw.spread.unwrap_or(0.0) * dice.sway();
        for (other, by) in &draw.follows {
            let range = scenario.draw.iter().find(|known| known.name.get_ref() == other)?.between?;
            value += (self.number(other)? - f64::midpoint(range[0], range[1])) * by;
        }
        Some(value)
    }

    /// The value of a curve at a time of the story, as a gauge would read it.
    pub fn reading(&self, curve: &Curve, at: Span) -> Option<f64> {
        let (from, to) = (self.number(curve.from.get_ref())?, self.number(curve.to.get_ref())?);
        let (at_s, begins, peaks) = (f64::from(at.0), f64::from(curve.begins.0), f64::from(curve.peaks.0));
        let part = if at_s <= begins {
            0.0
        } else if at_s < peaks {
            let x = (at_s - begins) / (peaks - begins);
            (1.0 - (std::f64::consts::PI * x).cos()) / 2.0
        } else {
            0.5_f64.powf((at_s - peaks) / f64::from(curve.halves.0.max(1)))
        };
        let mut dice = Dice::new(self.seed, &format!("{}@{}", curve.name.get_ref(), at.0));
        Some(rounded(from + (to - from) * part + curve.noise * dice.sway(), curve.step))
    }

    /// Everything that arrives, in the order of the story.
    pub fn arrivals(&self, scenario: &Scenario) -> Vec<Arrival> {
        let mut all: Vec<Arrival> = Vec::new();
        for (n, inject) in scenario.inject.iter().enumerate() {
            let copies = self.copies(inject).into_iter().zip(0..);
            all.extend(copies.map(|(at, copy)| Arrival { number: 0, inject: n, copy, at }));
        }
        all.sort_by_key(|arrival| (arrival.at, arrival.inject, arrival.copy));
        all.truncate(INJECTS_MAX);
        all.iter_mut().zip(1..).for_each(|(arrival, number)| arrival.number = number);
        all
    }

    fn copies(&self, inject: &Inject) -> Vec<Span> {
        let mut dice = Dice::new(self.seed, inject.name.get_ref());
        let first = strayed(inject.at, inject.spread, dice.sway());
        if let (Some(every), Some(until)) = (inject.every, inject.until) {
            let times = (first.0..=until.0).step_by(every.0.max(1) as usize).take(INJECTS_MAX);
            return times.map(Span).collect();
        }
        let count = inject.count.unwrap_or(1);
        let over = f64::from(inject.over.unwrap_or_default().0);
        let mut copies: Vec<Span> = (0..count)
            .map(|n| if n == 0 { first } else { Span(first.0 + whole(over * dice.unit())) })
            .collect();
        copies.sort_unstable();
        copies
    }

    /// A point near another, so many kilometres at most.
    pub fn near(&self, lat: f64, lon: f64, km: f64, name: &str) -> (f64, f64) {
        let mut dice = Dice::new(self.seed, name);
        let (north, east) = (dice.sway() * km, dice.sway() * km);
        let lat_new = lat + north / KM_PER_DEGREE;
        let lon_new = lon + east / (KM_PER_DEGREE * lat.to_radians().cos().abs().max(0.01));
        (rounded(lat_new, 0.000_01), rounded(lon_new, 0.000_01))
    }
}

fn strayed(at: Span, spread: Span, sway: f64) -> Span {
    Span(whole((f64::from(at.0) + f64::from(spread.0) * sway).max(0.0)))
}

/// Whole seconds of a story: never negative, never beyond a week.
fn whole(seconds: f64) -> u32 {
    seconds.clamp(0.0, f64::from(super::span::SPAN_S_MAX)) as u32
}

fn rounded(value: f64, step: f64) -> f64 {
    let tens = 10_f64.powi(i32::try_from(decimals(step)).unwrap_or(0));
    let steps = (value / step).round() * step;
    (steps * tens).round() / tens
}

/// Decimals that a step has: 2 for 0.01.
pub fn decimals(step: f64) -> usize {
    let text = format!("{step}");
    text.split_once('.').map_or(0, |(_, decimals)| decimals.len())
}

fn choice(option: &BTreeMap<String, toml::Value>) -> Value {
    Value::Choice(option.iter().filter_map(|(name, value)| Some((name.clone(), field(value)?))).collect())
}

fn field(value: &toml::Value) -> Option<Value> {
    let word = |value: &toml::Value| value.as_str().map(str::to_owned);
    match value {
        toml::Value::String(words) => Some(Value::Words(words.clone())),
        toml::Value::Integer(number) => Some(Value::Words(number.to_string())),
        toml::Value::Float(number) => {
            let decimals = decimals(*number);
            Some(Value::Number(*number, decimals))
        }
        toml::Value::Array(list) => list.iter().map(word).collect::<Option<_>>().map(Value::List),
        toml::Value::Table(table) => {
            let words = table.iter().map(|(lang, value)| Some((lang.clone(), word(value)?)));
            words.collect::<Option<_>>().map(Value::ByLang)
        }
        _ => None,
    }
}
