//! A label as typed values.

use jiff::Timestamp;

macro_rules! spelt {
    ($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $variant:ident $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$each])* $variant,)* }

        impl $name {
            /// Every one of them, in the order of the standard.
            pub const ALL: &'static [$name] = &[$($name::$variant,)*];

            /// As the standard spells it.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// What is spelt exactly so; capitals count.
            pub fn named(text: &str) -> Option<$name> {
                Self::ALL.iter().copied().find(|each| each.as_str() == text)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

spelt! {
    /// What a label is a label of: the root of the document.
    Root {
        /// The label that the originator gave to the information.
        Originator "originatorConfidentialityLabel",
        /// An equal label under another policy.
        Alternative "alternativeConfidentialityLabel",
        /// The label of the metadata themselves, **not** of the information.
        Metadata "metadataConfidentialityLabel",
        /// The general form, kept by the standard for older programs.
        Legacy "ConfidentialityLabel",
    }
}

spelt! {
    /// How the values of a category work.
    CategoryType {
        /// A reader needs every value.
        Restrictive "RESTRICTIVE",
        /// A reader needs one of the values.
        Permissive "PERMISSIVE",
        /// The values say something and decide nothing.
        Informative "INFORMATIVE",
    }
}

spelt! {
    /// In which form the originator is named.
    OriginatorType {
        /// An address of mail.
        Rfc822Name "rfc822Name",
        /// A name of a host.
        DnsName "dNSName",
        /// A distinguished name.
        DirectoryName "directoryName",
        /// A URI.
        Uri "uniformResourceIdentifier",
        /// An address of IP.
        IpAddress "iPAddress",
        /// An address of X.400.
        X400Address "x400Address",
        /// A name of a principal.
        UserPrincipalName "userPrincipalName",
        /// An address of XMPP.
        JId "jID",
    }
}

/// A whole label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// What it is a label of.
    pub root: Root,
    /// Its name within a document that binds it, without meaning of its own.
    pub id: Option<String>,
    /// When somebody has to look at it anew. A day that is over does not end the label.
    pub review: Option<Timestamp>,
    /// What it says.
    pub base: Base,
    /// What takes its place, and when.
    pub succession: Option<Succession>,
    /// Names of what stands in it from other namespaces, `{namespace}name` or `@{namespace}name`. The schema
    /// allows it anywhere at the end; this crate does not read it, and whoever acts on the label has to know that
    /// there is more.
    pub extensions: Vec<String>,
}

/// What a label and its successor have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base {
    /// Policy, classification and categories.
    pub information: Information,
    /// Who made the label.
    pub originator: Option<Originator>,
    /// When.
    pub created: Timestamp,
}

/// Policy, classification and categories.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Information {
    /// Whose words the others are.
    pub policy: Policy,
    /// How sensitive it is, in the policy's words.
    pub classification: String,
    /// A marking in words.
    pub privacy_mark: Option<String>,
    /// Categories, in order.
    pub categories: Vec<Category>,
}

/// Whose words the others are.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Policy {
    /// Its name.
    pub name: String,
    /// Its object identifier as `urn:oid:…`.
    pub uri: Option<String>,
}

/// One category with its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// How its values work.
    pub kind: CategoryType,
    /// The name of the set of values.
    pub tag: String,
    /// The object identifier of that set as `urn:oid:…`.
    pub uri: Option<String>,
    /// The values.
    pub values: Vec<String>,
}

/// Who made a label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Originator {
    /// In which form they are named.
    pub kind: OriginatorType,
    /// The name.
    pub id: String,
}

/// What takes the place of a label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Succession {
    /// From when on.
    pub at: Timestamp,
    /// What holds then.
    pub successor: Base,
}
