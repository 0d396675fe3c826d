-- The kit's first migration makes what owners of records need, with the outbox; nobody pushes ops to this service.

drop table if exists applied_ops;
