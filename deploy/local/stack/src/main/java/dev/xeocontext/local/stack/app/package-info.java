/** The applications as parts of the local stack. */
@NullMarked
package dev.xeocontext.local.stack.app;

import org.jspecify.annotations.NullMarked;
