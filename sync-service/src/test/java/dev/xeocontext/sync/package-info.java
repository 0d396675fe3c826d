@NullMarked
package dev.xeocontext.sync;

import org.jspecify.annotations.NullMarked;
