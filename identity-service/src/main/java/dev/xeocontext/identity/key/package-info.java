/** The keys that sign access tokens: made, kept sealed, published, used, replaced. */
@NullMarked
package dev.xeocontext.identity.key;

import org.jspecify.annotations.NullMarked;
