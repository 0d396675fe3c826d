package dev.xeocontext.sync.handoff;

import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.sync.handoff.ActivityRecords.Seen;
import dev.xeocontext.sync.handoff.ActivityRecords.Swap;
import dev.xeocontext.sync.handoff.Step.Becomes;
import dev.xeocontext.sync.handoff.Step.Refusal;
import dev.xeocontext.sync.notice.Notice;
import dev.xeocontext.sync.notice.NoticeWriter;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Takes steps: thinks about what was seen, and puts what it becomes in its place unless something came between; then it thinks
 * again about that. What is due comes first, whoever looks. Safe for use by several threads, and by several replicas.
 */
@Singleton
class Steps {

    /** Each time that something came between, somebody else got on: with so many of them this isn't bad luck. */
    private static final int MOST_TRIES = 100;

    /** What somebody does about an activity. */
    @FunctionalInterface
    interface Act {

        Step on(@Nullable Held held, long now);
    }

    private record Written(boolean done, Seen seen) {}

    private final ActivityRecords records;
    private final Chronicle chronicle;
    private final NoticeWriter writer;
    private final HandoffConfig config;
    private final Recent recent;

    Steps(ActivityRecords records, Chronicle chronicle, NoticeWriter writer, HandoffConfig config, Recent recent) {
        this.records = records;
        this.chronicle = chronicle;
        this.writer = writer;
        this.config = config;
        this.recent = recent;
    }

    Handoff rules(UUID storeId) {
        return new Handoff(storeId, config.releaseTime(), config.lifetime());
    }

    /** An activity as it stands; what is due is done. */
    Uni<Seen> look(UUID storeId, UUID id) {
        return records.read(storeId, id).chain(seen -> settled(storeId, seen, 0));
    }

    /** All of a store, the one that changed last first; what is due is done. */
    Uni<List<Seen>> lookAtAll(UUID storeId) {
        return records.all(storeId)
                .chain(all -> settled(storeId, all))
                .map(all -> all.stream()
                        .filter(seen -> seen.held() != null)
                        .sorted(Comparator.comparingLong(Steps::changedAt).reversed())
                        .toList());
    }

    /** Does something about an activity; answers how it stands then. */
    Uni<Seen> take(UUID storeId, UUID id, Act act) {
        return recent.of(storeId, id)
                .filter(guess -> due(storeId, guess).isEmpty())
                .map(guess -> guess(storeId, guess, act))
                .orElseGet(() -> read(storeId, id, act));
    }

    private Uni<Seen> read(UUID storeId, UUID id, Act act) {
        return records.read(storeId, id).chain(seen -> take(storeId, seen, act));
    }

    /** A change is made if the guess was right; anything else is true only of what is there. */
    private Uni<Seen> guess(UUID storeId, Seen guess, Act act) {
        return act.on(guess.held(), guess.now()) instanceof Becomes becomes
                ? write(storeId, guess, becomes).chain(written -> done(storeId, written, act, 0))
                : read(storeId, guess.id(), act);
    }

    /** The same, of an activity that was seen already. */
    Uni<Seen> take(UUID storeId, Seen seen, Act act) {
        return attempt(storeId, seen, act, 0);
    }

    private Uni<Seen> attempt(UUID storeId, Seen before, Act act, int tries) {
        return settled(storeId, before, tries).chain(seen -> switch (act.on(seen.held(), seen.now())) {
            case Step.Stays stays -> Uni.createFrom().item(seen);
            case Step.Refused refused -> refuse(storeId, refused);
            case Becomes becomes -> write(storeId, seen, becomes).chain(written -> done(storeId, written, act, tries));
        });
    }

    private Uni<Seen> done(UUID storeId, Written written, Act act, int tries) {
        return written.done()
                ? Uni.createFrom().item(written.seen())
                : attempt(storeId, written.seen(), act, tries + 1);
    }

    private Uni<Seen> settled(UUID storeId, Seen seen, int tries) {
        if (tries >= MOST_TRIES) {
            return Uni.createFrom().failure(new ProblemException(ProblemCode.UNAVAILABLE, "Too many at the same time"));
        }
        return due(storeId, seen)
                .map(step -> write(storeId, seen, step).chain(written -> settled(storeId, written.seen(), tries + 1)))
                .orElseGet(() -> Uni.createFrom().item(seen));
    }

    private Optional<Becomes> due(UUID storeId, Seen seen) {
        Held held = seen.held();
        return held == null ? Optional.empty() : rules(storeId).due(held, seen.now());
    }

    private Uni<List<Seen>> settled(UUID storeId, List<Seen> all) {
        if (all.stream().allMatch(seen -> due(storeId, seen).isEmpty())) {
            return Uni.createFrom().item(all);
        }
        return Uni.join()
                .all(all.stream().map(seen -> settled(storeId, seen, 0)).toList())
                .andFailFast();
    }

    private Uni<Written> write(UUID storeId, Seen seen, Becomes step) {
        List<Notice> notices = step.tellings().stream()
                .map(telling -> writer.write(storeId, telling.audience(), telling.message()))
                .toList();
        return records.swap(storeId, seen, step.next(), notices).chain(swap -> switch (swap) {
            case Swap.Done done -> {
                recent.left(storeId, done.seen());
                yield keep(storeId, step).replaceWith(new Written(true, done.seen()));
            }
            case Swap.Behind behind -> {
                recent.left(storeId, behind.seen());
                yield Uni.createFrom().item(new Written(false, behind.seen()));
            }
            case Swap.Full full ->
                makeRoom(storeId).chain(() -> records.read(storeId, seen.id())).map(again -> new Written(false, again));
        });
    }

    private Uni<Void> keep(UUID storeId, Becomes step) {
        return step.past()
                .map(past -> chronicle.should(storeId, past))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    /** What time has brought to an end goes, or else what nobody has for the longest time. */
    private Uni<Void> makeRoom(UUID storeId) {
        return lookAtAll(storeId).chain(all -> {
            if (all.size() < config.activities()) {
                return Uni.createFrom().voidItem();
            }
            return all.stream()
                    .filter(seen -> seen.held() != null && seen.held().holder() == null)
                    .min(Comparator.comparingLong(Steps::changedAt))
                    .map(seen -> end(storeId, seen))
                    .orElseThrow(() -> new ProblemException(
                            ProblemCode.RATE_LIMITED, "At most " + config.activities() + " activities"));
        });
    }

    private Uni<Void> end(UUID storeId, Seen seen) {
        Held held = seen.held();
        return held == null
                ? Uni.createFrom().voidItem()
                : write(storeId, seen, rules(storeId).over(held)).replaceWithVoid();
    }

    private static long changedAt(Seen seen) {
        return seen.held() == null ? 0 : seen.held().changedAt();
    }

    private Uni<Seen> refuse(UUID storeId, Step.Refused refused) {
        return refused.late()
                .map(late -> chronicle.must(storeId, late))
                .orElseGet(() -> Uni.createFrom().voidItem())
                .chain(() -> Uni.createFrom().failure(problem(refused.refusal())));
    }

    private static ProblemException problem(Refusal refusal) {
        return switch (refusal) {
            case UNKNOWN -> new ProblemException(ProblemCode.NOT_FOUND, null);
            case STALE -> new Conflict(true);
            case TAKEN -> new Conflict(false);
            case AWAY -> away();
        };
    }

    /** A device that is named is not there to be given anything. */
    static ProblemException away() {
        Problem.Fault fault = new Problem.Fault("/deviceId", "is not connected");
        return new ProblemException(ProblemCode.NOT_FOUND, null, List.of(fault));
    }
}
