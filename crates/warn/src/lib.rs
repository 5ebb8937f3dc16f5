//! Decisions of a public warning: compose, submit, approve, issue, update, cancel, expire.
