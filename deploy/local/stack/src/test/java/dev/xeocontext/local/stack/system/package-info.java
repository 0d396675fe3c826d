/** System tests: they start the whole stack, and speak to it as clients do. */
@NullMarked
package dev.xeocontext.local.stack.system;

import org.jspecify.annotations.NullMarked;
