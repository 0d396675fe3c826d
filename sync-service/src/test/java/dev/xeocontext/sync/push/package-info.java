/** Tests of pushes. */
@NullMarked
package dev.xeocontext.sync.push;

import org.jspecify.annotations.NullMarked;
