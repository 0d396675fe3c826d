package dev.xeocontext.sync.log;

import java.util.List;

/**
 * A part of something long.
 *
 * @param more whether something comes after it
 */
public record Page<T>(List<T> items, boolean more) {}
