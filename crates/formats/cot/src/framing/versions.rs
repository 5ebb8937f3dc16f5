//! Why: on a mesh nobody offers and nobody answers. Each device says now and then what it can decode, and each
//! sends what everyone it knows can decode. This is the book that each keeps.
//!
//! Source: commoncommo, "Mesh Network Protocol Negotiation", rules 1 to 5. Time is a parameter.

use std::collections::HashMap;

use crate::proto::VERSION;
use crate::time::Time;

/// A device says what it can decode at least this often, in milliseconds (rule 1).
pub const CONTROL_EVERY_MS: i64 = 60_000;

/// What a device said counts this long, in milliseconds (rule 3c).
pub const CONTROL_COUNTS_MS: i64 = 120_000;

/// Most devices in the book. One more takes the place of the one heard longest ago.
pub const DEVICES_COUNT_MAX: usize = 4_096;

/// What is known of the devices of a mesh.
#[derive(Debug, Clone, Default)]
pub struct Versions {
    devices: HashMap<String, Device>,
    said: Option<(Time, u32)>,
}

#[derive(Debug, Clone, Copy)]
struct Device {
    heard: Time,
    /// The version of its last message; 0 for XML.
    sent: u32,
    /// When it last said what it can decode, and what: lowest and highest.
    control: Option<(Time, u32, u32)>,
}

impl Device {
    /// What it can decode: what it said, while that counts, else what it sends. Version 0 everyone can.
    fn can_decode(&self, version: u32, now: Time) -> bool {
        match self.control {
            Some((said, least, most)) if now <= said.plus_millis(CONTROL_COUNTS_MS) => {
                (least..=most).contains(&version)
            }
            _ => self.sent == version,
        }
    }
}

impl Versions {
    /// A book without devices.
    pub fn new() -> Self {
        Self::default()
    }

    /// A message came from a device, in this version (0 for XML), perhaps with a `TakControl`: lowest and
    /// highest version, where 0 means 1.
    pub fn heard(&mut self, uid: &str, sent: u32, control: Option<(u32, u32)>, now: Time) {
        if !self.devices.contains_key(uid) && self.devices.len() >= DEVICES_COUNT_MAX {
            let oldest = self.devices.iter().min_by_key(|(_, device)| device.heard);
            if let Some(oldest) = oldest.map(|(uid, _)| uid.clone()) {
                self.devices.remove(&oldest);
            }
        }
        let device =
            self.devices.entry(uid.to_owned()).or_insert(Device { heard: now, sent, control: None });
        (device.heard, device.sent) = (now, sent);
        if let Some((least, most)) = control {
            device.control = Some((now, least.max(1), most.max(1)));
        }
    }

    /// A device is stale and counts no more.
    pub fn forget(&mut self, uid: &str) {
        self.devices.remove(uid);
    }

    /// The version to send in: 1 when every known device can decode it, else 0, which is XML (rule 4).
    pub fn version(&self, now: Time) -> u32 {
        let everyone = self.devices.values().all(|device| device.can_decode(VERSION, now));
        if everyone { VERSION } else { 0 }
    }

    /// Whether it is time to send a `TakControl` of our own: once a minute, and at once when the version to
    /// send in changed (rules 1 and 5). It always goes as protobuf, for XML has no place for it.
    pub fn control_is_due(&self, now: Time) -> bool {
        let version = self.version(now);
        self.said.is_none_or(|(when, then)| then != version || now >= when.plus_millis(CONTROL_EVERY_MS))
    }

    /// A `TakControl` was sent.
    pub fn control_was_sent(&mut self, now: Time) {
        self.said = Some((now, self.version(now)));
    }
}
