/** Digests: how two replicas find out, cheaply, whether they hold the same. */
@NullMarked
package dev.xeocontext.contracts.digest;

import org.jspecify.annotations.NullMarked;
