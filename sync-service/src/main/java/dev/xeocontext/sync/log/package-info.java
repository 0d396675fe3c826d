/** The event log: what the owners committed, numbered per store, and the records that follow from it. */
@NullMarked
package dev.xeocontext.sync.log;

import org.jspecify.annotations.NullMarked;
