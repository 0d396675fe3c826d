/** The end of what was deleted long ago: content goes, id and deletion clock stay. */
@NullMarked
package dev.xeocontext.kit.purge;

import org.jspecify.annotations.NullMarked;
