package dev.xeocontext.sync.push;

import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.json.JsonValues;
import dev.xeocontext.contracts.op.OpReader;
import dev.xeocontext.contracts.op.OpResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The ops of a push, sorted by owner; those that no owner need be asked about are answered. Only what is needed for that
 * is looked at: what an op says is for its owner to judge.
 */
final class Sorting {

    /** An op and its place in the push. */
    record Op(int place, @Nullable String opId, Object raw) {}

    private final Owners owners;
    private final int recordBytes;
    private final @Nullable OpResult[] results;
    private final Map<Owner, List<Op>> byOwner = new LinkedHashMap<>();

    private Sorting(Owners owners, int recordBytes, int ops) {
        this.owners = owners;
        this.recordBytes = recordBytes;
        this.results = new OpResult[ops];
    }

    /** @param allowed how many of them the rate limit lets through */
    static Sorting of(List<@Nullable Object> ops, int allowed, long retryAfterMs, Owners owners, int recordBytes) {
        Sorting sorting = new Sorting(owners, recordBytes, ops.size());
        for (int place = 0; place < ops.size(); place++) {
            Object raw = ops.get(place);
            if (place < allowed) {
                sorting.add(place, raw);
            } else {
                sorting.results[place] = OpResult.retry(
                        opId(raw), retryAfterMs, Problem.of(ProblemCode.RATE_LIMITED, "Too many ops a second"));
            }
        }
        return sorting;
    }

    /** Makes the ops stand or fall together: unless one owner can be asked about all of them, none will be. */
    void together() {
        long asked = byOwner.values().stream().mapToInt(List::size).sum();
        if (byOwner.size() == 1 && asked == results.length) {
            return;
        }
        String detail = byOwner.size() > 1 ? "The ops are not all for one service" : null;
        Problem aborted = Problem.of(ProblemCode.ATOMIC_ABORTED, detail);
        byOwner.values().forEach(ops -> ops.forEach(op -> reject(op.place(), op.opId(), aborted)));
        byOwner.clear();
    }

    private void add(int place, @Nullable Object raw) {
        if (!(raw instanceof Map<?, ?> members) || OpReader.uuid(members.get("opId")) == null) {
            refuse(place, raw);
        } else if (!(members.get("collection") instanceof String collection)) {
            refuse(place, raw);
        } else if (JsonValues.weight(members.get("fields")) > recordBytes) {
            reject(place, opId(raw), Problem.of(ProblemCode.TOO_LARGE, "The op is larger than a record may be"));
        } else {
            Owner owner = owners.of(collection);
            if (owner == null) {
                reject(place, opId(raw), unknownCollection());
            } else {
                byOwner.computeIfAbsent(owner, key -> new ArrayList<>()).add(new Op(place, opId(raw), raw));
            }
        }
    }

    private static Problem unknownCollection() {
        return Problem.of(
                ProblemCode.UNKNOWN_COLLECTION, null, List.of(new Problem.Fault("/collection", "is not known")));
    }

    private void refuse(int place, @Nullable Object raw) {
        if (OpReader.read(raw) instanceof OpReader.Refused refused) {
            reject(place, refused.opId(), refused.problem());
        }
    }

    private void reject(int place, @Nullable String opId, Problem problem) {
        results[place] = OpResult.rejected(opId, problem);
    }

    static @Nullable String opId(@Nullable Object raw) {
        return raw instanceof Map<?, ?> members && members.get("opId") instanceof String text ? text : null;
    }

    Map<Owner, List<Op>> byOwner() {
        return byOwner;
    }

    /** The answers, by place; null where the owner has not answered. */
    @Nullable
    OpResult[] results() {
        return results;
    }
}
