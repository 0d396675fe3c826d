/** Who may pass: the check of access tokens. */
@NullMarked
package dev.xeocontext.gateway.access;

import org.jspecify.annotations.NullMarked;
