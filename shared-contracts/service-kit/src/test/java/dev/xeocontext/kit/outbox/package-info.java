/** Tests of the package of the same name. */
@NullMarked
package dev.xeocontext.kit.outbox;

import org.jspecify.annotations.NullMarked;
