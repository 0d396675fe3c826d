-- a name that was given to a device goes before the one that it gives itself; one that was taken off the list comes back
-- when somebody signs in on it
alter table devices
    add column given_name text,
    add column removed_at timestamptz;
