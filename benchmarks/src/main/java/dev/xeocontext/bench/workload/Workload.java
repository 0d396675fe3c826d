package dev.xeocontext.bench.workload;

import dev.xeocontext.bench.report.Outcome;

/** Something to measure. It makes the people and devices that it wants, and leaves no socket open. */
public interface Workload {

    /** How it is named on the command line. */
    String name();

    /** One sentence without its full stop. */
    String what();

    /** Blocks until it has been measured, and the limits beside it. */
    Outcome run(Bench bench) throws Exception;
}
