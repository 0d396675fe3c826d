/** Whether this door is open. */
@NullMarked
package dev.xeocontext.gateway.health;

import org.jspecify.annotations.NullMarked;
