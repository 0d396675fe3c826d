/** Devices: many of them, without a database of their own. */
@NullMarked
package dev.xeocontext.bench.client;

import org.jspecify.annotations.NullMarked;
