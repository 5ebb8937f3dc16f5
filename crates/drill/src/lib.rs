//! Exercises: scenarios as readable files, and the player that plays them.
//!
//! The player is an outside client. It knows addresses and tokens and nothing else of the node: what it throws
//! in goes through the doors that real sources use, and the roles that it plays look and act through the same
//! API as a person in the console. So an exercise proves the whole way and can't cheat, and what people take
//! over is simply no longer done by it.
//!
//! | module | holds |
//! |---|---|
//! | [`scenario`] | the file of a scenario: reading, checking, what a seed makes of it |
//! | `door` | one file for each door that injects go through |
//! | `role` | one file for each part that the player knows to play |
//! | [`player`] | the story's clock, what is due, and going on after an interruption |
//! | `client` | HTTP to one address, and nothing more |

pub mod client;
mod door;
pub mod player;
mod role;
pub mod scenario;

pub use door::DOORS;
pub use player::{Ended, Part, Pass, Play, Player, Tokens};
pub use scenario::{Finding, Scenario};
