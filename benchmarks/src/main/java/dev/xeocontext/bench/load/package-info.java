/** Making load, closed and open loop, and timing it. */
@NullMarked
package dev.xeocontext.bench.load;

import org.jspecify.annotations.NullMarked;
