//! Bytes as hexadecimal digits, which is how hashes stand in records, names and addresses.

/// Two lower-case digits for each byte.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
