/** Events on their way to the broker: written with what they tell of, and gone only once confirmed. */
@NullMarked
package dev.xeocontext.kit.outbox;

import org.jspecify.annotations.NullMarked;
