CREATE INDEX record_subject ON record (subject);
CREATE INDEX head_time ON record (at, label_no, kind_no, when_ms) WHERE head = 1;
CREATE INDEX head_kind ON record (kind_no, at, label_no) WHERE head = 1;
CREATE INDEX head_state ON record (kind_no, state, at, label_no) WHERE head = 1;
CREATE INDEX head_parent ON record (parent, kind_no, at, label_no) WHERE head = 1 AND parent IS NOT NULL;
CREATE INDEX head_other ON record (other, kind_no, at, label_no) WHERE head = 1 AND other IS NOT NULL;
CREATE INDEX head_number ON record (number, kind_no) WHERE head = 1 AND number != '';
