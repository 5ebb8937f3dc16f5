//! The code lists of CAP 1.2, spelt as the standard spells them.
//!
//! They are closed: a value outside the list makes a message invalid (§3.2, and the schema), so that
//! every receiver may decide by them without guessing.

use std::fmt;

/// The text is not in the code list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownCode {
    /// The CAP element whose list was asked, such as `msgType`.
    pub element: &'static str,
    /// The values that would have been accepted.
    pub accepted: &'static [&'static str],
}

impl fmt::Display for UnknownCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` must be one of", self.element)?;
        for (i, code) in self.accepted.iter().enumerate() {
            write!(f, "{} `{code}`", if i == 0 { "" } else { "," })?;
        }
        Ok(())
    }
}

impl std::error::Error for UnknownCode {}

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident, $element:literal { $($(#[$vdoc:meta])* $variant:ident,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant,)* }

        impl $name {
            /// The CAP element that holds this code.
            pub const ELEMENT: &'static str = $element;
            /// Every value, in the order of the standard.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];
            /// Every value as it is spelt on the wire.
            pub const TEXTS: &'static [&'static str] = &[$(stringify!($variant),)*];

            /// The value as it is spelt on the wire.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => stringify!($variant),)* }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = UnknownCode;

            /// Exact spelling only: the schema keeps white space and case.
            fn from_str(text: &str) -> Result<Self, UnknownCode> {
                match text {
                    $(stringify!($variant) => Ok(Self::$variant),)*
                    _ => Err(UnknownCode { element: $element, accepted: Self::TEXTS }),
                }
            }
        }
    };
}

pub(crate) use codes;

codes! {
    /// How the message is to be handled (CAP 1.2 §3.2.1 `status`).
    Status, "status" {
        /// Actionable by all targeted recipients.
        Actual,
        /// Actionable only by the participants of an exercise, which `note` should name.
        Exercise,
        /// For messages that support the alerting network itself.
        System,
        /// Technical testing only; all recipients disregard it.
        Test,
        /// A preliminary template or draft, not actionable.
        Draft,
    }
}

codes! {
    /// The nature of the message (CAP 1.2 §3.2.1 `msgType`).
    MsgType, "msgType" {
        /// First information that needs attention.
        Alert,
        /// Updates and supersedes the messages named in `references`.
        Update,
        /// Cancels the messages named in `references`.
        Cancel,
        /// Acknowledges receipt of the messages named in `references`.
        Ack,
        /// Rejects the messages named in `references`; `note` should say why.
        Error,
    }
}

codes! {
    /// The intended distribution (CAP 1.2 §3.2.1 `scope`).
    Scope, "scope" {
        /// For unrestricted audiences.
        Public,
        /// Only for users with the requirement named in `restriction`.
        Restricted,
        /// Only for the addresses named in `addresses`.
        Private,
    }
}

codes! {
    /// The kind of event (CAP 1.2 §3.2.2 `category`).
    Category, "category" {
        /// Geophysical, landslides included.
        Geo,
        /// Meteorological, floods included.
        Met,
        /// General emergency and public safety.
        Safety,
        /// Law enforcement, military, homeland and local or private security.
        Security,
        /// Rescue and recovery.
        Rescue,
        /// Fire suppression and rescue.
        Fire,
        /// Medical and public health.
        Health,
        /// Pollution and other environmental.
        Env,
        /// Public and private transportation.
        Transport,
        /// Utility, telecommunication, other non-transport infrastructure.
        Infra,
        /// Chemical, biological, radiological, nuclear or high-yield explosive threat or attack.
        CBRNE,
        /// Other events.
        Other,
    }
}

codes! {
    /// What the audience is asked to do (CAP 1.2 §3.2.2 `responseType`).
    ResponseType, "responseType" {
        /// Take shelter in place or as `instruction` says.
        Shelter,
        /// Relocate as `instruction` says.
        Evacuate,
        /// Make preparations as `instruction` says.
        Prepare,
        /// Carry out a pre-planned activity named in `instruction`.
        Execute,
        /// Avoid the event as `instruction` says.
        Avoid,
        /// Attend to information sources as `instruction` says.
        Monitor,
        /// Evaluate the information in this message; not for public warnings.
        Assess,
        /// The event no longer poses a threat.
        AllClear,
        /// No action is recommended.
        None,
    }
}

codes! {
    /// How soon to act (CAP 1.2 §3.2.2 `urgency`).
    Urgency, "urgency" {
        /// Act at once.
        Immediate,
        /// Act soon, within the next hour.
        Expected,
        /// Act in the near future.
        Future,
        /// No longer required.
        Past,
        /// Not known.
        Unknown,
    }
}

codes! {
    /// How grave the event is (CAP 1.2 §3.2.2 `severity`).
    Severity, "severity" {
        /// Extraordinary threat to life or property.
        Extreme,
        /// Significant threat to life or property.
        Severe,
        /// Possible threat to life or property.
        Moderate,
        /// Minimal to no known threat to life or property.
        Minor,
        /// Not known.
        Unknown,
    }
}

codes! {
    /// How certain the event is (CAP 1.2 §3.2.2 `certainty`).
    Certainty, "certainty" {
        /// Has occurred or is ongoing.
        Observed,
        /// Probability above about 50 %.
        Likely,
        /// Possible but not likely, at most about 50 %.
        Possible,
        /// Not expected to occur, about 0 %.
        Unlikely,
        /// Not known.
        Unknown,
    }
}
