/** Tests of the intake of events. */
@NullMarked
package dev.xeocontext.sync.consume;

import org.jspecify.annotations.NullMarked;
