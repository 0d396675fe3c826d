/** What is measured: a class for each workload. */
@NullMarked
package dev.xeocontext.bench.workload;

import org.jspecify.annotations.NullMarked;
