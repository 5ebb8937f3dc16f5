//! Off loopback: TLS under the node's own CA, and nothing in the clear.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;

use rustls::pki_types::ServerName;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use crate::client::Client;
use crate::node::{Data, Running};

#[test]
fn off_loopback_the_node_speaks_tls_under_its_own_ca_and_nothing_in_the_clear() {
    let data = Data::new();
    let node = Running::listening(&data, "0.0.0.0:0");
    let mut roots = RootCertStore::empty();
    let ca = rustls::pki_types::CertificateDer::from_pem_file(data.path.join("keys/ca.pem")).unwrap();
    roots.add(ca).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from("localhost").unwrap();
    let connection = ClientConnection::new(Arc::new(config), name).unwrap();
    let mut stream = StreamOwned::new(connection, TcpStream::connect(node.address).unwrap());
    let host = format!("localhost:{}", node.address.port());
    write!(stream, "GET /healthz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    // A server may close without the last word of TLS; what came before it counts.
    let _ = stream.read_to_string(&mut answer);
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let clear = Client::public(node.address).send("GET", "/healthz", "text/plain", b"");
    assert!(clear.is_err() || clear.unwrap().status != 200, "nothing is served in the clear");
    assert!(node.stop().success());
}
