/** What tests of several packages want. */
@NullMarked
package dev.xeocontext.kit;

import org.jspecify.annotations.NullMarked;
