package dev.xeocontext.local.stack.system.client;

import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.op.Op;

/** An op that the server will never take, for the person to decide about. */
public record RefusedOp(Op op, Problem problem) {}
