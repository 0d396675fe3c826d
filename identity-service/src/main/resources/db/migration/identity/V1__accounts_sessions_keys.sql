create table accounts (
    id            uuid primary key,
    email         text not null unique,
    display_name  text,
    password_hash text not null,
    created_at    timestamptz not null
);

create table devices (
    user_id      uuid not null references accounts (id) on delete cascade,
    id           uuid not null,
    name         text not null,
    platform     text not null,
    created_at   timestamptz not null,
    last_seen_at timestamptz not null,
    primary key (user_id, id)
);

create table sessions (
    id         uuid primary key,
    user_id    uuid not null,
    device_id  uuid not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    revoked_at timestamptz,
    foreign key (user_id, device_id) references devices (user_id, id) on delete cascade
);

create index sessions_of_device on sessions (user_id, device_id);
create index sessions_by_expiry on sessions (expires_at);
create index sessions_by_revocation on sessions (revoked_at) where revoked_at is not null;

-- every token of a session, by its SHA-256 as base64url; the one that is not replaced is the current one
create table refresh_tokens (
    hash             text primary key,
    session_id       uuid not null references sessions (id) on delete cascade,
    issued_at        timestamptz not null,
    replaced_at      timestamptz,
    replaced_by      text,
    sealed_successor bytea,
    check ((replaced_at is null) = (replaced_by is null) and (replaced_at is null) = (sealed_successor is null))
);

create unique index refresh_tokens_current on refresh_tokens (session_id) where replaced_at is null;
create index refresh_tokens_of_session on refresh_tokens (session_id);
create index refresh_tokens_by_replacement on refresh_tokens (replaced_at) where replaced_at is not null;

create table signing_keys (
    kid            text primary key,
    created_at     timestamptz not null,
    signs_from     timestamptz not null unique,
    public_jwk     text not null,
    sealed_private bytea not null
);
