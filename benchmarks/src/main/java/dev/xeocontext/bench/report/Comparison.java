package dev.xeocontext.bench.report;

/**
 * One of our figures beside the same figure of a limit.
 *
 * @param figure with its unit, such as {@code ops/s}
 * @param limit what the limit is of
 */
public record Comparison(String figure, double ours, String limit, double theirs) {

    /** Ours as a multiple of theirs; 0 where there is nothing to compare with. */
    public double ratio() {
        return theirs == 0 ? 0 : ours / theirs;
    }
}
