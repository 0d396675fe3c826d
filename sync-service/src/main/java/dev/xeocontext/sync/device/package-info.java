/** The devices of a store as people see them: what identity-service knows of them, and whether they are connected. */
@NullMarked
package dev.xeocontext.sync.device;

import org.jspecify.annotations.NullMarked;
