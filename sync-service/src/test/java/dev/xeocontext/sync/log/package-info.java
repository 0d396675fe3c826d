/** Tests of the log. */
@NullMarked
package dev.xeocontext.sync.log;

import org.jspecify.annotations.NullMarked;
