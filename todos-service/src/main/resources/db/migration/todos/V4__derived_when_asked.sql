-- What a listing filters and sorts by is derived from the fields when it is asked for, not kept beside them: a generated
-- column is parsed and planned anew by each statement that inserts a row. Indexes hold only records that have the field.
alter table todos
  drop column title,
  drop column status,
  drop column priority,
  drop column due,
  drop column list_id,
  drop column position,
  drop column tags;

create index todos_by_list
  on todos (store_id, (cast(fields ->> 'listId' as uuid)), ((fields ->> 'position') collate "C"))
  where not deleted and fields ->> 'listId' is not null;
create index todos_by_due
  on todos (store_id, ((fields ->> 'due') collate "C"))
  where not deleted and fields ->> 'due' is not null;

alter table todo_lists
  drop column title,
  drop column archived,
  drop column position;
