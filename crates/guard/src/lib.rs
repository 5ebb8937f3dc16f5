//! Who may read, who may act, and as whom.
//!
//! | module | answers |
//! |---|---|
//! | [`rule`] | may this session read that? The one rule |
//! | [`visible`] | the rule applied to every label of the node at once |
//! | [`labelled`] | an item that only such a set opens |
//! | [`mod@write`] | may this session write that, and which label must something new carry? |
//! | [`act`] | may this session do that? |
//! | [`policy`] | what does the text say of who may act? |
//! | [`accounts`] | how do people prove who they are? |
//! | [`sessions`] | who has entered, by which way, link or token? |
//! | [`sentence`] | who will see this? |
//! | [`below`] | who would see this and does not see that? |
//! | [`tlp`] | what is this in the Traffic Light Protocol? |
//! | [`stanag`] | what is this as a label of STANAG 4774, and the other way round? |
//! | [`access`], [`bulk`] | who looked at what, and who at conspicuously much? |
//! | [`approval`] | did their passkey sign exactly this act? |
//! | [`grants`] | what may an administrator give, and when does it take two? |
//! | [`holder`] | what does a grant make of a session? |

pub mod access;
pub mod accounts;
pub mod act;
pub mod approval;
pub mod below;
pub mod bulk;
pub mod grants;
mod hex;
pub mod holder;
pub mod labelled;
pub mod policy;
pub mod rule;
pub mod sentence;
pub mod sessions;
pub mod stanag;
pub mod tlp;
mod token;
pub mod visible;
pub mod write;

pub use act::{Act, Reach, Refusal, may_act};
pub use below::{Below, below};
pub use holder::{holds, public_session, session_of};
pub use labelled::Labelled;
pub use policy::Policies;
pub use rule::{AssuranceTable, Scope, may_read};
pub use sentence::{Directory, Sentence, who_will_see};
pub use sessions::{EntryPolicy, Sessions};
pub use stanag::{Vocabulary, from_4774, to_4774};
pub use tlp::Tlp;
pub use visible::{EpochWatch, LabelNo, Readers, Visible};
pub use write::{compose_clause, covers, derive, may_write};
