/** What the REST surfaces of all collections share: tags, preconditions, pages, idempotency. */
@NullMarked
package dev.xeocontext.kit.http;

import org.jspecify.annotations.NullMarked;
