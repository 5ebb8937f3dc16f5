//! The profile that ships is in order, and each of its promises can be broken.

use crate::house::House;

/// Puts `to` in the place of `from`, and expects one finding at the line that opens with `at`.
#[track_caller]
fn broken(file: &str, from: &str, to: &str, at: &str, word: &str) {
    let house = House::with_profile(file, from, to);
    let text = house.read(&format!("profiles/kosovo/{file}"));
    let line = text.lines().position(|line| line.starts_with(at)).expect("the line is there") + 1;
    house.run("profile").finds(&format!("profiles/kosovo/{file}:{line}"), "profile", word);
}

#[track_caller]
fn broken_row(from: &str, to: &str, code: &str, word: &str) {
    broken("municipalities.csv", from, to, &format!("{code},kom-"), word);
}

#[test]
fn the_profile_that_ships_is_in_order() {
    House::with_profile("README.md", "#", "#").run("profile").is_in_order();
}

#[test]
fn a_missing_area_is_found() {
    let row = "33,kom-33,Junik,Junik,Јуник,Junik,,,,Gjakovë,77.77,M,4091,3968,4214,M,true,42.47583,20.27722,S,sq;sr,\n";
    let house = House::with_profile("municipalities.csv", row, "");
    let said = house.run("profile");
    assert!(said.text.contains("municipalities.csv:1: profile: 37 rows"), "{}", said.text);
    assert!(said.text.contains("`kom-33` is no agency"), "{}", said.text);
}

#[test]
fn people_who_do_not_add_up_are_found() {
    let house = House::with_profile("profile.toml", "population = 1586659", "population = 1600000");
    let said = house.run("profile");
    assert!(
        said.text.contains("the people add up to 1586586, but `population` is 1600000"),
        "{}",
        said.text
    );
}

#[test]
fn a_code_that_stands_twice_is_found() {
    let house = House::with_profile("municipalities.csv", "36,kom-36,", "37,kom-37,");
    let said = house.run("profile");
    assert!(said.text.contains("`37` stands twice in `code`"), "{}", said.text);
}

#[test]
fn cyrillic_that_is_not_the_latin_name_is_found() {
    broken_row("Гњилане", "Гнилане", "04", "`Гнилане` is not `Gnjilane` in Cyrillic; write `Гњилане`");
}

#[test]
fn a_name_that_is_missing_is_found() {
    broken_row(",Leposaviq,,,", ",,,,", "12", "`name_en` is empty");
}

#[test]
fn a_range_that_breaks_the_rule_of_its_source_is_found() {
    broken_row("78699,78305,79093,F", "78699,78305,79094,F", "02", "78305 to 79093");
    broken_row("435,435,16291,P*", "435,430,440,P*", "29", "435 to 16291");
}

#[test]
fn a_boycotted_count_is_never_used_for_planning() {
    broken_row("16291,P*,false", "16291,P*,true", "29", "`use_for_planning` is false");
}

#[test]
fn official_languages_are_held() {
    broken_row("20.28793,S,sq;sr,", "20.28793,S,sq,", "01", "`sr` is official everywhere");
    broken_row(
        "20.73972,S,sq;sr;tr;bs,",
        "20.73972,S,sq;sr;bs,",
        "20",
        "`name_tr` and the languages disagree",
    );
    broken_row(
        "20.28793,S,sq;sr,",
        "20.28793,S,sq;sr;xx,",
        "01",
        "`xx` is not among the `known` languages",
    );
}

#[test]
fn a_seat_in_the_wrong_order_or_an_area_without_size_is_found() {
    broken_row("42.54018,20.28793", "20.28793,42.54018", "01", "outside the map");
    broken_row(",293.97,S", ",,S", "01", "`area_km2`");
}

#[test]
fn a_row_that_cannot_be_cut_at_its_commas_is_found() {
    broken_row("Elez Han,Елез", "\"Elez, Han\",Елез", "31", "22 fields");
}

