/** What devices of a store are told beside the log: presence and handoff. It is of the moment, and lost with it. */
@NullMarked
package dev.xeocontext.sync.notice;

import org.jspecify.annotations.NullMarked;
