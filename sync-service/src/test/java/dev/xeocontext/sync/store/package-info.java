@NullMarked
package dev.xeocontext.sync.store;

import org.jspecify.annotations.NullMarked;
