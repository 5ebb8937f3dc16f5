//! The promises of the log, on a real disk and on a simulated one.

mod basics;
mod helpers;
mod simulated;
