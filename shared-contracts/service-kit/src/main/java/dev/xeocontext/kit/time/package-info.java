/** What comes from outside a program: time, identifiers, randomness. */
@NullMarked
package dev.xeocontext.kit.time;

import org.jspecify.annotations.NullMarked;
