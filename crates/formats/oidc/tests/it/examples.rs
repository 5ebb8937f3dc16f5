//! Signatures of the examples of RFC 7515 (appendix A.2 and A.3) and RFC 8037 (appendix A.4). Their claims are not those of an ID token, so
//! being refused for those is what shows that the signature was believed.

use kulla_oidc::{Algorithm, Fault, KeySet, challenge};

use crate::signer::expected;

const BODY: &str =
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
const N: &str = "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ";
const RSA: &str = "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
const EC: &str = "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

fn verify(key: &str, token: &str) -> Fault {
    let keys = KeySet::read(format!("{{\"keys\":[{key}]}}").as_bytes()).unwrap();
    expected().verify(token, &keys).unwrap_err()
}

#[test]
fn the_signatures_of_the_examples_are_believed_and_changed_ones_are_not() {
    let rsa = format!(r#"{{"kty":"RSA","n":"{N}","e":"AQAB"}}"#);
    let curve = r#"{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}"#;
    for (key, token) in [
        (rsa.as_str(), format!("eyJhbGciOiJSUzI1NiJ9.{BODY}.{RSA}")),
        (curve, format!("eyJhbGciOiJFUzI1NiJ9.{BODY}.{EC}")),
    ] {
        assert_eq!(verify(key, &token), Fault::Issuer, "the issuer is `joe`");
        assert_eq!(verify(key, &token.replacen(".eyJpc3", ".eyJpc4", 1)), Fault::Signature);
    }
    let edwards = r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
    let token = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
    assert_eq!(verify(edwards, token), Fault::Json, "its body is a sentence");
    assert_eq!(verify(edwards, &token.replace("RXhh", "RXhi")), Fault::Signature);
}

#[test]
fn nothing_but_three_signatures_is_an_algorithm() {
    for name in
        ["none", "HS256", "HS512", "RS1", "PS256", "RS512", "ES384", "ES256K", "rs256", "RSA-OAEP", ""]
    {
        assert_eq!(Algorithm::of(name), None, "{name}");
    }
    // RFC 7636, appendix B.
    assert_eq!(
        challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
        "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    );
}
