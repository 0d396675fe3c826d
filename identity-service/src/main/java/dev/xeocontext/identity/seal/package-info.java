/** Values that only the holder of a secret can read. */
@NullMarked
package dev.xeocontext.identity.seal;

import org.jspecify.annotations.NullMarked;
