/** Work that nobody waits for. */
@NullMarked
package dev.xeocontext.sync.background;

import org.jspecify.annotations.NullMarked;
