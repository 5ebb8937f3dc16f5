//! Cursor on Target: event XML, TAK protobuf v1 and framing.
