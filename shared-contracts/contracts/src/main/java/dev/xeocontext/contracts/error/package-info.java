/** Problems: every way in which a request can fail, named once. */
@NullMarked
package dev.xeocontext.contracts.error;

import org.jspecify.annotations.NullMarked;
