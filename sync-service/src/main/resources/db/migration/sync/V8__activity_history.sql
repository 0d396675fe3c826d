-- what activities were before they moved, when they were over, and what was told of them too late
create table activity_history (
    id          uuid        not null primary key,
    store_id    uuid        not null,
    activity_id uuid        not null,
    version     bigint      not null,
    -- who had it or told it, and who has it since
    device_id   uuid,
    moved_to    uuid,
    -- null when a device let go of what nobody knew any more
    kind        text,
    resource    text,
    title       text,
    state       jsonb       not null,
    how         text        not null check (how in ('moved', 'late', 'ended')),
    told_at     timestamptz not null,
    noted_at    timestamptz not null default now()
);

create index activity_history_by_activity on activity_history (store_id, activity_id, id desc);
create index activity_history_by_age on activity_history (noted_at);
