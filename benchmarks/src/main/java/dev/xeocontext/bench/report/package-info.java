/** Results as JSON and as a table. */
@NullMarked
package dev.xeocontext.bench.report;

import org.jspecify.annotations.NullMarked;
