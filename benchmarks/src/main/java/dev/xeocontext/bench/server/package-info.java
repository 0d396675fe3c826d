/** The stack that is measured, and its broker. */
@NullMarked
package dev.xeocontext.bench.server;

import org.jspecify.annotations.NullMarked;
