//! Units, facilities and shelters from a file.

use kulla_desk::register::{Counts, read};
use kulla_picture::Filter;
use kulla_record::Kind;
use kulla_record::kind::action::{Unit, UnitState};
use serde_json::{Value, json};

use crate::world::World;

fn file(features: &[Value]) -> Vec<u8> {
    let features: Vec<Value> = features
        .iter()
        .map(|properties| {
            let geometry = json!({ "type": "Point", "coordinates": [20.74, 42.21] });
            json!({ "type": "Feature", "geometry": geometry, "properties": properties })
        })
        .collect();
    serde_json::to_vec(&json!({ "type": "FeatureCollection", "features": features })).unwrap()
}

fn boat(state: &str) -> Value {
    json!({ "kind": "unit", "code": "frb-2", "name": "Boat team 2", "agency": "fsk", "what": "boat", "sign": "FRB-2",
        "sidc": "SFGPUCVRW------", "state": state })
}

fn hall() -> Value {
    json!({ "kind": "shelter", "code": "hall", "name": "Sports hall", "agency": "kom-16", "area": "16", "room": 120 })
}

#[test]
fn a_file_is_brought_in_once_and_what_changed_is_a_new_version() {
    let world = World::new();
    let bring = |features: &[Value]| {
        let things = read(&file(features), world.desk.profile()).unwrap();
        world.desk.register_places(&things).unwrap()
    };
    assert_eq!(bring(&[boat("available"), hall()]), Counts { new: 2, changed: 0, same: 0 });
    assert_eq!(bring(&[boat("available"), hall()]), Counts { new: 0, changed: 0, same: 2 });
    assert_eq!(bring(&[boat("working")]), Counts { new: 0, changed: 1, same: 0 });
    let reader = world.desk.reader(&world.actor("duty").session);
    let units = reader.list(&Filter { kinds: vec![Kind::UNIT], ..Filter::default() }, None, 10).unwrap();
    let [item] = units.items.as_slice() else { panic!("{units:?}") };
    let unit: Unit = item.typed().unwrap();
    assert_eq!((unit.state, unit.sign.as_str()), (UnitState::Working, "FRB-2"));
    assert_eq!(
        (item.exercise.as_ref(), item.label.owner.as_str()),
        (None, "fsk"),
        "an exercise only reads it"
    );
}

#[test]
fn a_file_with_faults_writes_nothing_and_names_each_of_them() {
    let world = World::new();
    let wrong = |change: fn(&mut Value)| {
        let mut thing = boat("available");
        change(&mut thing);
        thing
    };
    let things = [
        boat("available"),
        boat("resting"),
        wrong(|thing| thing["agency"] = json!("nobody")),
        wrong(|thing| thing["kind"] = json!("volcano")),
        wrong(|thing| thing["colour"] = json!("red")),
        wrong(|thing| thing["state"] = json!("asleep")),
        wrong(|thing| thing["name"] = json!(" ")),
        wrong(|thing| thing["area"] = json!("99")),
    ];
    let faults = read(&file(&things), world.desk.profile()).unwrap_err();
    let told = faults.join("\n");
    assert_eq!(faults.len(), 7, "{told}");
    for (n, word) in ["twice", "nobody", "volcano", "colour", "asleep", "`name`", "`99`"].iter().enumerate()
    {
        assert!(
            faults[n].starts_with(&format!("feature {}:", n + 2)) && faults[n].contains(word),
            "{told}"
        );
    }
    let nowhere = json!({ "type": "FeatureCollection", "features": [{ "type": "Feature", "properties": boat("out"),
        "geometry": { "type": "Point", "coordinates": [400, 42] } }] });
    assert!(read(&serde_json::to_vec(&nowhere).unwrap(), world.desk.profile()).is_err());
    assert!(read(b"{}", world.desk.profile()).is_err());
}
