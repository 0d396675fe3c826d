package dev.xeocontext.sync.push;

import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.contracts.event.OpBatch;
import dev.xeocontext.contracts.event.OpBatchAnswer;
import dev.xeocontext.contracts.op.AnswerRoom;
import dev.xeocontext.contracts.op.OpResult;
import dev.xeocontext.kit.access.Caller;
import dev.xeocontext.sync.push.Sorting.Op;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes the ops of a device to their owners, one call per owner, and answers each of them. The answer is given when the
 * owners have committed; their events go into the log meanwhile, and if that fails the broker brings them.
 */
@Singleton
public class Pushes {

    private static final Logger LOG = Logger.getLogger(Pushes.class);
    private static final long RETRY_MS = 1_000;

    private final Owners owners;
    private final AnswerEvents events;
    private final int ackBytes;
    private final int recordBytes;

    Pushes(Owners owners, AnswerEvents events, LimitsConfig config) {
        this.owners = owners;
        this.events = events;
        this.ackBytes = config.ackBytes();
        this.recordBytes = config.recordBytes();
    }

    /**
     * Applies the ops of a batch, which says for which store they are, and whether all of them or none.
     *
     * @return one result for each op, in their order; never fails
     */
    public Uni<List<OpResult>> push(Caller caller, String token, OpBatch batch, RateLimit rate) {
        List<@Nullable Object> ops = batch.ops();
        if (!batch.storeId().equals(caller.storeId())) {
            Problem problem = Problem.of(ProblemCode.FOREIGN_STORE, null);
            return Uni.createFrom().item(answerAll(ops, opId -> OpResult.rejected(opId, problem)));
        }
        return Uni.createFrom()
                .deferred(() -> askOwners(token, batch, rate))
                .onFailure()
                .recoverWithItem(failure -> broken(ops, failure));
    }

    private Uni<List<OpResult>> askOwners(String token, OpBatch batch, RateLimit rate) {
        List<@Nullable Object> ops = batch.ops();
        int allowed = batch.isAtomic() ? rate.takeAll(ops.size()) : rate.take(ops.size());
        long retryAfterMs = rate.millisUntil(ops.size() - allowed);
        Sorting sorting = Sorting.of(ops, allowed, retryAfterMs, owners, recordBytes);
        if (batch.isAtomic()) {
            sorting.together();
        }
        List<Uni<Void>> calls = sorting.byOwner().entrySet().stream()
                .map(entry -> call(entry, token, batch, sorting.results()))
                .toList();
        return calls.isEmpty()
                ? Uni.createFrom().item(complete(sorting))
                : Uni.join().all(calls).andFailFast().map(done -> complete(sorting));
    }

    private static List<OpResult> broken(List<@Nullable Object> ops, Throwable failure) {
        LOG.error("A push could not be sorted out", failure);
        return retryAll(ops, Problem.of(ProblemCode.INTERNAL, null));
    }

    /** The answer to ops that nobody has looked at: send them again. */
    public static List<OpResult> retryAll(List<@Nullable Object> ops, Problem problem) {
        return answerAll(ops, opId -> OpResult.retry(opId, RETRY_MS, problem));
    }

    private static List<OpResult> answerAll(List<@Nullable Object> ops, Function<@Nullable String, OpResult> answer) {
        return ops.stream().map(raw -> answer.apply(Sorting.opId(raw))).toList();
    }

    private Uni<Void> call(
            Map.Entry<Owner, List<Op>> ofOwner, String token, OpBatch batch, @Nullable OpResult[] results) {
        List<Op> ops = ofOwner.getValue();
        List<@Nullable Object> raw = ops.stream().<@Nullable Object>map(Op::raw).toList();
        return ofOwner.getKey()
                .apply(token, new OpBatch(batch.storeId(), raw, batch.atomic()))
                .onItem()
                .transform(answer -> decided(ops, answer))
                .onFailure()
                .recoverWithItem(failure -> undecided(ops, failure))
                .invoke(answers -> {
                    for (int i = 0; i < ops.size(); i++) {
                        results[ops.get(i).place()] = answers.get(i);
                    }
                })
                .replaceWithVoid();
    }

    private List<OpResult> decided(List<Op> ops, OpBatchAnswer answer) {
        if (answer.results().size() != ops.size()) {
            throw new IllegalStateException(
                    "an owner answered " + answer.results().size() + " of " + ops.size());
        }
        events.append(answer.events());
        return answer.results();
    }

    private static List<OpResult> undecided(List<Op> ops, Throwable failure) {
        return switch (failure) {
            case Undecided undecided ->
                each(ops, opId -> OpResult.retry(opId, undecided.retryAfterMs(), undecided.problem()));
            case ProblemException refusal -> each(ops, opId -> OpResult.rejected(opId, refusal.problem()));
            default -> {
                LOG.error("An answer of an owner could not be taken", failure);
                Problem problem = Problem.of(ProblemCode.INTERNAL, null);
                yield each(ops, opId -> OpResult.retry(opId, RETRY_MS, problem));
            }
        };
    }

    private static List<OpResult> each(List<Op> ops, Function<@Nullable String, OpResult> answer) {
        return ops.stream().map(op -> answer.apply(op.opId())).toList();
    }

    private List<OpResult> complete(Sorting sorting) {
        return AnswerRoom.fill(
                Arrays.stream(sorting.results()).map(Pushes::answered).toList(), ackBytes);
    }

    private static OpResult answered(@Nullable OpResult result) {
        return result == null ? OpResult.retry(null, RETRY_MS, Problem.of(ProblemCode.INTERNAL, null)) : result;
    }
}
