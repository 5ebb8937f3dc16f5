//! The operator's socket, over the socket.

use std::io::{Read, Write};
use std::os::unix::net::UnixStream;

use crate::node::Data;

/// What stands at a path of the operator's socket of a running node.
pub fn ask(data: &Data, path: &str) -> String {
    let mut stream = UnixStream::connect(data.path.join("operator.sock")).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer.split_once("\r\n\r\n").unwrap().1.to_owned()
}

/// The sum of a figure over its labels.
pub fn figure(text: &str, name: &str) -> f64 {
    let values = text.lines().filter_map(|line| {
        let rest = line.strip_prefix(name)?;
        matches!(rest.as_bytes().first(), Some(b' ' | b'{'))
            .then(|| rest.rsplit(' ').next().unwrap().parse::<f64>())
    });
    values.map(Result::unwrap).sum()
}
