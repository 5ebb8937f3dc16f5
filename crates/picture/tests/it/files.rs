//! Who looked at what stands in a file of its own, and every question gets the same answer as if it didn't.

use std::path::{Path, PathBuf};

use jiff::civil::date;
use kulla_picture::{Filter, Picture, Reader};
use kulla_record::label::Atom;
use kulla_record::{Kind, SubjectId};

use crate::world::{
    ACCESS, AME_LOOKS, OPS, POLICE_LOOKS, POLICE_ONLY, PUBLIC, World, label_for, open_telling, session,
    word,
};

fn looks_of(file: &Path) -> PathBuf {
    file.with_file_name("picture-access.sqlite")
}

fn kinds_in(file: &Path) -> Vec<String> {
    let db = rusqlite::Connection::open(file).unwrap();
    let mut kinds = db
        .prepare("SELECT DISTINCT k.name FROM record r JOIN kind k ON k.no = r.kind_no ORDER BY k.name")
        .unwrap();
    kinds.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

fn subjects(reader: &Reader, filter: &Filter, limit: usize) -> Vec<u8> {
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let page = reader.list(filter, after.as_deref(), limit).unwrap();
        assert!(page.items.len() <= limit);
        found.extend(page.items.iter().map(|item| item.subject.0[0]));
        after = page.next;
        if after.is_none() {
            return found;
        }
    }
}

fn of_kinds(kinds: &[Kind]) -> Filter {
    Filter { kinds: kinds.to_vec(), ..Filter::default() }
}

/// Reports, and who opened them, by turns.
fn busy() -> World {
    let mut world = World::new();
    for n in 1..=9 {
        let label = if n % 3 == 0 { POLICE_ONLY } else { PUBLIC };
        let report = world.logs.report(label, n, &[], &format!("report {n}"));
        world.take(&[report]);
        let label = if n % 2 == 0 { POLICE_LOOKS } else { AME_LOOKS };
        let look = world.logs.look(label, 0x40 + n, n, if n == 5 { "denied" } else { "open" });
        world.take(&[look]);
    }
    world
}

/// What two agencies get from questions that go to one file, to the other, and to both.
fn answers(picture: &std::sync::Arc<Picture>) -> Vec<Vec<u8>> {
    let denied = Filter { states: vec!["denied"], ..of_kinds(&[Kind::ACCESS]) };
    let opened = Filter { parent: Some(SubjectId([7; 16])), ..Filter::default() };
    let by_one = Filter { other: Some(SubjectId([0x31; 16])), ..Filter::default() };
    let words = Filter { text: Some("report".into()), ..Filter::default() };
    let both = of_kinds(&[Kind::REPORT, Kind::ACCESS]);
    let filters = [
        Filter::default(),
        of_kinds(&[Kind::ACCESS]),
        of_kinds(&[Kind::REPORT]),
        both,
        denied,
        opened,
        by_one,
        words,
    ];
    let mut answers = Vec::new();
    for agency in ["ame", "kp"] {
        let reader = picture.reader(&session(agency, None), date(2026, 11, 17));
        for filter in &filters {
            let whole = subjects(&reader, filter, 500);
            for limit in [1, 2, 5] {
                assert_eq!(subjects(&reader, filter, limit), whole, "{limit} at a time");
            }
            assert_eq!(reader.count(filter).unwrap(), whole.len());
            answers.push(whole);
        }
    }
    answers
}

#[test]
fn who_looked_stands_in_its_own_file_and_is_found_like_anything_else() {
    let world = busy();
    assert_eq!(
        (kinds_in(&world.file), kinds_in(&looks_of(&world.file))),
        (vec!["label".to_owned(), "report".to_owned()], vec!["access".to_owned(), "label".to_owned()],)
    );
    let all = answers(&world.picture);
    // By turns, newest first; what is for the police, and looks of the other agency, are not there.
    assert_eq!(all[0][..9], [0x49, 8, 0x47, 7, 0x45, 5, 4, 0x43, 2]);
    assert_eq!(
        (all[1].as_slice(), all[4].as_slice(), all[5].as_slice()),
        ([0x49, 0x47, 0x45, 0x43, 0x41].as_slice(), [0x45].as_slice(), [0x47].as_slice(),)
    );
    assert_eq!(all[7], [8, 7, 5, 4, 2, 1]);
    let (ame, police) = (world.reader("ame"), world.reader("kp"));
    for (look, sees, does_not) in [(0x45, &ame, &police), (0x44, &police, &ame)] {
        let look = SubjectId([look; 16]);
        let item = sees.head(look).unwrap().unwrap();
        assert_eq!(
            (sees.history(look).unwrap().len(), sees.version(item.version).unwrap()),
            (1, Some(item.clone()))
        );
        assert_eq!((does_not.head(look).unwrap(), does_not.version(item.version).unwrap()), (None, None));
        assert!(does_not.history(look).unwrap().is_empty());
        let place = world.keeper.as_ref().unwrap().place_of(item.version).unwrap();
        assert_eq!(place.map(|(log, _)| log), Some(ACCESS));
    }
    let keeper = world.keeper.as_ref().unwrap();
    assert_eq!(keeper.newest().unwrap(), ame.head(SubjectId([0x49; 16])).unwrap().map(|item| item.at));
    assert_eq!(keeper.labels().unwrap().len(), 5);
}

