/** Access tokens: what a session shows to every other service. */
@NullMarked
package dev.xeocontext.identity.token;

import org.jspecify.annotations.NullMarked;
