/** People: who they are and how they are addressed. */
@NullMarked
package dev.xeocontext.identity.account;

import org.jspecify.annotations.NullMarked;
