-- whether closed_at is what another replica made of the silence of the one that has the connection, not what that one knows
alter table client_sessions
    add column presumed boolean not null default false;
