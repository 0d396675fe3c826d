@NullMarked
package dev.xeocontext.gateway.access;

import org.jspecify.annotations.NullMarked;
