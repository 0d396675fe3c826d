/** Events: what became true, as owners publish it, and where it is routed. */
@NullMarked
package dev.xeocontext.contracts.event;

import org.jspecify.annotations.NullMarked;
