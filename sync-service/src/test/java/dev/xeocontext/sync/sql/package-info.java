@NullMarked
package dev.xeocontext.sync.sql;

import org.jspecify.annotations.NullMarked;
