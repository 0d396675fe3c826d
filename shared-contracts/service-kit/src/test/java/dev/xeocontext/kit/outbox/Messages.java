package dev.xeocontext.kit.outbox;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Messages that tell of nothing. */
final class Messages {

    private Messages() {}

    static List<OutboxMessage> some(int count) {
        return IntStream.range(0, count).mapToObj(i -> of("[]")).toList();
    }

    static OutboxMessage of(String payload) {
        return new OutboxMessage(UUID.randomUUID(), UUID.randomUUID(), "kit.0", payload);
    }
}