#[test]
fn either_file_is_built_again_without_the_other() {
    for (lost, to_read) in [(0, 3 + 9), (1, 2 + 9)] {
        let mut world = busy();
        let before = answers(&world.picture);
        world.close();
        let files = [world.file.clone(), looks_of(&world.file)];
        std::fs::write(&files[lost], b"this was a database once").unwrap();
        let mut told = None;
        let (picture, _keeper) = open_telling(&world.file, &world.logs, &mut |_, all| told = Some(all));
        assert_eq!((told, answers(&picture)), (Some(to_read), before), "without {lost}");
    }
}

#[test]
fn a_file_whose_labels_do_not_read_is_built_again_and_the_other_stays() {
    let mut world = busy();
    let before = answers(&world.picture);
    world.close();
    let looks = rusqlite::Connection::open(looks_of(&world.file)).unwrap();
    looks.execute("UPDATE label SET json = x'7b' WHERE no = 2", []).unwrap();
    drop(looks);
    let mut told = None;
    let (picture, _keeper) = open_telling(&world.file, &world.logs, &mut |_, all| told = Some(all));
    assert_eq!((told, answers(&picture)), (Some(2 + 9), before));
}

#[test]
fn a_file_that_somebody_removed_takes_the_other_along() {
    for gone in [0, 1] {
        let mut world = busy();
        let before = answers(&world.picture);
        world.close();
        std::fs::remove_file([world.file.clone(), looks_of(&world.file)][gone].clone()).unwrap();
        let mut told = None;
        let (picture, _keeper) = open_telling(&world.file, &world.logs, &mut |_, all| told = Some(all));
        assert_eq!((told, answers(&picture)), (Some(3 + 9 + 2 + 9), before), "without {gone}");
    }
}

/// An agency is asked for by name, and nearly all of its looks are for others to see.
#[test]
fn what_is_for_others_ends_no_page_and_tells_nothing_of_how_much_it_is() {
    let mut world = World::new();
    let mut looks: Vec<_> = (1..=3).map(|n| world.logs.look(AME_LOOKS, n, 1, "open")).collect();
    looks.extend((0..900_u16).map(|n| {
        let mut look = world.logs.look(POLICE_LOOKS, 0x70, 2, "open").as_ref().clone();
        look.header.subject.0[..2].copy_from_slice(&n.to_be_bytes());
        std::sync::Arc::new(look)
    }));
    world.take(&looks);
    let of_police = Filter { agency: Some("kp".into()), ..of_kinds(&[Kind::ACCESS]) };
    let page = world.reader("ame").list(&of_police, None, 50).unwrap();
    let seen: Vec<u8> = page.items.iter().map(|item| item.subject.0[0]).collect();
    assert_eq!((seen, page.next), (vec![3, 2, 1], None));
    assert_eq!(world.reader("kp").count(&of_police).unwrap(), 900);
}

/// A node that is killed has one file further than the other, which may not hold the label yet of which both have the number.
#[test]
fn a_file_that_is_further_than_the_other_stays() {
    let mut world = busy();
    let live = world.picture.live();
    let label = world.logs.label(OPS, 120, &label_for(Atom::Agency(word("ame"))));
    let report = world.logs.report(120, 0x20, &[], "not in the tables");
    world.picture.publish(OPS, &[label, report]);
    let look = world.logs.look(AME_LOOKS, 0x60, 0x20, "open");
    world.take(&[look]);
    drop(live);
    world.close();
    let mut told = None;
    let (picture, _keeper) = open_telling(&world.file, &world.logs, &mut |_, all| told = Some(all));
    assert_eq!(told, Some(2), "what was missing, and nothing else");
    let (again, _keeper) = world.rebuilt();
    assert_eq!(answers(&picture), answers(&again));
    assert_eq!(answers(&picture)[0][..2], [0x60, 0x20]);
}

/// Two files that say different things about one number: read together they would show one agency what is for another.
#[test]
fn files_that_do_not_agree_about_labels_are_both_built_again() {
    let mut world = busy();
    let before = answers(&world.picture);
    world.close();
    // The numbers of the first two labels change places, in the file of who looked only.
    let looks = rusqlite::Connection::open(looks_of(&world.file)).unwrap();
    looks
        .execute_batch(
            "CREATE TEMP TABLE was AS SELECT * FROM label WHERE no < 2;
             UPDATE label SET (id, json) = (SELECT id, json FROM was WHERE was.no = 1 - label.no) WHERE no < 2;",
        )
        .unwrap();
    drop(looks);
    let mut told = None;
    let (picture, _keeper) = open_telling(&world.file, &world.logs, &mut |_, all| told = Some(all));
    assert_eq!((told, answers(&picture)), (Some(3 + 9 + 2 + 9), before));
}
