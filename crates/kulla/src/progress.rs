//! A bar for long work, on a terminal only.

use indicatif::{ProgressBar, ProgressStyle};

/// Shows itself once there is something to show.
pub struct Progress {
    what: &'static str,
    bar: Option<ProgressBar>,
}

impl Progress {
    /// For this work.
    pub fn new(what: &'static str) -> Progress {
        Progress { what, bar: None }
    }

    /// How far it has come.
    pub fn at(&mut self, done: u64, all: u64) {
        let bar = self.bar.get_or_insert_with(|| {
            let bar = ProgressBar::new(all);
            let style =
                ProgressStyle::with_template("{msg} {bar:40} {human_pos} of {human_len}, {eta} left");
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
            bar.set_message(self.what);
            bar
        });
        bar.set_position(done);
    }

    /// How far it has come, where nobody knows how much there is.
    pub fn so_far(&mut self, done: u64) {
        let bar = self.bar.get_or_insert_with(|| {
            let bar = ProgressBar::new_spinner();
            let style = ProgressStyle::with_template("{spinner} {msg}: {human_pos}, {elapsed}");
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
            bar.set_message(self.what);
            bar
        });
        bar.set_position(done);
    }

    /// It is over.
    pub fn done(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
