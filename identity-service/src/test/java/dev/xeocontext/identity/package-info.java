/** What the tests of this service share. */
@NullMarked
package dev.xeocontext.identity;

import org.jspecify.annotations.NullMarked;
