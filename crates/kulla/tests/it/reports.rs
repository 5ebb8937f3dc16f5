//! Reports of the public, through a real socket.

use crate::client::{Answer, Client};
use crate::node::{Data, Running};

/// More than one address may hand in at once.
const MANY: usize = 40;

fn hands_in(node: &Client, from: &str) -> Answer {
    let form = b"service_code=flooded-road&address_id=20&description=Water";
    let head = format!("X-Forwarded-For: {from}\r\n");
    let to = ("POST", "/open311/v2/requests.json");
    node.send_with(&head, to, "application/x-www-form-urlencoded", form).unwrap()
}

#[test]
fn an_address_that_hands_in_too_much_is_told_when_to_come_again_and_takes_nothing_from_another() {
    let data = Data::new();
    let node = Running::start(&data);
    let public = Client::public(node.address);
    let flooding: Vec<Answer> = (0..MANY).map(|_| hands_in(&public, "198.51.100.1")).collect();
    assert_eq!(flooding[0].status, 200, "{}", flooding[0].text());
    let last = flooding.last().unwrap();
    assert_eq!(last.status, 429, "{}", last.text());
    assert!(last.header("retry-after").unwrap().parse::<u64>().unwrap() > 0);
    let other = hands_in(&public, "198.51.100.2");
    assert_eq!(other.status, 200, "{}", other.text());
    assert!(other.json()[0]["token"].as_str().is_some_and(|token| token.len() > 20), "{}", other.text());
}
