CREATE INDEX head_waiting ON record (waits, at, label_no) WHERE head = 1 AND waits IS NOT NULL;
