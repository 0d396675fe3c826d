package dev.xeocontext.local.stack;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Tells the person at the terminal how it goes, in lines that also read well in a log. */
final class Terminal implements Progress {

    private final PrintStream out;

    Terminal(PrintStream out) {
        this.out = out;
    }

    void starting(StackSettings settings) {
        out.printf("Starting XeoContext, data in %s%n", settings.data());
        if (!settings.loopbackOnly()) {
            out.printf("""
                    WARNING: the gateway will listen on %s, for everybody who can reach this machine, without TLS.
                    """, settings.bind());
        }
    }

    @Override
    public void ready(String part, Duration took) {
        out.printf("  %-18s ready  %5s s%n", part, seconds(took));
    }

    @Override
    public void say(String sentence) {
        out.println("  " + sentence);
    }

    void up(StackSettings settings, Duration took) {
        out.printf(
                """

                XeoContext is up after %s s: %s

                  curl -s %s/v1/auth/register -H 'Content-Type: application/json' \\
                    -d '{"email":"me@example.org","password":"correct horse battery staple"}'

                Logs are in %s. Ctrl-C stops everything.
                """,
                seconds(took), settings.url(), settings.url(), settings.data().resolve("log"));
    }

    void stopping() {
        out.println("Stopping");
    }

    void stopped() {
        out.println("Stopped");
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f", duration.toMillis() / 1000.0);
    }
}
