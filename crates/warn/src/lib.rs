//! Decisions of a public warning: what may become of its working paper, and of the warning as issued.
//!
//! Everything here is a pure function `decide(state, command, context) → changes or refusal`: no clock, no
//! I/O, no id out of the air. Who may *act* at all is asked before, by `desk`; here are the rules that hold
//! for everybody, and above all this one:
//!
//! **Nothing is issued unless two distinct natural persons stand behind exactly what is issued**, and the
//! second of them wrote none of it. The approval is on the hash of the content and the approver names the hash
//! that they saw; any edit voids it. One exception: for [`CANCEL_ALONE_MS`](issue::CANCEL_ALONE_MS) after a
//! warning was issued, either of the two who issued it may take it back alone, because a wrong warning does
//! harm with every minute. "Distinct" compares principals: one natural person must have one principal.
//!
//! ```text
//!            edit             submit             approve            issue
//!   begin → draft ──────────→ submitted ───────→ approved ────────→ issued ══ warning in force
//!             ↑ edit voids  ╱    │ refuse                                       │ update  │ cancel │ time
//!             ╰────────────╱←────╯ or 15 min pass                            updated  cancelled  expired
//! ```
//!
//! | module | holds |
//! |---|---|
//! | [`facts`] | what the deciders are told about the country, the mode and earlier warnings |
//! | [`check`] | what is wrong with a content, before anybody is asked to approve it |
//! | [`paper`] | the working paper: begin, edit, submit, approve, refuse, withdraw; the clock on a submission |
//! | [`compose`] | content → CAP 1.2 |
//! | [`issue`] | the paper becomes a warning; what it updates or cancels; the clock on a warning |

pub mod check;
pub mod compose;
pub mod facts;
pub mod issue;
pub mod paper;
