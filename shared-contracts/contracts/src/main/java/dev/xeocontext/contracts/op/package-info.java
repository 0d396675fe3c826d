/** Ops: what a device wants, one intent each, and what became of it. */
@NullMarked
package dev.xeocontext.contracts.op;

import org.jspecify.annotations.NullMarked;
