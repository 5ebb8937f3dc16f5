//! Test vectors of W3C Web Authentication, Level 3, section 16 (W3C Software and Document License), as hexadecimal
//! digits: 16.2, an ES256 key without attestation, and the log-in of 16.11 by an Ed25519 key. Neither of their
//! authenticators checked who was there.

use kulla_webauthn::{Assertion, Credential, Fault, RelyingParty, authenticate, register};

const CREATED: &str = "7b2274797065223a22776562617574686e2e637265617465222c226368616c6c656e6765223a22414d4d507434557878475453746e63647134313759447742466938767049612d7077386f4f755657345441222c226f726967696e223a2268747470733a2f2f6578616d706c652e6f7267222c2263726f73734f726967696e223a66616c73652c22657874726144617461223a22636c69656e74446174614a534f4e206d617920626520657874656e6465642077697468206164646974696f6e616c206669656c647320696e20746865206675747572652c207375636820617320746869733a20426b5165446a646354427258426941774a544c453551227d";
const ATTESTATION: &str = "a363666d74646e6f6e656761747453746d74a068617574684461746158a4bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b559000000008446ccb9ab1db374750b2367ff6f3a1f0020f91f391db4c9b2fde0ea70189cba3fb63f579ba6122b33ad94ff3ec330084be4a5010203262001215820afefa16f97ca9b2d23eb86ccb64098d20db90856062eb249c33a9b672f26df61225820930a56b87a2fca66334b03458abf879717c12cc68ed73290af2e2664796b9220";
const CREATE_CHALLENGE: &str = "00c30fb78531c464d2b6771dab8d7b603c01162f2fa486bea70f283ae556e130";
const SAID: &str = "bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b51900000000";
const ASKED: &str = "7b2274797065223a22776562617574686e2e676574222c226368616c6c656e6765223a224f63446e55685158756c5455506f334a5558543049393770767a7a59425039745a63685879617630314167222c226f726967696e223a2268747470733a2f2f6578616d706c652e6f7267222c2263726f73734f726967696e223a66616c73657d";
const SIGNATURE: &str = "3046022100f50a4e2e4409249c4a853ba361282f09841df4dd4547a13a87780218deffcd380221008480ac0f0b93538174f575bf11a1dd5d78c6e486013f937295ea13653e331e87";
const CHALLENGE: &str = "39c0e7521417ba54d43e8dc95174f423dee9bf3cd804ff6d65c857c9abf4d408";

fn bytes(hex: &str) -> Vec<u8> {
    hex.as_bytes()
        .chunks(2)
        .map(|two| u8::from_str_radix(std::str::from_utf8(two).unwrap(), 16).unwrap())
        .collect()
}

fn at(origins: &[String], verifies_user: bool) -> RelyingParty<'_> {
    RelyingParty { id: "example.org", origins, verifies_user }
}

fn registered(origins: &[String]) -> Credential {
    register(&at(origins, false), &bytes(CREATE_CHALLENGE), &bytes(CREATED), &bytes(ATTESTATION)).unwrap()
}

#[test]
fn the_es256_example_of_the_specification_registers_and_logs_in() {
    let origins = ["https://example.org".to_owned()];
    let kept = registered(&origins);
    assert_eq!((kept.id.len(), kept.counter, kept.may_be_copied), (32, 0, true));
    let (said, asked, signature) = (bytes(SAID), bytes(ASKED), bytes(SIGNATURE));
    let assertion = Assertion { client_data: &asked, authenticator_data: &said, signature: &signature };
    assert_eq!(authenticate(&at(&origins, false), &bytes(CHALLENGE), &kept, &assertion), Ok(0));
    // Nobody was asked who they are, which is not enough where two factors are wanted.
    let verified = authenticate(&at(&origins, true), &bytes(CHALLENGE), &kept, &assertion);
    assert_eq!(verified, Err(Fault::NotVerified));
}

#[test]
fn the_ed25519_example_of_the_specification_logs_in() {
    let key = bytes("a401010327200621582044e06ddd331c36a8dc667bab52bcae63486c916aa5e339e6acebaa84934bf832");
    let kept = Credential { id: vec![1], key, counter: 0, may_be_copied: false };
    let said = bytes("bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b50100000000");
    let asked = bytes(
        "7b2274797065223a22776562617574686e2e676574222c226368616c6c656e6765223a2269566c583442786a4f6d6d44534b4c596f7870557439736e364d48454f7943413135726947514a6e763949222c226f726967696e223a2268747470733a2f2f6578616d706c652e6f7267222c2263726f73734f726967696e223a66616c73657d",
    );
    let signature = bytes(
        "f5c59c7e46c34f6f8cc197101ddf9934fa2595f68eb1913a637e8419eb9ba4cfdfc48f85393bc0d40b011f0d6fecb097d6607525713223a0dc0d453993dae00b",
    );
    let challenge = bytes("895957e01c633a698348a2d8a31a54b7db27e8c1c43b2080d79ae2190267bfd2");
    let origins = ["https://example.org".to_owned()];
    let assertion = Assertion { client_data: &asked, authenticator_data: &said, signature: &signature };
    assert_eq!(authenticate(&at(&origins, false), &challenge, &kept, &assertion), Ok(0));
}

#[test]
fn the_example_is_refused_for_any_other_challenge_site_origin_or_byte() {
    let origins = ["https://example.org".to_owned()];
    let kept = registered(&origins);
    let (said, asked, signature) = (bytes(SAID), bytes(ASKED), bytes(SIGNATURE));
    let check = |site: &RelyingParty<'_>, challenge: &str, said: &[u8], asked: &[u8], signature: &[u8]| {
        let assertion = Assertion { client_data: asked, authenticator_data: said, signature };
        authenticate(site, &bytes(challenge), &kept, &assertion).unwrap_err()
    };
    let site = at(&origins, false);
    assert_eq!(check(&site, CREATE_CHALLENGE, &said, &asked, &signature), Fault::Challenge);
    assert_eq!(check(&site, "", &said, &asked, &signature), Fault::Challenge);
    let elsewhere = RelyingParty { id: "example.com", ..site };
    assert_eq!(check(&elsewhere, CHALLENGE, &said, &asked, &signature), Fault::RelyingParty);
    let others = ["https://example.org:8443".to_owned(), "https://evil.example.org".to_owned()];
    assert_eq!(check(&at(&others, false), CHALLENGE, &said, &asked, &signature), Fault::Origin);
    let mut absent = said.clone();
    absent[32] ^= 1;
    assert_eq!(check(&site, CHALLENGE, &absent, &asked, &signature), Fault::NotPresent);
    // Every single bit of what is signed and of the signature counts.
    for (n, whole) in [&said, &asked, &signature].into_iter().enumerate() {
        for at in 0..whole.len() * 8 {
            let mut parts = [said.clone(), asked.clone(), signature.clone()];
            parts[n][at / 8] ^= 1 << (at % 8);
            check(&site, CHALLENGE, &parts[0], &parts[1], &parts[2]);
        }
    }
}
