/** Connections to the broker that are made anew for as long as a service runs. */
@NullMarked
package dev.xeocontext.kit.broker;

import org.jspecify.annotations.NullMarked;
