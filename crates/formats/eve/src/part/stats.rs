//! `stats`: the counters by which a silent or drowning sensor is noticed.
//!
//! Source: Suricata, `src/output-json-stats.c`.

use crate::value::{Note, Taker, Value, each_member};

/// `stats` ("Event type: Stats"): counters since the sensor started.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stats {
    /// `uptime`: seconds.
    pub uptime_s: Option<u64>,
    /// `capture.kernel_packets`: packets that reached the sensor.
    pub kernel_packets: Option<u64>,
    /// `capture.kernel_drops`: packets that were lost before the sensor saw them.
    pub kernel_drops: Option<u64>,
    /// `decoder.pkts`: packets decoded.
    pub decoder_packets: Option<u64>,
    /// `decoder.bytes`: bytes decoded.
    pub decoder_bytes: Option<u64>,
    /// `decoder.invalid`: packets that could not be decoded.
    pub decoder_invalid: Option<u64>,
    /// `tcp.reassembly_gap`: holes in streams.
    pub reassembly_gaps: Option<u64>,
    /// `detect.alert`: alerts raised.
    pub alerts: Option<u64>,
    /// `detect.alerts_suppressed`.
    pub alerts_suppressed: Option<u64>,
    /// What was odd about this part.
    pub notes: Vec<Note>,
}

impl Stats {
    pub(crate) fn read(object: &str) -> Self {
        let mut stats = Self::default();
        let mut taker = Taker::default();
        each_member(object, |group, value| {
            if group == b"uptime" {
                stats.uptime_s = taker.number("stats.uptime", value);
                return;
            }
            if let (b"capture" | b"decoder" | b"tcp" | b"detect", Value::Object(counters)) = (group, value)
            {
                each_member(counters.cut(), |key, value| stats.take((group, key), value, &mut taker));
            }
        });
        stats.notes = taker.notes;
        stats
    }

    fn take(&mut self, name: (&[u8], &[u8]), value: Value<'_>, taker: &mut Taker) {
        match name {
            (b"capture", b"kernel_packets") => {
                self.kernel_packets = taker.number("stats.capture.kernel_packets", value);
            }
            (b"capture", b"kernel_drops") => {
                self.kernel_drops = taker.number("stats.capture.kernel_drops", value);
            }
            (b"decoder", b"pkts") => self.decoder_packets = taker.number("stats.decoder.pkts", value),
            (b"decoder", b"bytes") => self.decoder_bytes = taker.number("stats.decoder.bytes", value),
            (b"decoder", b"invalid") => self.decoder_invalid = taker.number("stats.decoder.invalid", value),
            (b"tcp", b"reassembly_gap") => {
                self.reassembly_gaps = taker.number("stats.tcp.reassembly_gap", value);
            }
            (b"detect", b"alert") => self.alerts = taker.number("stats.detect.alert", value),
            (b"detect", b"alerts_suppressed") => {
                self.alerts_suppressed = taker.number("stats.detect.alerts_suppressed", value);
            }
            _ => {}
        }
    }
}
