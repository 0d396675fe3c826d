/** sync-service: sockets, subscriptions, the event log and the records that follow from it. */
@NullMarked
package dev.xeocontext.sync;

import org.jspecify.annotations.NullMarked;
