/** Tests of the choice of a replica. */
@NullMarked
package dev.xeocontext.gateway.replica;

import org.jspecify.annotations.NullMarked;
