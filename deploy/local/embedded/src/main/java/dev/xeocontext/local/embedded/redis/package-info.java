/** The embedded Redis. */
@NullMarked
package dev.xeocontext.local.embedded.redis;

import org.jspecify.annotations.NullMarked;
