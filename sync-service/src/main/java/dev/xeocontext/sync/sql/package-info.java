/** Deadlines for the statements of work in the background, of which there is one at a time. */
@NullMarked
package dev.xeocontext.sync.sql;

import org.jspecify.annotations.NullMarked;
