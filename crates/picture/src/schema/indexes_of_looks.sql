CREATE INDEX record_subject ON record (subject) WHERE subject != id;
CREATE INDEX head_state ON record (kind_no, state, at, label_no) WHERE head = 1 AND state != 'open';
