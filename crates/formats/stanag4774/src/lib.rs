#![doc = include_str!("../README.md")]

pub mod limits;
mod model;
mod parts;
mod read;
mod report;
mod rules;
mod time;
mod write;
mod xml;

pub use model::{
    Base, Category, CategoryType, Information, Label, Originator, OriginatorType, Policy, Root, Succession,
};
pub use read::validate;
pub use report::{Finding, Gravity, Report, Verdict};
pub use rules::{RULES, Rule};
pub use write::{WriteError, write};

/// The namespace of the label, as ADatP-4774 edition A has it.
pub const NAMESPACE: &str = "urn:nato:stanag:4774:confidentialitymetadatalabel:1:0";
