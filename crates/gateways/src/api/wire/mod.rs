//! What goes over the wire: types of the door. Inside the house are our own.

pub mod approval;
pub mod draft;
pub mod exercise;
pub mod health;
pub mod incident;
pub mod item;
pub mod label;
pub mod live;
pub mod map;
pub mod may;
pub mod me;
pub mod oversight;
pub mod people;
pub mod policies;
pub mod report;
pub mod seen;
pub mod session;
pub mod signal;
pub mod source;
pub mod warning;
