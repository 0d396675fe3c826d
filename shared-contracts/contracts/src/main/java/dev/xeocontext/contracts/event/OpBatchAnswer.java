package dev.xeocontext.contracts.event;

import dev.xeocontext.contracts.op.OpResult;
import java.util.List;

/**
 * The answer of an owner, given once everything in it is committed.
 *
 * @param results one for each op, in the order of the ops
 * @param events what became true; the same events come through the broker too
 */
public record OpBatchAnswer(List<OpResult> results, List<CloudEvent<RecordChanged>> events) {}
