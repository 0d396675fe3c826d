/** {@code ./xeo bench}: measures the suite beside the limits of the machine that it runs on. */
@NullMarked
package dev.xeocontext.bench;

import org.jspecify.annotations.NullMarked;
