-- Columns that the op path writes come first; those that queries need are generated from the fields.

create function text_elements(value jsonb) returns varchar[]
  language sql immutable parallel safe strict
  return array(select jsonb_array_elements_text(value))::varchar[];

create table todos (
  store_id uuid not null,
  id uuid not null,
  fields jsonb not null,
  clocks json not null,
  deleted boolean not null,
  deletion_clock text collate "C",
  hash bigint not null,
  leaf smallint not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  title text collate "C" generated always as (fields ->> 'title') stored,
  status text collate "C" generated always as (coalesce(fields ->> 'status', 'open')) stored,
  priority integer generated always as (coalesce((fields ->> 'priority')::integer, 0)) stored,
  due text collate "C" generated always as (fields ->> 'due') stored,
  list_id uuid generated always as ((fields ->> 'listId')::uuid) stored,
  position text collate "C" generated always as (fields ->> 'position') stored,
  tags varchar[] generated always as (text_elements(fields -> 'tags')) stored,
  primary key (store_id, id)
);
create index todos_by_list on todos (store_id, list_id, position) where not deleted;
create index todos_by_due on todos (store_id, due) where not deleted;

create table todo_lists (
  store_id uuid not null,
  id uuid not null,
  fields jsonb not null,
  clocks json not null,
  deleted boolean not null,
  deletion_clock text collate "C",
  hash bigint not null,
  leaf smallint not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  title text collate "C" generated always as (fields ->> 'title') stored,
  archived boolean generated always as (coalesce((fields ->> 'archived')::boolean, false)) stored,
  position text collate "C" generated always as (fields ->> 'position') stored,
  primary key (store_id, id)
);
