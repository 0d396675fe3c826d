package dev.xeocontext.local.embedded;

/** The backing services. */
public enum BackingServer {
    POSTGRES("postgres"),
    REDIS("redis"),
    BROKER("broker");

    private final String label;

    BackingServer(String label) {
        this.label = label;
    }

    /** The name of its process. */
    public String label() {
        return label;
    }
}
