//! Projections of the logs: state, search, place, live subscriptions.
