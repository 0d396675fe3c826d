package dev.xeocontext.testkit.broken.two;

import dev.xeocontext.testkit.broken.one.One;
import java.util.List;

/** The other half. */
public record Two(List<One> ones) {}
