package dev.xeocontext.sync.fallback;

import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.kit.time.Deadlines;
import dev.xeocontext.sync.feed.Outlet;
import dev.xeocontext.sync.feed.Subscription;
import dev.xeocontext.sync.feed.SubscriptionListener;
import dev.xeocontext.sync.feed.Whereabouts;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A subscription for as long as one request: it takes what is there, or waits for what comes, and answers with it. It
 * closes its subscription in any case. Everything happens on its loop; {@link #finish} and {@link #fail} may be called
 * from anywhere.
 */
final class Pull implements Outlet, SubscriptionListener {

    private final Executor loop;
    private final Deadlines.Timer timer;
    private final Collected collected;
    private final Duration wait;
    private final UniEmitter<? super PullAnswer> answer;
    private final Consumer<Pull> over;

    private @Nullable Subscription subscription;
    private Whereabouts began = Whereabouts.NOWHERE;
    private Runnable stopTimer = () -> {};
    private boolean caughtUp;
    private boolean done;

    /** @param timer calls back on the loop */
    Pull(
            Executor loop,
            Deadlines.Timer timer,
            Collected collected,
            Duration wait,
            UniEmitter<? super PullAnswer> answer,
            Consumer<Pull> over) {
        this.loop = loop;
        this.timer = timer;
        this.collected = collected;
        this.wait = wait;
        this.answer = answer;
        this.over = over;
    }

    /** @param patience how long it may take to collect what is there */
    void begin(Function<Pull, Subscription> subscribe, Duration patience) {
        if (!done) {
            Subscription opened = subscribe.apply(this);
            subscription = opened;
            began = opened.whereabouts();
            stopTimer = timer.start(patience, this::finishNow);
            opened.pump();
        }
    }

    @Override
    public Executor loop() {
        return loop;
    }

    @Override
    public boolean writable() {
        return !done && !collected.isFull();
    }

    /** What comes together is answered together: it ends after the task that brought it. */
    @Override
    public void send(String frame) {
        if (!done) {
            collected.add(frame);
            if (collected.isFull() || (caughtUp && collected.hasNews())) {
                finish();
            }
        }
    }

    @Override
    public void caughtUp(Subscription live) {
        caughtUp = true;
        if (collected.hasNews() || wait.isZero()) {
            finish();
        } else {
            stopTimer.run();
            stopTimer = timer.start(wait, this::finishNow);
        }
    }

    @Override
    public void failed(Subscription broken, Throwable failure) {
        failNow(failure);
    }

    /** Answers with what there is. */
    void finish() {
        loop.execute(this::finishNow);
    }

    void fail(Throwable failure) {
        loop.execute(() -> failNow(failure));
    }

    /** A place that nothing was told of counts as well: a filter may have left nothing of all that was read. */
    private void finishNow() {
        Whereabouts here = subscription == null ? Whereabouts.NOWHERE : subscription.whereabouts();
        boolean unmoved = collected.isEmpty() && here.equals(began);
        if (unmoved || here.isNowhere()) {
            failNow(new ProblemException(ProblemCode.UNAVAILABLE, null));
        } else {
            end(() -> answer.complete(collected.answer(here)));
        }
    }

    private void failNow(Throwable failure) {
        end(() -> answer.fail(failure));
    }

    private void end(Runnable last) {
        if (!done) {
            done = true;
            stopTimer.run();
            if (subscription != null) {
                subscription.close();
            }
            over.accept(this);
            last.run();
        }
    }
}
