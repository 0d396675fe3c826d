/** Who asks: access tokens, the keys that they are checked with, and the caller that they name. */
@NullMarked
package dev.xeocontext.kit.access;

import org.jspecify.annotations.NullMarked;
