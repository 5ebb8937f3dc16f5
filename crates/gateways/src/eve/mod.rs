//! Suricata EVE: alerts by the thousand a second become a page that an officer can read.
//!
//! A sensor writes lines; we follow its file or listen for it. Alerts are grouped as they come, and at most
//! once a second what came goes to the desk as a handful of `alarm` versions, in one append. A group is one
//! alarm with a count, so ten thousand alerts of a campaign are one thing to triage, and one click makes an
//! incident of it. Payload is not read: see `kulla_eve`.
//!
//! | module | holds |
//! |---|---|
//! | [`follow`] | a file that is rotated, truncated, copied and removed under us |
//! | [`listen`] | sensors that connect |
//! | [`place`] | how far a file was read, over a restart |
//! | [`gather`] | lines → groups, and what the sensor says of itself: pure |
//! | [`ledger`] | which alarm a group belongs to: pure |
//! | [`alarm`] | a group in words: pure |
//! | [`health`] | whether a sensor loses packets: pure |
//! | [`run`](mod@run) | the loop of one source |
//! | [`task`] | what goes to the desk at once |

mod alarm;
mod follow;
mod gather;
mod health;
mod ledger;
mod listen;
mod place;
mod run;
mod task;

use std::net::SocketAddr;
use std::path::PathBuf;

pub(crate) use place::fingerprint;
pub(crate) use run::run;

use crate::sources::Keys;

/// Characters of a path, and of an address.
const PATH_CHARS: std::ops::RangeInclusive<usize> = 1..=1_024;

/// Where the lines come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inlet {
    /// A file that is followed.
    File(PathBuf),
    /// A Unix socket that we listen on.
    Unix(PathBuf),
    /// TCP that we listen on, on this machine.
    Tcp(SocketAddr),
}

/// The settings of one sensor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Where the lines come from.
    pub inlet: Inlet,
    /// Packets lost of a thousand from which on it is an alarm.
    pub drops_permille: u32,
}

impl Settings {
    pub(crate) fn read(keys: &Keys<'_>) -> Option<Settings> {
        const INLETS: [&str; 3] = ["file", "unix", "tcp"];
        let there: Vec<_> = INLETS.into_iter().filter(|key| keys.has(key)).collect();
        let path = |key| keys.text_if_there(key, PATH_CHARS).map(PathBuf::from);
        let (file, unix) = (path("file"), path("unix"));
        let tcp = keys.text_if_there("tcp", PATH_CHARS);
        let drops_permille = keys.number("drops_permille", 1..=1_000).unwrap_or(health::DROPS_PERMILLE);
        let inlet = match there[..] {
            [] => {
                let message = "a sensor needs one of `file`, `unix` and `tcp`".to_owned();
                keys.fault_at("", "source.missing-key", message);
                None
            }
            ["file"] => file.map(Inlet::File),
            ["unix"] => unix.map(Inlet::Unix),
            ["tcp"] => tcp.and_then(|address| match address.parse::<SocketAddr>() {
                Ok(address) if address.ip().is_loopback() => Some(Inlet::Tcp(address)),
                _ => {
                    keys.bad("tcp", "an address of this machine with a port, such as `127.0.0.1:5140`");
                    None
                }
            }),
            [first, ..] => {
                keys.bad(
                    first,
                    "the only one of `file`, `unix` and `tcp`: list the sensor twice for two of them",
                );
                None
            }
        }?;
        Some(Settings { inlet, drops_permille })
    }
}
