//! Alerts made from a seed, each lawful, together using every field and every code.
//! Shared by the property tests and `examples/emit.rs`.

use kulla_cap::{
    Alert, Area, Category, Certainty, Circle, Info, MsgType, NamedValue, Point, Polygon, Reference,
    Resource, ResponseType, Scope, Severity, Status, Time, Urgency,
};

/// SHA-1 of `abc` (FIPS 180-2, Appendix A.1).
const ABC_SHA1: &str = "a9993e364706816aba3e25717850c26c9cd0d89d";

const WORDS: [&str; 12] = [
    "përmbytje",
    "poplava",
    "поплава",
    "flood",
    "ë & ç",
    "5 < 6",
    "\"quoted\"",
    "it's",
    "rruga R7",
    "水",
    "a > b",
    "🜄",
];

/// A small generator (xorshift64*): the same seed gives the same alert everywhere.
pub struct Seeded(u64);

impl Seeded {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % bound
    }

    fn maybe<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        (self.below(2) == 0).then(|| make(self))
    }

    fn some<T>(&mut self, most: usize, mut make: impl FnMut(&mut Self) -> T) -> Vec<T> {
        (0..self.below(most + 1)).map(|_| make(self)).collect()
    }

    fn pick<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    fn text(&mut self) -> String {
        let gap = self.pick(&[" ", "\n", "  ", "\r\n", "\t"]);
        let words = 1 + self.below(6);
        (0..words).map(|_| self.pick(&WORDS)).collect::<Vec<_>>().join(gap)
    }

    fn name(&mut self) -> String {
        format!("XK-{}-{:x}", self.pick(&["AME", "IHMK", "SHGJK"]), self.below(1 << 30))
    }

    fn time(&mut self, base: i64) -> Time {
        let second = base + self.below(3_000) as i64;
        let offset = self.pick(&[60, 120, 0, -300, 345, 840, -840]);
        let moment = jiff::Timestamp::from_second(second).expect("in range");
        Time::at(moment, offset).expect("in range")
    }

    fn named(&mut self) -> NamedValue {
        NamedValue::new(self.pick(&["OET:v1.2", "profile:XK:municipality"]), self.text())
    }

    fn point(&mut self) -> Point {
        let lat = self.below(180_001) as f64 / 1_000.0 - 90.0;
        Point { lat, lon: self.below(360_000_001) as f64 / 1_000_000.0 - 180.0 }
    }

    fn polygon(&mut self) -> Polygon {
        let corner = Point { lat: self.below(80) as f64 + 0.5, lon: self.below(170) as f64 };
        let size = 0.000_1 + self.below(1_000) as f64 / 1_000.0;
        let at =
            |up: f64, right: f64| Point { lat: corner.lat + up * size, lon: corner.lon + right * size };
        Polygon(vec![at(0.0, 0.0), at(0.0, 1.0), at(1.0, 1.0), at(1.0, 0.0), at(0.0, 0.0)])
    }

    fn area(&mut self) -> Area {
        let altitude = self.maybe(|s| s.below(9_000) as f64 - 100.25);
        let ceiling = altitude.and_then(|low| self.maybe(|s| low + s.below(9_000) as f64));
        Area {
            description: self.text(),
            polygons: self.some(2, Self::polygon),
            circles: self
                .some(2, |s| Circle { centre: s.point(), radius_km: s.below(20_000) as f64 / 7.0 }),
            geocodes: self.some(2, Self::named),
            altitude,
            ceiling,
        }
    }

    fn resource(&mut self) -> Resource {
        let inside = self.below(2) == 0;
        let outside = "https://ame.example/cap?a=1&b=\u{eb}";
        Resource {
            description: self.text(),
            mime_type: self.pick(&["image/png", "text/html; charset=utf-8"]).to_string(),
            size: self.maybe(|_| 3),
            uri: Some(if inside { "map.png" } else { outside }.to_string()),
            content: inside.then(|| b"abc".to_vec()),
            digest: self.maybe(|_| ABC_SHA1.to_string()),
        }
    }

    fn info(&mut self, language: &str, sent: i64) -> Info {
        let codes = |s: &mut Self, all: &[Category]| {
            let first = s.below(all.len());
            all[first..].iter().copied().take(1 + s.below(3)).collect()
        };
        Info {
            language: language.to_string(),
            categories: codes(self, Category::ALL),
            event: self.text(),
            response_types: self.maybe(|s| s.pick(ResponseType::ALL)).into_iter().collect(),
            urgency: self.pick(Urgency::ALL),
            severity: self.pick(Severity::ALL),
            certainty: self.pick(Certainty::ALL),
            audience: self.maybe(Self::text),
            event_codes: self.some(2, Self::named),
            effective: self.maybe(|s| s.time(sent)),
            onset: self.maybe(|s| s.time(sent + 4_000)),
            expires: self.maybe(|s| s.time(sent + 8_000)),
            sender_name: self.maybe(Self::text),
            headline: self.maybe(Self::text),
            description: self.maybe(Self::text),
            instruction: self.maybe(Self::text),
            web: self.maybe(|_| "https://ame.example/?a=1&b=2#c".to_string()),
            contact: self.maybe(Self::text),
            parameters: self.some(3, Self::named),
            resources: self.some(2, Self::resource),
            areas: self.some(3, Self::area),
        }
    }

    fn reference(&mut self, sent: i64) -> Reference {
        Reference {
            sender: "desk@ame.example".to_string(),
            identifier: self.name(),
            sent: self.time(sent - 9_000),
        }
    }

    /// A lawful alert.
    pub fn alert(&mut self) -> Alert {
        let sent = 1_700_000_000 + self.below(400_000_000) as i64;
        let moment = jiff::Timestamp::from_second(sent).expect("in range");
        let msg_type = self.pick(MsgType::ALL);
        let scope = self.pick(Scope::ALL);
        let silent = matches!(msg_type, MsgType::Cancel | MsgType::Ack | MsgType::Error);
        let languages: &[&str] = if silent && self.below(2) == 0 { &[] } else { &["sq", "sr-Latn", "en"] };
        let first = self.reference(sent);
        let mut references = self.some(2, |s| s.reference(sent));
        if msg_type != MsgType::Alert {
            references.push(first);
        }
        let addresses = vec!["crew-1".to_string(), "crew two".to_string()];
        Alert {
            identifier: self.name(),
            sender: "desk@ame.example".to_string(),
            sent: Time::at(moment, 60).expect("in range"),
            status: self.pick(Status::ALL),
            msg_type,
            source: self.maybe(Self::text),
            scope,
            restriction: (scope == Scope::Restricted).then(|| self.text()),
            addresses: if scope == Scope::Private { addresses } else { Vec::new() },
            codes: self.some(2, Self::text),
            note: self.maybe(Self::text),
            references,
            incidents: self.some(2, |s| s.pick(&["0117", "Drini 2026"]).to_string()),
            infos: languages.iter().map(|language| self.info(language, sent)).collect(),
        }
    }
}
