-- what a store keeps about its log besides the head
alter table stores
    -- greatest seq that is no longer in the log
    add column compacted_to  bigint      not null default 0,
    -- greatest last_seq of a tombstone that was purged
    add column purged_seq    bigint      not null default 0,
    -- tombstones whose clock is older count for nothing; Unix time in milliseconds
    add column purged_before bigint      not null default 0,
    -- how many events the log holds
    add column events        bigint      generated always as (head - compacted_to) stored,
    -- when the log last took an event
    add column synced_at     timestamptz,
    -- of the form in which log and records are kept
    add column version       smallint    not null default 1,
    -- when the store is to be compared with the owners of its records
    add column reconcile_at  timestamptz not null default now() + interval '1 day',
    -- when somebody last had reason to think that log and owners differ
    add column doubted_at    timestamptz,
    -- whether the log was seen to continue another way than it once did
    add column diverged      boolean     not null default false;

create index stores_by_reconcile_at on stores (reconcile_at);

-- what an event did to its leaf; unknown for those of releases that kept no digests
alter table log
    add column leaf        smallint,
    add column count_delta smallint,
    add column hash_delta  bigint;

-- the sums of a collection up to a place in the log; what came later is added from there
create table digests (
    store_id   uuid   not null,
    collection text   not null,
    epoch      uuid   not null,
    as_of      bigint not null,
    sums       bytea  not null,
    primary key (store_id, collection)
);

create index records_by_leaf on records (store_id, collection, leaf);
create index records_by_tombstone on records (store_id, deleted_clock collate "C") where deleted;

-- records whose tombstones are gone, so that an event that comes late does not bring them back
create table purged (
    store_id      uuid not null,
    collection    text not null,
    id            uuid not null,
    deleted_clock text not null,
    primary key (store_id, collection, id)
);

-- what the owners told of a store, while its new epoch is made
create table restoring (
    restore_id    uuid     not null,
    collection    text     not null,
    id            uuid     not null,
    fields        json     not null,
    clocks        json     not null,
    deleted       boolean,
    deleted_clock text,
    leaf          smallint not null,
    hash          bigint   not null,
    bytes         integer  not null,
    begun_at      timestamptz not null default now(),
    primary key (restore_id, collection, id)
);

-- works on all stores: whichever replica finds one due moves its time on, and does it
create table sweeps (
    name     text        not null primary key,
    due_at   timestamptz not null,
    begun_at timestamptz not null default '-infinity'
);

insert into sweeps (name, due_at) values ('discovery', now()), ('everything', 'infinity');
