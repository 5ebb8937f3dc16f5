//! Decisions of the response: what may become of a signal, an incident, a line of its log, a task and a report.
//!
//! Everything here is a pure function `decide(state, command, context) → changes or refusal`. No clock, no
//! I/O, no id out of the air: the time stands in the [`Context`](kulla_record::decision::Context), and ids
//! and numbers of new things come in with the command. Who may *act* at all (roles, policies) is asked before,
//! by `desk`; here are the rules that hold for everybody. Labels are not known here: a body that names another
//! subject (`incident` of an entry and of a task) is only right where its readers may read that subject, and
//! `desk` sees to that.
//!
//! | module | decides |
//! |---|---|
//! | [`triage`] | take, take over, release, dismiss, link, grade, reopen a signal |
//! | [`incident`] | open, update, hand over, close, reopen |
//! | [`entry`] | write a line of the log, correct it |
//! | [`task`] | send, acknowledge, start, finish, cancel; when a task is late |
//! | [`report`] | what becomes public of a citizen's report, and what its reporter is told |
//! | [`judging`] | what an overseer says about conspicuous reading |
//!
//! A refusal has a stable code. `text.…` and `place.…` come from [`field`]; the rest begin with the name of
//! their module.

pub mod canary;
pub mod entry;
pub mod field;
pub mod incident;
pub mod judging;
pub mod report;
pub mod task;
pub mod triage;
