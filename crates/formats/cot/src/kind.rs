//! Why: the type of an event is a path of atoms (`a-f-G-U-C`), and programs ask questions of it. This is a
//! view that answers them, so that the event keeps the type as it was written.
//!
//! Source: `CoTtypes.xml` of CoT 2.0 (MITRE, public release).

/// A CoT type such as `a-f-G-U-C` or `b-t-f`, perhaps with a suffix after `;` that is not part of the path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind<'a>(pub &'a str);

/// Whose side something is on: the second atom of types that begin with `a`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Affiliation {
    /// `p`: not yet looked at.
    Pending,
    /// `u`: looked at, not known.
    Unknown,
    /// `a`: taken for a friend.
    AssumedFriend,
    /// `f`
    Friend,
    /// `n`
    Neutral,
    /// `s`
    Suspect,
    /// `h`
    Hostile,
    /// `j`: a friend who plays a suspect in an exercise.
    Joker,
    /// `k`: a friend who plays a hostile in an exercise.
    Faker,
    /// `o`: none is said.
    None,
    /// `x`: other.
    Other,
}

impl Affiliation {
    /// All of them, in the order of the CoT type tree.
    pub const ALL: [Self; 11] = [
        Self::Pending,
        Self::Unknown,
        Self::AssumedFriend,
        Self::Friend,
        Self::Neutral,
        Self::Suspect,
        Self::Hostile,
        Self::Joker,
        Self::Faker,
        Self::None,
        Self::Other,
    ];

    /// The atom that stands for it.
    pub fn letter(self) -> char {
        match self {
            Self::Pending => 'p',
            Self::Unknown => 'u',
            Self::AssumedFriend => 'a',
            Self::Friend => 'f',
            Self::Neutral => 'n',
            Self::Suspect => 's',
            Self::Hostile => 'h',
            Self::Joker => 'j',
            Self::Faker => 'k',
            Self::None => 'o',
            Self::Other => 'x',
        }
    }

    /// What the atom stands for.
    pub fn of(atom: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|a| atom.chars().eq([a.letter()]))
    }
}

impl<'a> Kind<'a> {
    /// The path without a suffix: `a-f-G` of `a-f-G;x=1`.
    pub fn base(self) -> &'a str {
        self.0.split_once(';').map_or(self.0, |(base, _)| base)
    }

    /// What follows the first `;`.
    pub fn suffix(self) -> Option<&'a str> {
        self.0.split_once(';').map(|(_, suffix)| suffix)
    }

    /// The atoms of the path.
    pub fn atoms(self) -> impl Iterator<Item = &'a str> {
        self.base().split('-')
    }

    /// Whether the type is `path` or below it: `a-f-G-U` is under `a-f-G`, `a-f-GX` is not.
    pub fn is_under(self, path: &str) -> bool {
        self.base().strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    }

    /// Whose side it is on, for types that begin with `a`.
    pub fn affiliation(self) -> Option<Affiliation> {
        let mut atoms = self.atoms();
        if atoms.next() != Some("a") {
            return None;
        }
        Affiliation::of(atoms.next()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_suffix_is_no_part_of_the_path() {
        let kind = Kind("a-f-G-E-V;mode=3");
        assert_eq!(kind.base(), "a-f-G-E-V");
        assert_eq!(kind.suffix(), Some("mode=3"));
        assert_eq!(kind.affiliation(), Some(Affiliation::Friend));
        assert!(kind.is_under("a-f-G-E-V") && kind.is_under("a-f") && !kind.is_under("a-f-G-E-VX"));
        assert!(!Kind("a-f-Gx").is_under("a-f-G"));
    }

    #[test]
    fn only_atoms_have_an_affiliation() {
        assert_eq!(Kind("b-f").affiliation(), None);
        assert_eq!(Kind("a-ff-G").affiliation(), None);
        assert_eq!(Kind("a").affiliation(), None);
    }
}
