/** Tests of revoked sessions. */
@NullMarked
package dev.xeocontext.sync.revoke;

import org.jspecify.annotations.NullMarked;
