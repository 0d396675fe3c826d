/** The one door of the suite. */
@NullMarked
package dev.xeocontext.gateway;

import org.jspecify.annotations.NullMarked;
