package dev.xeocontext.sync.feed;

/** Is told how a subscription goes, on the loop of its socket. */
public interface SubscriptionListener {

    /** The device has everything up to now. */
    void caughtUp(Subscription subscription);

    /** It could not even begin; it is closed. */
    void failed(Subscription subscription, Throwable failure);
}
