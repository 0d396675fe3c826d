/** Lists of todos: how they are declared, listed and served. */
@NullMarked
package dev.xeocontext.todos.list;

import org.jspecify.annotations.NullMarked;
