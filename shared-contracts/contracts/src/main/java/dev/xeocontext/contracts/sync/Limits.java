package dev.xeocontext.contracts.sync;

/**
 * What a connection may do; {@code welcome} tells the values in force.
 *
 * @param frameBytes greatest frame, in bytes
 * @param opsPerPush most ops in one push
 * @param opsPerSecond most ops in a second over one connection
 * @param recordBytes greatest record, in bytes
 * @param inFlightPushes most pushes without an answer
 * @param subscriptions most subscriptions at a time; 32 where a server does not tell it
 */
public record Limits(
        int frameBytes, int opsPerPush, int opsPerSecond, int recordBytes, int inFlightPushes, int subscriptions) {

    public static final Limits DEFAULT = new Limits(1 << 20, 500, 2_000, 256 << 10, 4, 32);
}
