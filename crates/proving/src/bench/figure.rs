//! How a figure is told: beside a reference of the same run, with their ratio, the goal, and whether it is met.

use std::time::Duration;

/// One figure on its way to the terminal.
pub struct Figure<'a> {
    /// Of which bench.
    pub of: &'a str,
    pub says: String,
    /// What was measured beside it, and how many times it the figure is.
    pub reference: Option<(String, f64)>,
    /// What was promised, and whether it is kept.
    pub goal: Option<(String, bool)>,
}

impl Figure<'_> {
    /// Prints it on one line.
    pub fn tell(self) {
        let reference = self.reference.map(|(says, ratio)| format!("; reference {says}, ratio {ratio:.2}"));
        let goal =
            self.goal.map(|(goal, met)| format!("; goal {goal}: {}", if met { "met" } else { "MISSED" }));
        println!("{}: {}{}{}", self.of, self.says, reference.unwrap_or_default(), goal.unwrap_or_default());
    }
}

/// A goal that was set for ten million records, for as many as there are: what grows with them, in seconds.
pub fn goal_s(figure_s: f64, most_at_ten_million_s: f64, records: u64) -> Option<(String, bool)> {
    let most = most_at_ten_million_s * records as f64 / 1e7;
    let says = format!("≤ {most:.1} s ({most_at_ten_million_s:.0} s at ten million)");
    Some((says, figure_s <= most))
}

/// The value that `share` of the times don't exceed, in milliseconds. Sorts them.
pub fn quantile_ms(times: &mut [Duration], share: f64) -> f64 {
    times.sort_unstable();
    let at = ((times.len() as f64 * share).ceil() as usize).clamp(1, times.len().max(1));
    times.get(at - 1).map_or(f64::NAN, |time| time.as_secs_f64() * 1e3)
}

/// What the machine is doing besides: figures of a busy one are not those of a quiet one.
pub fn load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    format!("load {} on {cores} cores", text.split(' ').take(3).collect::<Vec<_>>().join(" "))
}
