//! Decisions of the response: triage, incident, entry, task.
