//! One file for each command.

pub mod check;
pub mod doctor;
pub mod erase;
pub mod exercise;
pub mod export;
pub mod import;
pub mod ingest;
pub mod init;
pub mod keep;
mod kept;
pub mod machine;
pub mod person;
pub mod policies;
pub mod prove;
pub mod providers;
pub mod run;
mod socket;
pub mod sources;
pub mod verify;

use std::fmt;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// Something was found or refused.
    Found = 1,
}

/// Why a command could not be carried out.
#[derive(Debug)]
pub struct Fault {
    /// 2: the command line is off; 3: the node or its data can't be used.
    pub code: u8,
    /// For the person at the terminal.
    pub message: String,
}

impl Fault {
    /// The command line is off.
    pub fn usage(message: impl Into<String>) -> Fault {
        Fault { code: 2, message: message.into() }
    }

    /// The node or its data can't be used.
    pub fn data(message: impl Into<String>) -> Fault {
        Fault { code: 3, message: message.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        Fault::data(error.to_string())
    }
}