#[test]
fn a_text_that_is_missing_in_one_language_is_found_wherever_it_is() {
    for (file, from, to, at) in [
        ("profile.toml", "sr = \"VEŽBA\"\n", "", "[exercise.word]"),
        ("agencies.toml", ", en = \"KHMI\"", "", "code = \"ihmk\""),
        ("groups.toml", ", en = \"Cyber security\"", "", "code = \"cyber\""),
        ("roles.toml", "sq = \"Mbikëqyrësi\", ", "", "code = \"overseer\""),
        ("labels.toml", "en = \"RESTRICTED\"", "en = \"\"", "code = \"restricted\""),
        ("hazards.toml", "sr = \"Suša\"", "de = \"Dürre\"", "code = \"drought\""),
        ("desk.toml", ", en = \"overseer, Ombudsperson\"", "", "code = \"overseer\""),
    ] {
        broken(file, from, to, at, "a text for each of sq, sr, en");
    }
}

#[test]
fn an_unknown_field_is_found_at_its_line() {
    broken(
        "roles.toml",
        "code = \"citizen\"",
        "code = \"citizen\"\ndeeds = []",
        "deeds",
        "unknown field `deeds`",
    );
}

#[test]
fn a_missing_file_is_found() {
    let house = House::with_profile("README.md", "#", "#");
    house.remove("profiles/kosovo/roles.toml");
    house.run("profile").finds("profiles/kosovo/roles.toml:1", "profile", "the file is missing");
}

#[test]
fn a_group_with_an_unknown_member_or_a_partner_is_found() {
    let at = "code = \"ci-energy\"";
    broken(
        "groups.toml",
        "[\"kostt\", \"kek\", \"keds\"",
        "[\"kostt\", \"kok\", \"keds\"",
        at,
        "`kok` is no agency",
    );
    broken(
        "groups.toml",
        "[\"kostt\", \"kek\", \"keds\"",
        "[\"kfor\", \"kek\", \"keds\"",
        at,
        "`kfor` is a partner",
    );
}

#[test]
fn an_unknown_act_or_role_in_the_policies_is_found_at_its_line() {
    let fire = "    Action::\"fire\",";
    broken("policies.cedar", "    Action::\"exercise.play\",", fire, fire, "`fire` is no act");
    let role = "  principal in Role::\"forein-liaison\"";
    broken(
        "policies.cedar",
        "  principal in Role::\"foreign-liaison\"",
        role,
        role,
        "`forein-liaison` is no role",
    );
}

#[test]
fn an_act_that_nobody_may_do_is_found() {
    let house = House::with_profile("policies.cedar", ", Action::\"prune\"", "");
    let roles = house.read("profiles/kosovo/roles.toml");
    let line = roles.lines().position(|line| line.starts_with("[[role]]")).expect("the line is there") + 1;
    house.run("profile").finds(&format!("profiles/kosovo/roles.toml:{line}"), "profile", "`prune`");
}

#[test]
fn a_profile_says_in_one_place_who_may_act_and_one_without_policies_says_it_beside_the_roles() {
    let listed = "code = \"citizen\"\nacts = [\"search\"]";
    let house = House::with_profile("roles.toml", "code = \"citizen\"", listed);
    house.run("profile").finds("profiles/kosovo/roles.toml:1", "profile", "`citizen` lists acts");
    house.remove("profiles/kosovo/policies.cedar");
    let acts: Vec<String> = kulla_guard::Act::ALL.iter().map(|act| format!("\"{act}\"")).collect();
    let text = house.read("profiles/kosovo/roles.toml");
    let text = ["duty-officer", "incident-commander"].iter().fold(text, |text, role| {
        let code = format!("code = \"{role}\"");
        text.replacen(&code, &format!("{code}\nacts = [{}]", acts.join(", ")), 1)
    });
    house.write("profiles/kosovo/roles.toml", &text);
    house.run("profile").is_in_order();
    house
        .write("profiles/kosovo/roles.toml", &text.replacen("acts = [\"search\"]", "acts = [\"fire\"]", 1));
    let line = text.lines().position(|line| line == "code = \"citizen\"").expect("the line is there") + 1;
    house.run("profile").finds(
        &format!("profiles/kosovo/roles.toml:{line}"),
        "profile",
        "`fire` is no act",
    );
}

