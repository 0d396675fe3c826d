/** A part of the stack: a process that is watched, restarted when it dies, and stopped in the end. */
@NullMarked
package dev.xeocontext.local.stack.part;

import org.jspecify.annotations.NullMarked;
