-- messages live for milliseconds: compressing them costs more than it saves
alter table outbox alter column payload set storage external;
