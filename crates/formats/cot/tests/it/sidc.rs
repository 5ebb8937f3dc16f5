//! CoT types and the codes of MIL-STD-2525.

use std::collections::HashSet;

use kulla_cot::sidc::{TABLE, from_2525c, from_2525d, row, to_2525c, to_2525d};

#[test]
fn types_and_codes_of_the_field_are_told_apart() {
    let types = [
        "a-f-G-U-C-I",
        "a-u-G",
        "a-n-A-C-H",
        "a-h-A-M-F-Q-r",
        "a-f-G-U-S-M-M",
        "a-n-G-I-X-H",
        "a-j-S-X-M",
        "a-o-G-U-U-L-C",
        "a-f-G-U-C-I-Z-Q",
        "a-p-P-S;suffix",
        "b-t-f",
        "a-f-X",
        "a-f",
    ];
    let told: Vec<String> = types
        .iter()
        .map(|type_| {
            let name = row(type_).map_or("", |row| row.name);
            let short = |m: Option<kulla_cot::sidc::Match>| {
                m.map_or("none".into(), |m| {
                    format!("{}{}", m.code, if m.is_exact { "" } else { " (nearest)" })
                })
            };
            format!("{type_}: {name}: {}: {}", short(to_2525c(type_)), short(to_2525d(type_)))
        })
        .collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn each_row_of_the_table_goes_to_2525c_and_back() {
    for row in &TABLE {
        let path: String = row.function.chars().map(|c| format!("-{c}")).collect();
        let type_ = format!("a-f{path}");
        let code = to_2525c(&type_).expect("a code").code;
        assert_eq!(code.len(), 15, "{type_}");
        assert_eq!(from_2525c(&code).expect("a type").code, type_);
    }
}

#[test]
fn each_number_of_the_table_goes_to_its_first_type_and_back() {
    let mut seen = HashSet::new();
    for row in &TABLE {
        assert_eq!(row.digits.len(), 12, "{row:?}");
        if !seen.insert(row.digits) {
            continue;
        }
        let path: String = row.function.chars().map(|c| format!("-{c}")).collect();
        let type_ = format!("a-h{path}");
        let symbol = to_2525d(&type_).expect("a code");
        assert!(symbol.is_exact && symbol.code.len() == 20, "{type_}");
        let back = from_2525d(&symbol.code).expect("a type");
        assert_eq!((back.code, back.is_exact), (type_, true));
    }
    let functions: HashSet<&str> = TABLE.iter().map(|row| row.function).collect();
    assert_eq!(functions.len(), TABLE.len(), "a function stands twice");
}

#[test]
fn a_code_more_special_than_the_table_falls_back_to_the_nearest() {
    let platoon_of_mechanised_engineers = "10031000141407000102";
    let found = from_2525d(platoon_of_mechanised_engineers).expect("a type");
    assert_eq!((&*found.code, found.is_exact), ("a-f-G-U-C-E", false));
    assert_eq!(from_2525d("10039900000000000000"), None);
    assert_eq!(from_2525d("1003100000"), None);
}

#[test]
fn the_side_of_an_exercise_is_told() {
    let faker = from_2525c("SKGPUCI--------").expect("a type");
    assert_eq!((&*faker.code, faker.is_exercise), ("a-k-G-U-C-I", true));
    let friend = from_2525c("SDGPUCI--------").expect("a type");
    assert_eq!((&*friend.code, friend.is_exercise), ("a-f-G-U-C-I", true));
    let joker = from_2525d(&to_2525d("a-j-G").expect("a code").code).expect("a type");
    assert_eq!((&*joker.code, joker.is_exercise), ("a-j-G", true));
    assert_eq!(from_2525c("EFOPBA---------"), None);
    assert_eq!(from_2525c("SFGPÜ"), None);
}
