//! A look at the bytes before Cedar reads them: how long one rule is, and how deep it nests.
//!
//! Whoever parses, checks and evaluates a rule goes down as far as it nests, and a chain of operators nests as far as it is
//! long. Cedar ends an evaluation when the stack of its thread runs out, and then the same rule would hold on one thread
//! and not on another. So both have a limit that fits the stack of any thread.

use super::fault::Faults;

/// Bytes of one rule, strings and comments apart.
pub const RULE_BYTES_MAX: usize = 8 << 10;
/// Signs of operators in one rule: `+ - * & | ! < > = .`
pub const OPERATORS_MAX: usize = 400;
/// Brackets within brackets.
pub const NESTING_MAX: usize = 32;

/// Whether every rule keeps the limits.
pub(super) fn scan(text: &str) -> Result<(), Faults> {
    let (mut line, mut depth, mut length, mut operators) = (1, 0_usize, 0, 0);
    let mut bytes = text.bytes().peekable();
    while let Some(byte) = bytes.next() {
        length += 1;
        match byte {
            b'\n' => line += 1,
            b'"' => {
                let mut escaped = false;
                for byte in bytes.by_ref() {
                    line += usize::from(byte == b'\n');
                    match byte {
                        _ if escaped => escaped = false,
                        b'\\' => escaped = true,
                        b'"' => break,
                        _ => {}
                    }
                }
            }
            b'/' if bytes.peek() == Some(&b'/') => while bytes.next_if(|byte| *byte != b'\n').is_some() {},
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            b';' => (length, operators) = (0, 0),
            b'+' | b'-' | b'*' | b'&' | b'|' | b'!' | b'<' | b'>' | b'=' | b'.' => operators += 1,
            _ => {}
        }
        if depth > NESTING_MAX {
            return Err(Faults::one(line, format!("more than {NESTING_MAX} brackets within each other")));
        }
        if length > RULE_BYTES_MAX || operators > OPERATORS_MAX {
            let problem = format!(
                "a rule has more than {RULE_BYTES_MAX} bytes or {OPERATORS_MAX} signs of operators: make two of it"
            );
            return Err(Faults::one(line, problem));
        }
    }
    Ok(())
}
