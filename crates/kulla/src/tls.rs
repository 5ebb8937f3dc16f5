//! TLS for every address that is not loopback: the node has a CA of its own, and signs a fresh certificate at
//! each start for the names and addresses that it listens on.
//!
//! Machines may show a client certificate that the same CA signed (`kulla machine give`); which of them are let in, and how far
//! they reach, is looked up at each request by its hash, so that one that is sent away is out at once.
//!
//! Whoever is to reach the node trusts `keys/ca.pem` once. A certificate of another authority belongs into a
//! proxy before the node.

use std::fs;
use std::net::SocketAddr;
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;
use std::sync::Arc;

use axum_server::tls_rustls::RustlsConfig;
use jiff::civil::Date;
use rcgen::{
    BasicConstraints, Certificate, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer,
    KeyPair, KeyUsagePurpose,
};
use rustls::RootCertStore;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::WebPkiClientVerifier;
use sha2::{Digest, Sha256};

use crate::commands::Fault;
use crate::node::NodeDir;

/// What a node needs to speak TLS.
pub struct Tls {
    /// For the server.
    pub config: RustlsConfig,
    /// The certificate that others have to trust.
    pub ca: PathBuf,
}

fn fault(error: impl std::fmt::Display) -> Fault {
    Fault::data(format!("TLS can't be set up: {error}"))
}

/// A machine's certificate with its key, as PEM.
pub struct MachineCertificate {
    /// The certificate.
    pub certificate: String,
    /// Its private key, which is nowhere else.
    pub key: String,
    /// SHA-256 of the certificate, 64 hexadecimal digits: the node knows it by that.
    pub fingerprint: String,
}

/// Signs a certificate by which a machine is known to this node (and to nobody else) until the day after the last.
pub fn machine_certificate(
    dir: &NodeDir,
    node: &str,
    (name, last): (&str, Date),
) -> Result<MachineCertificate, Fault> {
    let issuer = issuer(dir, node)?;
    let mut params = CertificateParams::new(Vec::<String>::new()).map_err(fault)?;
    params.distinguished_name.push(DnType::CommonName, name);
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    let until = last.tomorrow().map_err(fault)?;
    let [month, day] = [until.month(), until.day()].map(i8::unsigned_abs);
    params.not_after = rcgen::date_time_ymd(until.year().into(), month, day);
    let pair = KeyPair::generate().map_err(fault)?;
    let certificate = params.signed_by(&pair, &issuer).map_err(fault)?;
    let print = Sha256::digest(certificate.der());
    Ok(MachineCertificate {
        certificate: certificate.pem(),
        key: pair.serialize_pem(),
        fingerprint: print.iter().map(|byte| format!("{byte:02x}")).collect(),
    })
}

/// Reads or makes the CA.
fn issuer(dir: &NodeDir, node: &str) -> Result<Issuer<'static, KeyPair>, Fault> {
    let (pem, key) = (dir.keys().join("ca.pem"), dir.keys().join("ca.key"));
    if !key.exists() {
        let (certificate, pair) = authority(node)?;
        let mut file =
            fs::OpenOptions::new().create_new(true).write(true).mode(0o600).open(&key).map_err(fault)?;
        std::io::Write::write_all(&mut file, pair.serialize_pem().as_bytes()).map_err(fault)?;
        fs::write(&pem, certificate.pem()).map_err(fault)?;
    }
    let pair = KeyPair::from_pem(&fs::read_to_string(&key).map_err(fault)?).map_err(fault)?;
    Ok(Issuer::new(authority_params(node)?, pair))
}

/// Signs a certificate for these names, and takes those of machines that the same CA signed.
pub fn prepare(dir: &NodeDir, node: &str, address: SocketAddr, hosts: &[String]) -> Result<Tls, Fault> {
    let issuer = issuer(dir, node)?;
    let pem = dir.keys().join("ca.pem");
    let mut names: Vec<String> = vec![address.ip().to_string(), "localhost".into()];
    names.extend(hosts.iter().map(|host| host.split(':').next().unwrap_or(host).to_owned()));
    names.sort();
    names.dedup();
    let mut params = CertificateParams::new(names).map_err(fault)?;
    params.distinguished_name.push(DnType::CommonName, node);
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    let server = KeyPair::generate().map_err(fault)?;
    let certificate = params.signed_by(&server, &issuer).map_err(fault)?;
    let chain: Vec<CertificateDer<'static>> = vec![certificate.der().clone()];
    let secret = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(server.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(&pem).map_err(fault)?).map_err(fault)?;
    // People come without one; whoever shows one that this CA did not sign is not let in at all.
    let machines = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider))
        .allow_unauthenticated()
        .build()
        .map_err(fault)?;
    let mut config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(fault)?
        .with_client_cert_verifier(machines)
        .with_single_cert(chain, secret)
        .map_err(fault)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Tls { config: RustlsConfig::from_config(Arc::new(config)), ca: pem })
}

fn authority_params(node: &str) -> Result<CertificateParams, Fault> {
    let mut params = CertificateParams::new(Vec::<String>::new()).map_err(fault)?;
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.distinguished_name.push(DnType::CommonName, format!("Kulla {node} CA"));
    Ok(params)
}

fn authority(node: &str) -> Result<(Certificate, KeyPair), Fault> {
    let pair = KeyPair::generate().map_err(fault)?;
    let certificate = authority_params(node)?.self_signed(&pair).map_err(fault)?;
    Ok((certificate, pair))
}
