-- The routing key of a message; empty in those of the version before, which wrote changes of records only.

alter table outbox add column routing_key text;
