/** The replicas of sync-service: each in its turn, and another one when it cannot be reached. */
@NullMarked
package dev.xeocontext.gateway.replica;

import org.jspecify.annotations.NullMarked;
