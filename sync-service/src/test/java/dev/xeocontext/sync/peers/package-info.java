/** Tests of what replicas tell one another. */
@NullMarked
package dev.xeocontext.sync.peers;

import org.jspecify.annotations.NullMarked;
