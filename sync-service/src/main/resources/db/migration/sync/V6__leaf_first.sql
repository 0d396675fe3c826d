-- the leaf first, so that nothing but a question about a leaf is answered from this index: while a table is young, the
-- planner took it for the key
drop index records_by_leaf;
create index records_by_leaf on records (leaf, store_id, collection);
