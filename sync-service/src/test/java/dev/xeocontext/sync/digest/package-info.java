/** Tests of digests. */
@NullMarked
package dev.xeocontext.sync.digest;

import org.jspecify.annotations.NullMarked;
