/** The embedded PostgreSQL. */
@NullMarked
package dev.xeocontext.local.embedded.postgres;

import org.jspecify.annotations.NullMarked;
