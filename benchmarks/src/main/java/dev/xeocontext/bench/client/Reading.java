package dev.xeocontext.bench.client;

import dev.xeocontext.contracts.sync.ClientMessage;
import dev.xeocontext.contracts.sync.ServerMessage;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;

/** Somebody reads a book, the same for everyone and every run: an activity whose state says the page. */
public final class Reading {

    private static final String PAGE = "page";
    private static final int PAGES = 1_000_000;

    private final UUID book = Todos.newId();

    /**
     * What a device says that is at a page.
     *
     * @param version that it has the activity under; 0 to begin it
     */
    public ClientMessage.Draft at(int page, long version) {
        return new ClientMessage.Draft(
                book,
                "reading",
                "files/" + book,
                "Moby Dick",
                Map.of(
                        "locator",
                        String.format(Locale.ROOT, "epubcfi(/6/14!/4/2/%07d)", page),
                        "progress",
                        page / (double) PAGES,
                        PAGE,
                        page),
                version);
    }

    /** The page that another device is told of; empty when it is of something else. */
    public static OptionalInt page(ServerMessage.Offered offer) {
        return offer.activity().state().get(PAGE) instanceof Integer page ? OptionalInt.of(page) : OptionalInt.empty();
    }
}
