//! The one way to act: command, policy, decision, append, picture.
