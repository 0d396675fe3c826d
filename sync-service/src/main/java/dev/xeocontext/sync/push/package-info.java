/** Pushes: the ops of a device, handed to the services that own their collections, and the answers. */
@NullMarked
package dev.xeocontext.sync.push;

import org.jspecify.annotations.NullMarked;
