/** Passwords: kept as Argon2id hashes, compared at a price that guessing has to pay. */
@NullMarked
package dev.xeocontext.identity.password;

import org.jspecify.annotations.NullMarked;
