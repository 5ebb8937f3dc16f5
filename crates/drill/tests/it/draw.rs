//! The same seed is the same exercise; another seed is another one.

use kulla_drill::Scenario;
use kulla_drill::scenario::Span;
use kulla_drill::scenario::draw::{Drawn, Value};

fn drini() -> Scenario {
    Scenario::read(include_str!("../../../../scenarios/drini-flood/scenario.toml")).unwrap()
}

fn reading(drawn: &Drawn, scenario: &Scenario, minutes: u32) -> f64 {
    drawn.reading(&scenario.curve[0], Span(minutes * 60)).unwrap()
}

#[test]
fn the_same_seed_repeats_and_two_seeds_differ() {
    let scenario = drini();
    for seed in [0, 1, 7, 1 << 53] {
        assert_eq!(Drawn::of(&scenario, seed), Drawn::of(&scenario, seed));
        let (one, other) = (Drawn::of(&scenario, seed), Drawn::of(&scenario, seed + 1));
        assert_ne!(one.values, other.values, "seed {seed}");
        assert_eq!(one.arrivals(&scenario), Drawn::of(&scenario, seed).arrivals(&scenario));
    }
}

#[test]
fn what_a_seed_draws_is_the_same_on_every_machine() {
    let drawn = Drawn::of(&drini(), 7);
    assert_eq!(
        drawn.say("{stretch.gauge} {rain_mm} {crest_m} {reading_m} {crest_at}", "en"),
        "Gjonaj 60 3.44 2.51 19:50"
    );
}

#[test]
fn values_stay_in_their_ranges_and_more_rain_is_a_higher_crest() {
    let scenario = drini();
    let mut pairs = Vec::new();
    for seed in 0..400 {
        let drawn = Drawn::of(&scenario, seed);
        let (rain, crest) = (drawn.number("rain_mm").unwrap(), drawn.number("crest_m").unwrap());
        assert!(
            (45.0..=110.0).contains(&rain) && (2.9..=4.4).contains(&crest),
            "seed {seed}: {rain} {crest}"
        );
        pairs.push((rain, crest));
    }
    let mean = |wet: bool| {
        let half: Vec<f64> =
            pairs.iter().filter(|(rain, _)| (*rain > 77.0) == wet).map(|(_, crest)| *crest).collect();
        half.iter().sum::<f64>() / f64::from(u32::try_from(half.len()).unwrap())
    };
    assert!(mean(true) > mean(false) + 0.4, "wet {} dry {}", mean(true), mean(false));
}

#[test]
fn a_gauge_rises_to_its_crest_and_falls_again() {
    let scenario = drini();
    for seed in 0..50 {
        let drawn = Drawn::of(&scenario, seed);
        let crest = drawn.number("crest_m").unwrap();
        let (before, at, after) = (
            reading(&drawn, &scenario, 5),
            reading(&drawn, &scenario, 100),
            reading(&drawn, &scenario, 200),
        );
        assert!((at - crest).abs() <= 0.011, "seed {seed}: {at} is not the crest {crest}");
        assert!(before < at && after < at);
    }
}

#[test]
fn figures_are_written_as_each_language_writes_them() {
    let mut drawn = Drawn::default();
    drawn.values.insert("m".into(), Value::Number(3.4, 2));
    assert_eq!(drawn.say("{m} m", "sq"), "3,40 m");
    assert_eq!(drawn.say("{m} m", "en"), "3.40 m");
    assert_eq!(drawn.say("{nobody} {", "en"), "{nobody} {");
}

#[test]
fn copies_and_repetitions_arrive_in_order_and_are_numbered_through() {
    let scenario = drini();
    let arrivals = Drawn::of(&scenario, 3).arrivals(&scenario);
    assert!(arrivals.is_sorted_by_key(|arrival| arrival.at));
    assert_eq!(
        arrivals.iter().map(|a| a.number).collect::<Vec<_>>(),
        (1..=u32::try_from(arrivals.len()).unwrap()).collect::<Vec<_>>()
    );
    let houses = arrivals.iter().filter(|a| scenario.inject[a.inject].name.get_ref() == "water-in-houses");
    assert_eq!(houses.count(), 5);
}
