//! The doors from outside: requests go in, answers come out, over a node in memory.

mod contract;
mod entering;
mod guarded;
mod hidden;
mod live;
mod memory;
mod operator;
mod public;
mod story;
mod world;
