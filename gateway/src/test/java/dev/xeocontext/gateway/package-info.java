/** The gateway as a whole, in front of services that are faked. */
@NullMarked
package dev.xeocontext.gateway;

import org.jspecify.annotations.NullMarked;
