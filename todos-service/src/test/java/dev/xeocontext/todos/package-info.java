/** Tests of todos-service, over HTTP against real backing services. */
@NullMarked
package dev.xeocontext.todos;

import org.jspecify.annotations.NullMarked;
