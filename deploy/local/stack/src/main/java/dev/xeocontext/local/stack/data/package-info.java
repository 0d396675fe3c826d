/** What the local stack keeps: its folder, its lock, its secrets. */
@NullMarked
package dev.xeocontext.local.stack.data;

import org.jspecify.annotations.NullMarked;
