/** Tests of handoff. */
@NullMarked
package dev.xeocontext.sync.handoff;

import org.jspecify.annotations.NullMarked;
