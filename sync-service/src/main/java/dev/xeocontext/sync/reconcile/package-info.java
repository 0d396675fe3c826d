/** Anti-entropy: the log is compared with the owners of its records, takes over what differs, or begins a new epoch. */
@NullMarked
package dev.xeocontext.sync.reconcile;

import org.jspecify.annotations.NullMarked;
