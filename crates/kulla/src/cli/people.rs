//! Letting people and machines in.

use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub enum Person {
    /// A link by which somebody makes a passkey, or a password with a one-time code
    ///
    /// For the first administrators, and for whoever lost every way to log in. It is on record.
    Link {
        /// Folder of the node
        #[arg(long, value_name = "DIR", default_value = "data/try")]
        data: PathBuf,
        /// How they log in: WORD@AGENCY
        name: String,
        /// End all ways to log in, sessions and tokens that they had, once the link is used
        #[arg(long)]
        replaces: bool,
    },
    /// Somebody new who administers the people of an agency, with a link for them
    Add {
        /// Folder of the node
        #[arg(long, value_name = "DIR", default_value = "data/try")]
        data: PathBuf,
        /// Code of the agency, as the profile writes it
        agency: String,
        /// Their name
        name: String,
    },
}

#[derive(Debug, Subcommand)]
pub enum Machine {
    /// Make a certificate with its key, and let in whoever shows it
    ///
    /// It acts under somebody's grant, and reaches to the acts that are named here and to no other. It is as sure as a
    /// passkey: its key never leaves the machine that you carry it to.
    Give(GiveMachine),
    /// Machines with a token or a certificate
    List {
        /// Folder of the node
        #[arg(long, value_name = "DIR", default_value = "data/try")]
        data: PathBuf,
    },
    /// Send away whatever machine has this name: its next request is refused, and its streams end
    End {
        /// Folder of the node
        #[arg(long, value_name = "DIR", default_value = "data/try")]
        data: PathBuf,
        /// Its name
        name: String,
    },
}

#[derive(Debug, Args)]
pub struct GiveMachine {
    /// Folder of the node
    #[arg(long, value_name = "DIR", default_value = "data/try")]
    pub data: PathBuf,
    /// Under whose grant it acts: WORD@AGENCY
    #[arg(long = "as", value_name = "PERSON")]
    pub person: String,
    /// What it may do, of what that grant lets; may be given several times
    #[arg(long = "act", value_name = "ACT", required = true)]
    pub acts: Vec<String>,
    /// How many days it holds, at most a year
    #[arg(long, default_value_t = 90, value_parser = clap::value_parser!(u32).range(1..=366))]
    pub days: u32,
    /// The purpose that it declares; without it, the first of the agency
    #[arg(long, value_name = "PURPOSE", default_value = "")]
    pub purpose: String,
    /// The exercise that it takes part in; without it, real work
    #[arg(long, value_name = "NAME", default_value = "")]
    pub exercise: String,
    /// Where to write NAME.pem and NAME.key
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    pub out: PathBuf,
    /// What people call it, and its files: letters, digits and `-`
    pub name: String,
}
