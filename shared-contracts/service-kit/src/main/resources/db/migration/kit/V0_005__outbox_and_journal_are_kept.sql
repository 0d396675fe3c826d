-- A message that was sent in vain waits before it is sent again, longer each time.

alter table outbox
  add column attempts smallint not null default 0,
  add column next_try timestamptz;

-- Rows live for milliseconds: what they leave is taken away as soon as there is enough of it, at once and without a pause,
-- and the space stays for the next ones.
alter table outbox set (
  autovacuum_vacuum_scale_factor = 0,
  autovacuum_vacuum_threshold = 1000,
  autovacuum_vacuum_cost_delay = 0,
  vacuum_truncate = off,
  toast.autovacuum_vacuum_scale_factor = 0,
  toast.autovacuum_vacuum_threshold = 1000,
  toast.autovacuum_vacuum_cost_delay = 0,
  toast.vacuum_truncate = off);

-- Freed blocks are filled again: after the first ninety days every range of blocks has something old in it, and this index
-- would never leave anything out.
drop index if exists applied_ops_age;
