/** Transactions that cost few round trips. */
@NullMarked
package dev.xeocontext.kit.transaction;

import org.jspecify.annotations.NullMarked;
