package dev.xeocontext.sync.feed;

/** Doesn't mind how it goes, unless it fails. */
public record Unmoved() implements SubscriptionListener {

    @Override
    public void caughtUp(Subscription subscription) {}

    @Override
    public void failed(Subscription subscription, Throwable failure) {
        throw new AssertionError(failure);
    }
}
