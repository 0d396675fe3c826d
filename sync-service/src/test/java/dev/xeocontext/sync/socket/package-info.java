/** Tests of connections. */
@NullMarked
package dev.xeocontext.sync.socket;

import org.jspecify.annotations.NullMarked;
