/** Tests of who is connected. */
@NullMarked
package dev.xeocontext.sync.presence;

import org.jspecify.annotations.NullMarked;
