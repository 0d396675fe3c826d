package dev.xeocontext.sync.feed;

import dev.xeocontext.contracts.sync.ResetReason;
import java.util.UUID;

/** Is told what an operator wants to know of subscriptions. From any thread; does not wait. */
public interface Witness {

    /** A live feed was cut because its socket is full. */
    void cut();

    /** A device has to read again from the start. */
    void reset(ResetReason reason);

    /** A device knows another history of the store, under the same epoch. */
    void doubted(UUID storeId);

    /** One that keeps it to itself. */
    static Witness silent() {
        return new Witness() {
            @Override
            public void cut() {}

            @Override
            public void reset(ResetReason reason) {}

            @Override
            public void doubted(UUID storeId) {}
        };
    }
}
