/** Tests of sync-service over real sockets, against real backing services and an owner that stands in for all. */
@NullMarked
package dev.xeocontext.sync;

import org.jspecify.annotations.NullMarked;
