package dev.xeocontext.local.stack.system.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.contracts.op.Op;

/** Counts down what fits into one push. */
final class BatchLimit {

    private static final int ENVELOPE_BYTES = 1_024;

    private final ObjectMapper json;
    private int ops;
    private int bytes;

    BatchLimit(ObjectMapper json, int ops, int frameBytes) {
        this.json = json;
        this.ops = ops;
        this.bytes = frameBytes - ENVELOPE_BYTES;
    }

    boolean takes(Op op) {
        ops--;
        bytes -= size(op);
        return ops >= 0 && bytes >= 0;
    }

    private int size(Op op) {
        try {
            return json.writeValueAsBytes(op).length + 1;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an op can be written", e);
        }
    }
}
