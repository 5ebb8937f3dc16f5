//! How a figure is taken and told.

use std::time::{Duration, Instant};

/// Now, on the clock that only goes forward.
#[expect(clippy::disallowed_methods, reason = "a bench measures real time")]
pub fn now() -> Instant {
    Instant::now()
}

/// Processor time that this thread has had. On a busy machine the clock also shows how long others had the
/// processor; this does not.
pub fn worked() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.try_into().unwrap_or(0), time.tv_nsec.try_into().unwrap_or(0))
}

/// The value that `share` of the sorted ones don't exceed, in milliseconds.
pub fn quantile_ms(sorted: &[Duration], share: f64) -> f64 {
    let at = ((sorted.len() as f64 * share).ceil() as usize).clamp(1, sorted.len().max(1));
    sorted.get(at - 1).map_or(f64::NAN, |time| time.as_secs_f64() * 1e3)
}

/// A number by environment variable, or the usual one.
pub fn setting(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.replace('_', "").parse().ok()).unwrap_or(usual)
}

/// What the machine was doing meanwhile: figures of a busy one are not those of a quiet one.
pub fn load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    format!("load {} on {cores} cores", text.split(' ').take(3).collect::<Vec<_>>().join(" "))
}

/// Whether a figure keeps its target, as a word.
pub fn verdict(kept: bool) -> &'static str {
    if kept { "kept" } else { "MISSED" }
}
