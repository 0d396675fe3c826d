package dev.xeocontext.sync.feed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.contracts.sync.ServerMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

/** A socket whose loop runs when the test says so, and that takes a number of frames until it is full. */
public class FakeOutlet implements Outlet {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ENDLESS = 1_000_000;

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final List<ServerMessage> sent = new ArrayList<>();
    private int room = Integer.MAX_VALUE;
    private Runnable afterSend = () -> {};

    @Override
    public Executor loop() {
        return tasks::add;
    }

    @Override
    public boolean writable() {
        return room > 0;
    }

    @Override
    public void send(String frame) {
        sent.add(read(frame));
        room--;
        afterSend.run();
    }

    /** As a socket that is empty again before its send has returned. */
    void afterEachSend(Runnable action) {
        afterSend = action;
    }

    /** Does everything that is to be done, and what comes of it. */
    public void run() {
        int done = 0;
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
            if (++done > ENDLESS) {
                throw new AssertionError("there is always something to be done");
            }
        }
    }

    /** From now on it takes so many frames. */
    public void room(int frames) {
        room = frames;
    }

    /** What was sent since the last time. */
    public List<ServerMessage> sent() {
        List<ServerMessage> messages = List.copyOf(sent);
        sent.clear();
        return messages;
    }

    /** The first of what was sent since the last time. */
    List<ServerMessage> take(int frames) {
        List<ServerMessage> first = sent.subList(0, Math.min(frames, sent.size()));
        List<ServerMessage> messages = List.copyOf(first);
        first.clear();
        return messages;
    }

    public static String write(ServerMessage message) {
        try {
            return JSON.writerFor(ServerMessage.class).writeValueAsString(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ServerMessage read(String frame) {
        try {
            return JSON.readValue(frame, ServerMessage.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(frame, e);
        }
    }
}
