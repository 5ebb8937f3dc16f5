//! What a text would change, worked out once: every role of every agency is asked under every circumstance, and the screen that
//! waits for a second person asks again and again.

use std::collections::VecDeque;
use std::sync::Mutex;

use kulla_guard::Policies;
use kulla_guard::policy::text_hash;

use super::policies::against;
use super::wire::policies::PoliciesTried;
use crate::house::lock;

/// As many as changes may wait, and some that people try.
const KEPT_MAX: usize = 32;

/// Answers of before, the newest first, by the text that stood and the text that was tried.
#[derive(Default)]
pub(crate) struct Tried(Mutex<VecDeque<(String, String, PoliciesTried)>>);

impl Tried {
    /// What `text` would change where `now` stands.
    pub(super) fn of(&self, now: &Policies, text: &str) -> PoliciesTried {
        let hash = text_hash(text);
        let known = lock(&self.0).iter().find(|(on, of, _)| on == now.hash() && *of == hash).cloned();
        if let Some((.., tried)) = known {
            return tried;
        }
        let tried = against(now, text);
        let mut kept = lock(&self.0);
        kept.truncate(KEPT_MAX - 1);
        kept.push_front((now.hash().to_owned(), hash, tried.clone()));
        tried
    }
}
