CREATE INDEX record_of_label ON record (at) WHERE kind_no = 1;
CREATE INDEX head_label ON record (label_no, at, kind_no) WHERE head = 1;
