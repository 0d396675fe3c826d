/** Tests of the devices of a store. */
@NullMarked
package dev.xeocontext.sync.device;

import org.jspecify.annotations.NullMarked;
