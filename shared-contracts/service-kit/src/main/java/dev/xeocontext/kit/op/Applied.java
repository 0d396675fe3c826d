package dev.xeocontext.kit.op;

import dev.xeocontext.contracts.event.CloudEvent;
import dev.xeocontext.contracts.event.RecordChanged;
import java.util.List;

/**
 * What became of some writes, all of it committed.
 *
 * @param decisions in the order of the writes
 * @param events what became true, in the order in which it did
 */
public record Applied(List<Decision> decisions, List<CloudEvent<RecordChanged>> events) {}
