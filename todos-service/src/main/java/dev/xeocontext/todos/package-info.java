/** Todos and their lists: the owner of the collections {@code todos} and {@code todo-lists}. */
@NullMarked
package dev.xeocontext.todos;

import org.jspecify.annotations.NullMarked;
