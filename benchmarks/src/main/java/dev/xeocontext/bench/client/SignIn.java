package dev.xeocontext.bench.client;

import java.util.UUID;

/** A device that a person signed in on. */
public record SignIn(UUID deviceId, String token) {}
