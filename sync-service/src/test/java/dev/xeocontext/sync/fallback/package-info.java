/** Tests of the protocol over plain HTTP. */
@NullMarked
package dev.xeocontext.sync.fallback;

import org.jspecify.annotations.NullMarked;
