//! Suricata EVE JSON: tolerant reading, a typed view without a DOM, grouping.
