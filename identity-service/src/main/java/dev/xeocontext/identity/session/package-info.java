/** Signing in on a device, staying signed in, signing out. */
@NullMarked
package dev.xeocontext.identity.session;

import org.jspecify.annotations.NullMarked;
