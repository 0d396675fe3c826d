/** Tests of retention. */
@NullMarked
package dev.xeocontext.sync.retention;

import org.jspecify.annotations.NullMarked;
