package dev.xeocontext.kit.problem;

/** The one rule of RFC 6901 that is needed to write a pointer. */
final class JsonPointers {

    private JsonPointers() {}

    static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
