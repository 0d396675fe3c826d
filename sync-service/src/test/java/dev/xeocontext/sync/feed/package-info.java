/** Tests of feeds. */
@NullMarked
package dev.xeocontext.sync.feed;

import org.jspecify.annotations.NullMarked;
