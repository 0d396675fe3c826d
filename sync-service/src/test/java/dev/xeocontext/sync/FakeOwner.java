package dev.xeocontext.sync;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.event.CloudEvent;
import dev.xeocontext.contracts.event.OpBatch;
import dev.xeocontext.contracts.event.OpBatchAnswer;
import dev.xeocontext.contracts.event.RecordChanged;
import dev.xeocontext.contracts.merge.WireState;
import dev.xeocontext.contracts.op.Op;
import dev.xeocontext.contracts.op.OpReader;
import dev.xeocontext.contracts.op.OpResult;
import dev.xeocontext.contracts.owner.OwnerQuestion;
import dev.xeocontext.kit.access.DeploymentSecret;
import dev.xeocontext.sync.reconcile.FakeRecords;
import dev.xeocontext.testkit.BackingServices;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An owner of todos that takes every op for the first of its record. The title of an op says what goes wrong with the
 * batch that it is in, since the tests live in another class loader and can tell it in no other way.
 */
public final class FakeOwner implements QuarkusTestResourceLifecycleManager {

    public static final String AWAY = "owner: away";
    static final String BUSY = "owner: busy";
    static final String CLOSED = "owner: store closed";
    static final String TOKEN_EXPIRED = "owner: token expired";
    static final String NONSENSE = "owner: nonsense";
    static final String SILENT = "owner: silent";

    /** Takes the op, and no event of it reaches anybody. */
    static final String TELLS_NOBODY = "owner: tells nobody";

    /** Is put back to when it had nothing of the store. */
    static final String PUT_BACK = "owner: put back";

    /** Takes the op after a second. */
    static final String SLOW = "owner: slow";

    private static final Pattern STORES = Pattern.compile("after=([^&]*)&limit=(\\d+)");

    private final ObjectMapper json = new ObjectMapper();
    private final FakeRecords records = new FakeRecords();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private @Nullable HttpServer server;

