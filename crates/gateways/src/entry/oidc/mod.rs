//! Log-in by the identity provider of an agency (OpenID Connect, authorization code flow with PKCE).
//!
//! | module | holds |
//! |---|---|
//! | [`read`] | the operator's list: which provider stands for which agency, and what of it is believed |
//! | [`flows`] | log-ins that are under way |
//! | [`provider`] | one provider: its metadata, its keys, redeeming a code |
//! | [`web`] | asking it over HTTP |
//! | [`pass`] | the two requests of a browser: there, and back |
//!
//! **A provider speaks for one agency.** Whoever it names is looked for among the people of that agency alone, and how sure it is of them
//! counts for no more than the operator wrote down.

mod flows;
mod pass;
mod provider;
mod read;
mod web;

use std::sync::{Arc, Mutex};

use kulla_record::Entropy;

pub use provider::Provider;
pub use read::{Counts, Listed, PROVIDERS_MAX, read};

pub(super) use pass::{name_of, routes};

use crate::house::{House, lock};
use flows::Flows;

/// The providers of a node, and log-ins by them.
pub(crate) struct Providers {
    all: Vec<Arc<Provider>>,
    /// Held for a moment only.
    flows: Mutex<Flows>,
}

impl Providers {
    pub fn new(all: Vec<Provider>, entropy: &dyn Entropy) -> Providers {
        Providers { all: all.into_iter().map(Arc::new).collect(), flows: Mutex::new(Flows::new(entropy)) }
    }

    pub fn all(&self) -> impl Iterator<Item = &Listed> {
        self.all.iter().map(|provider| &provider.listed)
    }

    fn of(&self, code: &str) -> Option<&Arc<Provider>> {
        self.all.iter().find(|provider| provider.listed.code.as_str() == code)
    }

    fn flows<T>(&self, act: impl FnOnce(&mut Flows) -> T) -> T {
        act(&mut lock(&self.flows))
    }
}

impl House {
    /// Asks each provider once who it is, so that the operator reads at the start what would fail at the first log-in. Nobody waits
    /// for it.
    pub async fn greet_providers(self: Arc<House>) {
        let now_ms = self.now_ms();
        for provider in &self.providers.all {
            // What went wrong was told where it did.
            let _ = provider.turn(move |provider| provider.metadata(now_ms)).await;
        }
    }
}
