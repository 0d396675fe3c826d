/** What the tests of all contracts share. */
@NullMarked
package dev.xeocontext.contracts;

import org.jspecify.annotations.NullMarked;
