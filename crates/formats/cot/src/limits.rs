//! Why: whatever reads from a network needs an end. Each limit is one named constant with its unit last.

/// Longest frame that is read or written, XML text or protobuf payload, in bytes. TAK servers and clients
/// use the same bound for one message.
pub const FRAME_BYTES_MAX: usize = 65_536;

/// Deepest nesting of elements inside one event.
pub const DEPTH_LEVELS_MAX: usize = 32;

/// Most attributes on one element.
pub const ATTRIBUTES_COUNT_MAX: usize = 128;

/// Most bytes that a stream reader holds back while it looks for the end of a frame.
pub const PENDING_BYTES_MAX: usize = 2 * FRAME_BYTES_MAX;

/// Longest announced protobuf length that is believed and skipped as one over-long frame, in bytes. A longer
/// one is taken for lost synchronisation.
pub const SKIP_BYTES_MAX: u64 = 16 * 1024 * 1024;
