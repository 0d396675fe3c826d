/** Todos: how they are declared, listed and served. */
@NullMarked
package dev.xeocontext.todos.todo;

import org.jspecify.annotations.NullMarked;
