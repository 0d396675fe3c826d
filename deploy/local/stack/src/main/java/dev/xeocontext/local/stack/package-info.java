/** The local stack: one command that starts all parts, keeps them running, and stops them. */
@NullMarked
package dev.xeocontext.local.stack;

import org.jspecify.annotations.NullMarked;
