//! The scenario that `kulla exercise new` begins with: small, whole, and explained line by line.

/// The text of `scenario.toml`; `{name}` is put in by [`starter`].
const STARTER: &str = include_str!("starter.toml");

/// A scenario of this name that can be played as it is.
pub fn starter(name: &str) -> String {
    STARTER.replace("SCENARIO-NAME", name)
}
