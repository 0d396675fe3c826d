-- the replicas that are there, each with its last sign of life
create table replicas (
    id      uuid        not null primary key,
    seen_at timestamptz not null
);

-- who was connected when, and from which device; the device is there while closed_at is null, and was last seen at
-- closed_at otherwise; a row of a replica that is gone is closed by another one
create table client_sessions (
    id           uuid        not null primary key,
    store_id     uuid        not null,
    session_id   uuid        not null,
    device_id    uuid        not null,
    name         text,
    platform     text,
    node         text,
    replica      uuid        not null,
    connected_at timestamptz not null,
    closed_at    timestamptz,
    -- null when the device hung up, or its replica died
    close_code   integer
);

create index client_sessions_by_device on client_sessions (store_id, device_id, connected_at desc);
create index client_sessions_open on client_sessions (replica) where closed_at is null;
create index client_sessions_by_end on client_sessions (closed_at) where closed_at is not null;
