package dev.xeocontext.todos.list;

import dev.xeocontext.kit.query.RecordRepository;
import jakarta.enterprise.context.ApplicationScoped;

/** Reads lists of todos. */
@ApplicationScoped
class TodoListRepository implements RecordRepository<TodoListEntity> {}
