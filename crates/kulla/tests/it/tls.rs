//! Off loopback: TLS under the node's own CA, and nothing in the clear; machines by certificates of the same CA.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use crate::client::Client;
use crate::node::{Data, Running, kulla, told};

type Stream = BufReader<StreamOwned<ClientConnection, TcpStream>>;

/// A connection, by a machine with a certificate where a folder and a name are given.
fn connects(data: &Data, node: &Running, machine: Option<(&Path, &str)>) -> Stream {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(data.path.join("keys/ca.pem")).unwrap()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots);
    let config = match machine {
        None => config.with_no_client_auth(),
        Some((folder, name)) => {
            let chain = vec![CertificateDer::from_pem_file(folder.join(format!("{name}.pem"))).unwrap()];
            let key = PrivateKeyDer::from_pem_file(folder.join(format!("{name}.key"))).unwrap();
            config.with_client_auth_cert(chain, key).unwrap()
        }
    };
    let name = ServerName::try_from("localhost").unwrap();
    let connection = ClientConnection::new(Arc::new(config), name).unwrap();
    BufReader::new(StreamOwned::new(connection, TcpStream::connect(node.address).unwrap()))
}

/// One request on a connection that stays open: the status and the body.
fn asks(stream: &mut Stream, node: &Running, path: &str) -> std::io::Result<(u16, String)> {
    let host = format!("localhost:{}", node.address.port());
    write!(stream.get_mut(), "GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n")?;
    let (mut line, mut status, mut length) = (String::new(), 0, 0);
    loop {
        line.clear();
        if stream.read_line(&mut line)? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        if let Some(rest) = line.strip_prefix("HTTP/1.1 ") {
            status = rest[..3].parse().unwrap();
        } else if let Some(rest) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = rest.trim().parse().unwrap();
        } else if line == "\r\n" {
            break;
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body)?;
    Ok((status, String::from_utf8(body).unwrap()))
}

#[test]
fn off_loopback_the_node_speaks_tls_under_its_own_ca_and_nothing_in_the_clear() {
    let data = Data::new();
    let node = Running::listening(&data, "0.0.0.0:0");
    assert_eq!(asks(&mut connects(&data, &node, None), &node, "/healthz").unwrap().0, 200);
    let clear = Client::public(node.address).send("GET", "/healthz", "text/plain", b"");
    assert!(clear.is_err() || clear.unwrap().status != 200, "nothing is served in the clear");
    assert!(node.stop().success());
}

#[test]
fn a_machine_enters_by_its_certificate_and_is_out_at_its_next_request_when_it_is_sent_away() {
    let (data, elsewhere) = (Data::new(), tempfile::tempdir().unwrap());
    let folder = elsewhere.path();
    let give = |data: &Data, name: &str, act: &str| {
        let out = folder.to_str().unwrap();
        let whose = ["--as", "arta.krasniqi@ame", "--act", act, "--out", out, name];
        kulla(&[&["machine", "give", "--data", data.arg()], &whose[..]].concat())
    };
    let early = give(&data, "siren", "search");
    assert_eq!(early.status.code(), Some(3), "{}", told(&early));
    assert!(!folder.join("siren.key").exists(), "no key is left of who was not let in");
    let node = Running::listening(&data, "0.0.0.0:0");
    let given = give(&data, "siren", "search");
    assert!(given.status.success(), "{}", told(&given));
    let mode = std::os::unix::fs::PermissionsExt::mode(
        &folder.join("siren.key").metadata().unwrap().permissions(),
    );
    assert_eq!(mode & 0o777, 0o600);
    for (name, act, says) in [
        ("siren", "search", "is there already"),
        ("approver", "warning.approve", "never the second person"),
        ("administrator", "admin.people", "for people"),
        ("../key", "search", "no name for files"),
    ] {
        let refused = give(&data, name, act);
        assert!(!refused.status.success() && told(&refused).contains(says), "{name}: {}", told(&refused));
    }
    let list = || told(&kulla(&["machine", "list", "--data", data.arg()]));
    assert!(list().contains("siren  certificate  as arta.krasniqi@ame  search  until 20"), "{}", list());

    let mut siren = connects(&data, &node, Some((folder, "siren")));
    let (status, body) = asks(&mut siren, &node, "/api/v1/session").unwrap();
    assert_eq!(status, 200, "{body}");
    assert_eq!(asks(&mut siren, &node, "/api/v1/search?q=ura").unwrap().0, 200);
    assert_eq!(asks(&mut siren, &node, "/api/v1/policies").unwrap().0, 403, "it reaches no further");
    assert_eq!(asks(&mut connects(&data, &node, None), &node, "/api/v1/session").unwrap().0, 401);

    // Signed by another node's CA: there is no connection at all.
    let other = Data::new();
    let stranger = Running::listening(&other, "0.0.0.0:0");
    let given = give(&other, "stranger", "search");
    assert!(given.status.success(), "{}", told(&given));
    let answered = asks(&mut connects(&data, &node, Some((folder, "stranger"))), &node, "/healthz");
    assert!(answered.is_err(), "{answered:?}");
    assert!(stranger.stop().success());

    let ended = kulla(&["machine", "end", "--data", data.arg(), "siren"]);
    assert!(ended.status.success(), "{}", told(&ended));
    assert_eq!(asks(&mut siren, &node, "/api/v1/session").unwrap().0, 401, "on the same connection");
    let again = kulla(&["machine", "end", "--data", data.arg(), "siren"]);
    assert!(!again.status.success() && told(&again).contains("no machine is called"), "{}", told(&again));
    assert!(list().contains("No machine"), "{}", list());
    assert!(node.stop().success());
}
