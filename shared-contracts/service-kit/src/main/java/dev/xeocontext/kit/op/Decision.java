package dev.xeocontext.kit.op;

import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.merge.RecordState;
import dev.xeocontext.contracts.merge.Register;
import dev.xeocontext.contracts.merge.WireState;
import dev.xeocontext.contracts.op.Op;
import dev.xeocontext.contracts.op.OpResult;
import dev.xeocontext.contracts.op.OpStatus;
import java.util.Objects;

/** What became of a write. */
public sealed interface Decision {

    Write write();

    /** The answer to a device. */
    OpResult result();

    /**
     * It was taken.
     *
     * @param status applied or superseded
     * @param held the record after the transaction
     */
    record Taken(Write write, OpStatus status, Held held) implements Decision {
        @Override
        public OpResult result() {
            String opId = write.op().opId().toString();
            if (standsAsSent(write.op(), held.state())) {
                return OpResult.standing(opId, status, null, held.state().deletion());
            }
            WireState now = nowOf(write, held);
            return status == OpStatus.APPLIED ? OpResult.applied(opId, now) : OpResult.superseded(opId, now);
        }
    }

    /**
     * It had been taken before.
     *
     * @param outcome applied or superseded: what it was answered then
     * @param held the record after the transaction
     */
    record Repeated(Write write, OpStatus outcome, Held held) implements Decision {
        @Override
        public OpResult result() {
            String opId = write.op().opId().toString();
            return standsAsSent(write.op(), held.state())
                    ? OpResult.standing(
                            opId, OpStatus.DUPLICATE, outcome, held.state().deletion())
                    : OpResult.duplicate(opId, outcome, nowOf(write, held));
        }
    }

    /** It never will be. */
    record Refused(Write write, Problem problem) implements Decision {
        @Override
        public OpResult result() {
            return OpResult.rejected(write.op().opId().toString(), problem);
        }
    }

    /** Then the device knows already what it would be told. */
    private static boolean standsAsSent(Op op, RecordState now) {
        return op.fields().entrySet().stream()
                .allMatch(sent -> now.fields().get(sent.getKey()) instanceof Register register
                        && register.clock().equals(op.hlc())
                        && Objects.equals(register.value(), sent.getValue()));
    }

    private static WireState nowOf(Write write, Held held) {
        RecordState written = write.draft().touched(held.state());
        return WireState.of(new RecordState(written.fields(), held.state().deletion()));
    }
}