#[test]
fn a_label_for_nobody_or_for_somebody_unknown_is_found() {
    for (to, word) in
        [("[[]]", "is for nobody"), ("[[\"g:cyber\", \"g:all\"]]", "`g:all`"), ("[]", "is for nobody")]
    {
        let house =
            House::with_profile("labels.toml", "audience = [[\"g:cyber\"]]", &format!("audience = {to}"));
        let text = house.read("profiles/kosovo/labels.toml");
        let line = text.lines().enumerate().filter(|(_, line)| *line == "[[default]]").nth(1);
        let place = format!("profiles/kosovo/labels.toml:{}", line.expect("there are several").0 + 1);
        house.run("profile").finds(&place, "profile", word);
    }
}

#[test]
fn assurance_that_falls_is_found() {
    broken("labels.toml", "\"phishing-resistant\"", "\"anonymous\"", "code = \"kulla\"", "it never falls");
}

#[test]
fn words_that_cap_does_not_know_are_found() {
    let at = "code = \"flood\"";
    broken(
        "hazards.toml",
        "category = \"Met\"",
        "category = \"Water\"",
        at,
        "`Water` is no CAP `category`",
    );
    broken("hazards.toml", "\"OET-081\"", "\"OET-81\"", at, "`OET-81` is no event code");
    broken("hazards.toml", "Flood in {area}", "Flood", at, "does not say where");
}

#[test]
fn people_are_invented_and_two_are_needed_for_a_warning() {
    broken("desk.toml", "invented = true", "invented = false", "exercise_only", "invented");
    let text = "roles = [\"duty-officer\", \"incident-commander\"]";
    let house = House::with_profile("desk.toml", text, "roles = [\"duty-officer\"]");
    let name = "profiles/kosovo/desk.toml";
    house.write(name, &house.read(name).replace("[\"incident-commander\"]", "[\"overseer\"]"));
    let said = house.run("profile");
    assert!(said.text.contains("a warning takes two persons"), "{}", said.text);
}

#[test]
fn a_person_in_a_group_without_their_agency_is_found() {
    let from = "groups = [\"national-civprot\", \"flood-drini\"]";
    let to = "groups = [\"national-civprot\", \"cyber\"]";
    broken("desk.toml", from, to, "code = \"prizren\"", "no member of a group `cyber`");
}

#[test]
fn a_purpose_that_nobody_or_nobody_known_may_declare_is_found() {
    let at = "code = \"oversight\"";
    broken("labels.toml", "of = [\"oversight\"]", "of = []", at, "nobody may declare it");
    broken("labels.toml", "of = [\"oversight\"]", "of = [\"overseers\"]", at, "`overseers` is no kind");
}

#[test]
fn a_service_that_names_what_is_not_there_or_lacks_words_is_found() {
    let at = "code = \"flooded-road\"";
    broken("services.toml", "hazard = \"flood\"", "hazard = \"deluge\"", at, "`deluge` is no hazard");
    broken("services.toml", "agency = \"ame\"", "agency = \"ema\"", at, "`ema` is no agency");
    broken("services.toml", "severity = \"Moderate\"", "severity = \"Bad\"", at, "`Bad` is no severity");
    broken("services.toml", "en = \"Flooded road\"", "en = \"\"", at, "a text for each of");
    broken("services.toml", "key = \"knee\"", "key = \"ankle\"", at, "`ankle` stands twice");
}
