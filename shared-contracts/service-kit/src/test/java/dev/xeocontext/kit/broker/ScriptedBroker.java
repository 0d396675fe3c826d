package dev.xeocontext.kit.broker;

import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.Frame;
import com.rabbitmq.client.impl.LongStringHelper;
import com.rabbitmq.client.impl.Method;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * As much of a broker as a client needs to open connections and channels. It turns clients away, hangs up, and takes nothing,
 * as it is told.
 */
final class ScriptedBroker implements AutoCloseable {

    private static final int PROTOCOL_HEADER = 8;
    private static final int FRAME_MAX = 131_072;

    private final ServerSocket entry;
    private final List<Line> open = new CopyOnWriteArrayList<>();
    private final List<Long> attempts = new CopyOnWriteArrayList<>();
    private volatile boolean refusing;

    ScriptedBroker() throws IOException {
        entry = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return entry.getLocalPort();
    }

    /** From now on whoever comes is turned away. */
    void refuse() {
        refusing = true;
    }

    /** When somebody tried to connect, in {@link System#nanoTime()}, taken before it was turned away. */
    List<Long> attempts() {
        return List.copyOf(attempts);
    }

    /** How many connections are open. */
    int connections() {
        return open.size();
    }

    /** Says that it takes nothing for now. */
    void block() throws IOException {
        tell(new AMQImpl.Connection.Blocked("low on memory"));
    }

    void unblock() throws IOException {
        tell(new AMQImpl.Connection.Unblocked());
    }

    private void tell(Method method) throws IOException {
        for (Line line : open) {
            line.send(0, method);
        }
    }

    /** Ends every connection without a word. */
    void hangUp() throws IOException {
        for (Line line : open) {
            line.socket.close();
        }
    }

    @Override
    public void close() throws IOException {
        entry.close();
        hangUp();
    }

    private void accept() {
        while (!entry.isClosed()) {
            try {
                Socket socket = entry.accept();
                attempts.add(System.nanoTime());
                if (refusing) {
                    socket.close();
                } else {
                    Thread.ofVirtual().start(() -> serve(socket));
                }
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket;
                DataInputStream in = new DataInputStream(socket.getInputStream());
                DataOutputStream out = new DataOutputStream(socket.getOutputStream())) {
            Line line = new Line(socket, out);
            try {
                in.skipNBytes(PROTOCOL_HEADER);
                line.greet();
                while (true) {
                    answer(line, Frame.readFrom(in, FRAME_MAX));
                }
            } finally {
                open.remove(line);
            }
        } catch (IOException e) {
            // the connection is over
        }
    }

    private void answer(Line line, Frame frame) throws IOException {
        if (frame.type != com.rabbitmq.client.AMQP.FRAME_METHOD) {
            return;
        }
        switch (AMQImpl.readMethodFrom(frame.getInputStream())) {
            case AMQImpl.Connection.StartOk in -> line.send(0, new AMQImpl.Connection.Tune(0, FRAME_MAX, 0));
            case AMQImpl.Connection.Open in -> {
                line.send(0, new AMQImpl.Connection.OpenOk(""));
                open.add(line);
            }
            case AMQImpl.Channel.Open in ->
                line.send(frame.channel, new AMQImpl.Channel.OpenOk(LongStringHelper.asLongString("")));
            case AMQImpl.Channel.Close in -> line.send(frame.channel, new AMQImpl.Channel.CloseOk());
            case AMQImpl.Connection.Close in -> line.send(0, new AMQImpl.Connection.CloseOk());
            default -> {}
        }
    }

    /** One connection, as the broker sees it. */
    private static final class Line {

        private final Socket socket;
        private final DataOutputStream out;

        Line(Socket socket, DataOutputStream out) {
            this.socket = socket;
            this.out = out;
        }

        void greet() throws IOException {
            send(
                    0,
                    new AMQImpl.Connection.Start(
                            0,
                            9,
                            Map.of(),
                            LongStringHelper.asLongString("PLAIN"),
                            LongStringHelper.asLongString("en_US")));
        }

        synchronized void send(int channel, Method method) throws IOException {
            method.toFrame(channel).writeTo(out);
            out.flush();
        }
    }
}
