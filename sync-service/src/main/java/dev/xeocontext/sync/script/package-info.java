/** Scripts that Redis runs. */
@NullMarked
package dev.xeocontext.sync.script;

import org.jspecify.annotations.NullMarked;
