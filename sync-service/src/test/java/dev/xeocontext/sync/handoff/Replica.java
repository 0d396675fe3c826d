package dev.xeocontext.sync.handoff;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.contracts.sync.ClientMessage;
import dev.xeocontext.contracts.sync.ServerMessage.Granted;
import dev.xeocontext.kit.time.Deadlines;
import dev.xeocontext.sync.HandTimer;
import dev.xeocontext.sync.notice.LocalDevices;
import dev.xeocontext.sync.notice.NoticeWriter;
import dev.xeocontext.sync.presence.Online;
import dev.xeocontext.testkit.BackingServices;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A replica that hands over activities on the Redis of the tests, without the framework. */
final class Replica implements AutoCloseable {

    static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int MOST_WAITING = 1_000;
    private static final int CONVERTER_PRIORITY = 200;

    private final Vertx vertx = Vertx.vertx();
    private final Redis redis;
    private final Steps steps;
    private final RedisActivities records;
    private final Activities activities;
    private final ClaimWatch claims;
    private final HandoffConfig config;
    private final KnownActivities known;

    Replica(Online online, History history, Map<String, String> settings) {
        this(online, history, settings, redisUrl());
    }

    Replica(Online online, History history, Map<String, String> settings, String redisUrl) {
        this.redis = Redis.createClient(
                vertx, new RedisOptions().setConnectionString(redisUrl).setMaxPoolWaiting(MOST_WAITING));
        this.config = config(settings);
        ObjectMapper json = new ObjectMapper();
        InstantSource time = InstantSource.system();
        Deadlines patient = new Deadlines(new HandTimer(), new SimpleMeterRegistry());
        this.records = new RedisActivities(redis, config, json, patient);
        Chronicle chronicle = new Chronicle(history, config, patient, new SimpleMeterRegistry());
        this.steps = new Steps(records, chronicle, new NoticeWriter(json), config, new Recent(time));
        this.claims = new ClaimWatch(steps, vertx);
        this.known = new KnownActivities(config, time, new SimpleMeterRegistry());
        Drafts drafts = new Drafts(json, config);
        this.activities = new Activities(steps, online, drafts, claims, new Allowance(config, time), known);
    }

    static HandoffConfig config(Map<String, String> settings) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, CONVERTER_PRIORITY, new DurationConverter())
                .withMapping(HandoffConfig.class);
        settings.forEach((name, value) -> builder.withDefaultValue("xeo.sync.handoff." + name, value));
        return builder.build().getConfigMapping(HandoffConfig.class);
    }

    static String redisUrl() {
        return new BackingServices().start().getOrDefault("XEO_REDIS_URL", "redis://127.0.0.1:6379");
    }

    static <T> T await(Uni<T> work) {
        return work.await().atMost(DEADLINE);
    }

    Activities activities() {
        return activities;
    }

    Steps steps() {
        return steps;
    }

    /** What looks after losses, by a clock of its own. */
    Losses losses(LocalDevices devices, InstantSource time) {
        NoticeWriter writer = new NoticeWriter(new ObjectMapper());
        return new Losses(known, records, steps, claims, devices, writer, config, time, new SimpleMeterRegistry());
    }

    HandoffConfig config() {
        return config;
    }

    Redis redis() {
        return redis;
    }

    long publish(UUID store, UUID device, UUID activity, long version, int page) {
        return await(activities.publish(store, device, draft(activity, version, page)));
    }

    static ClientMessage.Draft draft(UUID activity, long version, int page) {
        return new ClientMessage.Draft(activity, "reading", "files/1", "Moby Dick", Map.of("page", page), version);
    }

    CompletableFuture<Optional<Granted>> claims(UUID store, UUID device, UUID activity, long version) {
        return activities
                .claim(store, device, new ClientMessage.Claim("c", null, activity, version, null))
                .subscribeAsCompletionStage();
    }

    Optional<Granted> claim(UUID store, UUID device, UUID activity, long version) {
        return claims(store, device, activity, version).join();
    }

    long release(UUID store, UUID device, UUID activity, long version, @Nullable Integer page, @Nullable UUID to) {
        return await(activities.release(
                store,
                device,
                new ClientMessage.Release(
                        null, null, activity, version, page == null ? null : Map.of("page", page), to)));
    }

    /** It is gone without a word. */
    @Override
    public void close() {
        redis.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
