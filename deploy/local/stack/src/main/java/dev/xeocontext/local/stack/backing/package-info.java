/** The backing services of the local stack, in one of three ways. */
@NullMarked
package dev.xeocontext.local.stack.backing;

import org.jspecify.annotations.NullMarked;
