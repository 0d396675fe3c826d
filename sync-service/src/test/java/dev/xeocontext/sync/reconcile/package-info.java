/** Tests of anti-entropy. */
@NullMarked
package dev.xeocontext.sync.reconcile;

import org.jspecify.annotations.NullMarked;
