package dev.xeocontext.testkit.broken.one;

import dev.xeocontext.testkit.broken.two.Two;

/** Half of a cycle. */
public record One(Two two) {}
