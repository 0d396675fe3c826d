package dev.xeocontext.local.stack.system.client;

import java.util.function.Supplier;

/** A network, and a device, that do what they please. Called from several threads. */
public interface Faults {

    /** Nothing ever goes wrong. */
    Faults NONE = () -> Line.CLEAR;

    /** A new connection. */
    Line line();

    /** Whether the device, back online, has forgotten which of its ops were acked. */
    default boolean forgetsAcks() {
        return false;
    }

    /** One connection: decides about each frame, in the order of its direction. */
    interface Line {

        Line CLEAR = of(() -> Fate.PASSES, () -> Fate.PASSES);

        Fate sending();

        Fate receiving();

        static Line of(Supplier<Fate> sending, Supplier<Fate> receiving) {
            return new Line() {
                @Override
                public Fate sending() {
                    return sending.get();
                }

                @Override
                public Fate receiving() {
                    return receiving.get();
                }
            };
        }
    }
}
