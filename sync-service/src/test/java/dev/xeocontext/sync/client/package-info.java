/** Tests of the table of connections. */
@NullMarked
package dev.xeocontext.sync.client;

import org.jspecify.annotations.NullMarked;