    @Override
    public Map<String, String> start() {
        try {
            HttpServer created = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            created.setExecutor(threads);
            created.createContext("/internal/v1/ops", this::answer);
            created.createContext("/internal/v1/records/", this::answerService);
            created.createContext("/internal/v1/stores", this::answerService);
            created.start();
            server = created;
            return Map.of(
                    "XEO_TODOS_URL",
                    "http://127.0.0.1:" + created.getAddress().getPort(),
                    "xeo.owners.todos.timeout",
                    "4s");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        stopped.countDown();
        if (server != null) {
            server.stop(0);
        }
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            OpBatch batch = json.readValue(exchange.getRequestBody(), OpBatch.class);
            UUID device = device(exchange);
            String trouble = trouble(batch);
            switch (trouble) {
                case AWAY -> send(exchange, 503, Problem.of(ProblemCode.UNAVAILABLE, null));
                case BUSY -> {
                    exchange.getResponseHeaders().add("Retry-After", "7");
                    send(exchange, 429, Problem.of(ProblemCode.RATE_LIMITED, null));
                }
                case CLOSED -> send(exchange, 410, Problem.of(ProblemCode.STORE_CLOSED, null));
                case TOKEN_EXPIRED -> send(exchange, 401, Problem.of(ProblemCode.TOKEN_EXPIRED, null));
                case NONSENSE -> send(exchange, 200, Map.of("results", List.of(), "events", List.of()));
                case SILENT -> {
                    boolean over = stopped.await(30, TimeUnit.SECONDS);
                    send(exchange, over ? 503 : 504, Map.of());
                }
                case TELLS_NOBODY ->
                    send(exchange, 200, new OpBatchAnswer(apply(device, batch).results(), List.of()));
                case PUT_BACK -> {
                    records.forget(batch.storeId());
                    send(exchange, 503, Problem.of(ProblemCode.UNAVAILABLE, null));
                }
                case SLOW -> {
                    boolean over = stopped.await(1, TimeUnit.SECONDS);
                    send(exchange, over ? 503 : 200, apply(device, batch));
                }
                default -> send(exchange, 200, apply(device, batch));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String trouble(OpBatch batch) {
        return batch.ops().stream()
                .map(FakeOwner::title)
                .filter(title -> title.startsWith("owner: "))
                .findFirst()
                .orElse("");
    }

    private static String title(@Nullable Object op) {
        return op instanceof Map<?, ?> members && members.get("fields") instanceof Map<?, ?> fields
                ? String.valueOf(fields.get("title"))
                : "";
    }

    /** Whose token it is. */
    private UUID device(HttpExchange exchange) throws IOException {
        String token = exchange.getRequestHeaders().getFirst("Authorization");
        byte[] claims = Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]);
        return UUID.fromString(json.readTree(claims).path("did").textValue());
    }

    private OpBatchAnswer apply(UUID device, OpBatch batch) {
        boolean refused = batch.ops().stream().anyMatch(raw -> OpReader.read(raw) instanceof OpReader.Refused);
        return batch.isAtomic() && refused ? abort(batch) : applyEach(device, batch);
    }

    private static OpBatchAnswer abort(OpBatch batch) {
        Problem aborted = Problem.of(ProblemCode.ATOMIC_ABORTED, null);
        List<OpResult> results = batch.ops().stream()
                .map(raw -> switch (OpReader.read(raw)) {
                    case OpReader.Refused refused -> OpResult.rejected(refused.opId(), refused.problem());
                    case OpReader.Wellformed op ->
                        OpResult.rejected(op.op().opId().toString(), aborted);
                })
                .toList();
        return new OpBatchAnswer(results, List.of());
    }

    private OpBatchAnswer applyEach(UUID device, OpBatch batch) {
        List<OpResult> results = new ArrayList<>();
        List<CloudEvent<RecordChanged>> events = new ArrayList<>();
        for (Object raw : batch.ops()) {
            switch (OpReader.read(raw)) {
                case OpReader.Refused refused -> results.add(OpResult.rejected(refused.opId(), refused.problem()));
                case OpReader.Wellformed wellformed -> {
                    Op op = wellformed.op();
                    RecordChanged change = Events.change(batch.storeId(), device, op);
                    records.merge(batch.storeId(), change.collection(), change.id(), change.patch());
                    results.add(OpResult.applied(
                            op.opId().toString(), new WireState(change.changed(), change.clocks(), change.deleted())));
                    events.add(Events.event(UUID.randomUUID(), change));
                }
            }
        }
        return new OpBatchAnswer(results, events);
    }

    private void answerService(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (BackingServices.DEPLOYMENT_SECRET.equals(
                    exchange.getRequestHeaders().getFirst(DeploymentSecret.HEADER))) {
                send(
                        exchange,
                        200,
                        answer(
                                exchange.getRequestURI(),
                                exchange.getRequestBody().readAllBytes()));
            } else {
                send(exchange, 401, Problem.of(ProblemCode.UNAUTHENTICATED, null));
            }
        }
    }

    private Object answer(URI asked, byte[] body) throws IOException {
        if (asked.getPath().endsWith("/stores")) {
            Matcher query = STORES.matcher(asked.getQuery());
            assertThat(query.matches()).isTrue();
            return now(records.stores(UUID.fromString(query.group(1)), Integer.parseInt(query.group(2))));
        }
        OwnerQuestion question = json.readValue(body, OwnerQuestion.class);
        UUID storeId = question.storeId();
        long purgedBefore = question.purgedBefore();
        return switch (asked.getPath().substring(asked.getPath().lastIndexOf('/') + 1)) {
            case "digest" -> now(records.digest(storeId, question.collection(), purgedBefore));
            case "leaf" ->
                now(records.leaf(storeId, question.collection(), purgedBefore, requireNonNull(question.leaf())));
            default -> now(records.fetch(storeId, question.collection(), requireNonNull(question.ids())));
        };
    }

    private static <T> T now(Uni<T> answer) {
        return answer.await().atMost(Duration.ofSeconds(5));
    }

    private void send(HttpExchange exchange, int status, Object body) throws IOException {
        byte[] bytes = json.writeValueAsBytes(body);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
