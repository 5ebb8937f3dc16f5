//! The identity providers of agencies, at the terminal and at the start.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::node::{Data, kulla, told};

const GOOD: &str = "[[provider]]\ncode = \"ame\"\nagency = \"ame\"\nissuer = \"https://login.ame.example/realms/ame\"\n\
    client_id = \"kulla\"\nsecret_file = \"keys/oidc-ame.secret\"\n";

#[test]
fn a_mistake_in_the_list_or_a_secret_that_others_read_stops_the_start_and_check_says_the_same() {
    let data = Data::new();
    let (list, secret) = (data.path.join("providers.toml"), data.path.join("keys/oidc-ame.secret"));
    let check = || kulla(&["check", "providers", "--data", data.arg()]);
    let run = || kulla(&["run", "--listen", "127.0.0.1:0", "--data", data.arg()]);
    let none = check();
    assert!(none.status.success() && told(&none).contains("0 providers"), "{}", told(&none));

    let readable = |mode| fs::set_permissions(&secret, fs::Permissions::from_mode(mode)).unwrap();
    let refuses = |said: &str| {
        for (refused, code) in [(check(), 1), (run(), 3)] {
            assert_eq!(refused.status.code(), Some(code), "{}", told(&refused));
            assert!(told(&refused).contains(said), "`{said}` is missing in {}", told(&refused));
        }
    };
    fs::write(&list, GOOD.replace("https://login", "http://login")).unwrap();
    refuses("line 4: ");
    fs::write(&list, GOOD.replace("agency = \"ame\"", "agency = \"nsa\"")).unwrap();
    refuses("line 3: `nsa` is no agency of this profile");
    fs::write(&list, GOOD).unwrap();
    refuses("its secret file");
    fs::write(&secret, "a secret of this test\n").unwrap();
    readable(0o644);
    refuses("others on this machine may read it: run `chmod 600");
    readable(0o600);
    let good = check();
    assert!(good.status.success(), "{}", told(&good));
    let said = "ame: https://login.ame.example/realms/ame names people of ame by `preferred_username`; they come back to /login/oidc/ame/back";
    assert!(told(&good).contains(said), "{}", told(&good));
    assert!(!told(&good).contains("a secret"), "it is never shown");
}
