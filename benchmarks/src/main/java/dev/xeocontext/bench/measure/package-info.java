/** What a run cost: latencies, CPU time and memory of processes. */
@NullMarked
package dev.xeocontext.bench.measure;

import org.jspecify.annotations.NullMarked;
