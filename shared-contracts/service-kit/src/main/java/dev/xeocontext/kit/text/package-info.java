/** Text as it may come in from outside. */
@NullMarked
package dev.xeocontext.kit.text;

import org.jspecify.annotations.NullMarked;
