//! One folder per protocol: sockets and mapping.
