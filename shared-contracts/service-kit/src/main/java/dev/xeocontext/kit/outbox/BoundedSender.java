package dev.xeocontext.kit.outbox;

import io.smallrye.mutiny.Uni;

/**
 * Has no more on its way at a time than it may, and sends nothing beyond that. A message counts until its fate is known,
 * however long somebody waits for that. Safe for use by several threads.
 */
final class BoundedSender implements EventSender {

    private final EventSender sender;
    private final int maxMessages;
    private final long maxCharacters;

    private int messages;
    private long characters;

    /** @param maxCharacters of all their payloads; a single message may be larger */
    BoundedSender(EventSender sender, int maxMessages, long maxCharacters) {
        this.sender = sender;
        this.maxMessages = maxMessages;
        this.maxCharacters = maxCharacters;
    }

    @Override
    public boolean isReady() {
        return sender.isReady();
    }

    @Override
    public Uni<Void> send(OutboxMessage message) {
        int size = message.payload().length();
        return Uni.createFrom()
                .deferred(() -> enter(size)
                        ? sender.send(message).onTermination().invoke(() -> leave(size))
                        : Uni.createFrom().failure(new NotSent("Too much is on its way to the broker")));
    }

    private synchronized boolean enter(int size) {
        boolean room = messages == 0 || (messages < maxMessages && characters + size <= maxCharacters);
        if (room) {
            messages++;
            characters += size;
        }
        return room;
    }

    private synchronized void leave(int size) {
        messages--;
        characters -= size;
    }
}
