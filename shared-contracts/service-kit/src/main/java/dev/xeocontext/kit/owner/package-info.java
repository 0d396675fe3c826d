/** What sync-service may ask about the records of this service, on behalf of no user. */
@NullMarked
package dev.xeocontext.kit.owner;

import org.jspecify.annotations.NullMarked;
