/** What sync-service knows of a store, for whoever operates it. */
@NullMarked
package dev.xeocontext.sync.store;

import org.jspecify.annotations.NullMarked;
