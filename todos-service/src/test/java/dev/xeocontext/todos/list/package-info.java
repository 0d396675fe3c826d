/** Tests of the package of the same name. */
@NullMarked
package dev.xeocontext.todos.list;

import org.jspecify.annotations.NullMarked;
