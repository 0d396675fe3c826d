package dev.xeocontext.bench.limit;

/**
 * What a workload asks of the machine, so that its limits are asked the same.
 *
 * @param workers connections that are used side by side
 * @param batch how many ops go together
 * @param opBytes about how many bytes one op is
 */
public record Shape(int workers, int batch, int opBytes) {}
