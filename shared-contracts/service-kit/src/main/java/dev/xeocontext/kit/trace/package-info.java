/** The trace that a piece of work belongs to. */
@NullMarked
package dev.xeocontext.kit.trace;

import org.jspecify.annotations.NullMarked;
