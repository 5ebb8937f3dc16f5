//! What is learnt: exercises as they are played, and afterwards how long each step took.
//!
//! Everything here is pure. [`exercise`] and [`inject`] decide as the other stages do; [`measure`] counts over
//! bodies that somebody else read. It knows agencies and no persons, so no list of persons can come out of it.
//!
//! | module | holds |
//! |---|---|
//! | [`exercise`] | begin, take a role over, give it back, end |
//! | [`inject`] | write down what is about to be thrown in, and what the door said |
//! | [`measure`] | response times by step and agency |

pub mod exercise;
pub mod inject;
pub mod measure;
