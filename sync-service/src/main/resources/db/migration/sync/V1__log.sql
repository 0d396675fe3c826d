-- a store: the unit of ordering; its row is the lock under which its events are numbered
create table stores (
    store_id   uuid        not null primary key,
    epoch      uuid        not null,
    head       bigint      not null default 0,
    created_at timestamptz not null default now()
);

-- what was accepted, per store in order: seq 1, 2, 3 … without gaps; no foreign key, because whoever writes holds the
-- lock of the store's row already, and a key would look it up again for every row
create table log (
    store_id      uuid        not null,
    seq           bigint      not null,
    event_id      uuid        not null,
    collection    text        not null,
    record_id     uuid        not null,
    kind          text        not null,
    changed       json        not null,
    clocks        json        not null,
    deleted       boolean,
    deleted_clock text,
    op_id         uuid,
    device_id     uuid,
    bytes         integer     not null,
    at            timestamptz not null default now(),
    primary key (store_id, seq),
    unique (store_id, event_id)
);

-- every record as it stands after all of its events
create table records (
    store_id      uuid     not null,
    collection    text     not null,
    id            uuid     not null,
    fields        json     not null,
    clocks        json     not null,
    deleted       boolean,
    deleted_clock text,
    last_seq      bigint   not null,
    leaf          smallint not null,
    hash          bigint   not null,
    bytes         integer  not null,
    primary key (store_id, collection, id)
);

create index records_by_last_seq on records (store_id, last_seq);

-- messages of the broker that were no events: kept for a person to look at
create table dead_letters (
    id          uuid        not null primary key,
    queue       text        not null,
    reason      text        not null,
    body        bytea       not null,
    received_at timestamptz not null default now()
);
