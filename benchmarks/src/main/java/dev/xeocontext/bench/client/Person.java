package dev.xeocontext.bench.client;

/** Somebody with an account, and so with a store of their own. */
public record Person(String email, String password) {}
