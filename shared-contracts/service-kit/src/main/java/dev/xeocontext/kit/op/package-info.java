/** The op path: the one way in which synced records are written. */
@NullMarked
package dev.xeocontext.kit.op;

import org.jspecify.annotations.NullMarked;
