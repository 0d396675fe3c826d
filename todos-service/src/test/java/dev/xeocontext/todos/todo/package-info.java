/** Tests of the package of the same name. */
@NullMarked
package dev.xeocontext.todos.todo;

import org.jspecify.annotations.NullMarked;
