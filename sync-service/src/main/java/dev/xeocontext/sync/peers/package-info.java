/** What the replicas of sync-service tell one another, through Redis: wake-ups only, so that a lost one costs seconds. */
@NullMarked
package dev.xeocontext.sync.peers;

import org.jspecify.annotations.NullMarked;
