-- The op path of every owner: which ops were taken, and which events the broker has not confirmed.

create table applied_ops (
  store_id uuid not null,
  op_id uuid not null,
  superseded boolean not null default false,
  fingerprint bigint,
  applied_at timestamptz not null default now(),
  primary key (store_id, op_id)
);
create index applied_ops_age on applied_ops using brin (applied_at);

create table outbox (
  id uuid primary key,
  store_id uuid not null,
  payload text not null,
  created_at timestamptz not null default now()
);
