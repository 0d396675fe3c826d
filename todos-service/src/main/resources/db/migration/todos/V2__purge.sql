-- Records that were deleted long ago lose their content; id and deletion clock stay for ever.

alter table todos
  add column purged boolean not null default false,
  add constraint todos_purged_when_deleted check (deleted or not purged);
create index todos_by_deletion on todos (purged, deletion_clock) where deleted;

alter table todo_lists
  add column purged boolean not null default false,
  add constraint todo_lists_purged_when_deleted check (deleted or not purged);
create index todo_lists_by_deletion on todo_lists (purged, deletion_clock) where deleted;
