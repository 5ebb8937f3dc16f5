//! CAP 1.2 (Common Alerting Protocol), its feeds and its envelope: read, write, validate.
