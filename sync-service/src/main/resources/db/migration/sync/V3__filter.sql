-- what filters see of the record before and after the event, deletions apart: null where it was not there or deleted;
-- of the event that made the record nothing is kept twice: it was not there before, and is what was changed after
alter table log
    add column created     boolean not null default false,
    add column seen_before json,
    add column seen_after  json;
