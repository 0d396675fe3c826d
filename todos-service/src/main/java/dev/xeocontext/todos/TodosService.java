package dev.xeocontext.todos;

import dev.xeocontext.kit.record.Collections;
import dev.xeocontext.todos.list.TodoListCollection;
import dev.xeocontext.todos.todo.TodoCollection;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** What this service owns. */
final class TodosService {

    @Produces
    @Singleton
    Collections collections() {
        return Collections.of("todos", TodoCollection.TYPE, TodoListCollection.TYPE);
    }
}
