/** What the machine can do without us: the figures to compare with. */
@NullMarked
package dev.xeocontext.bench.limit;

import org.jspecify.annotations.NullMarked;
