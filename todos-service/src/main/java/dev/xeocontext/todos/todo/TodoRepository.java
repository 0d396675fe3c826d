package dev.xeocontext.todos.todo;

import dev.xeocontext.kit.query.RecordRepository;
import jakarta.enterprise.context.ApplicationScoped;

/** Reads todos. */
@ApplicationScoped
class TodoRepository implements RecordRepository<TodoEntity> {}
