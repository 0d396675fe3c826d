package dev.xeocontext.sync.handoff;

import dev.xeocontext.contracts.sync.ServerMessage;
import dev.xeocontext.sync.background.Rounds;
import dev.xeocontext.sync.handoff.KnownActivities.Known;
import dev.xeocontext.sync.notice.Audience;
import dev.xeocontext.sync.notice.LocalDevices;
import dev.xeocontext.sync.notice.Notice;
import dev.xeocontext.sync.notice.NoticeListener;
import dev.xeocontext.sync.notice.NoticeWriter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/**
 * Tells the devices that are connected here of activities that nobody else tells them of any more: those that were lost
 * with Redis, and those whose time is over. Looks at stores that have devices here, and at no others. It hears every notice
 * besides, and looks after claims that another replica took, should that one be gone.
 */
@Singleton
class Losses implements NoticeListener {

    private static final Logger LOG = Logger.getLogger(Losses.class);
    private final KnownActivities known;
    private final ActivityRecords records;
    private final Steps steps;
    private final ClaimWatch claims;
    private final LocalDevices devices;
    private final NoticeWriter writer;
    private final HandoffConfig config;
    private final InstantSource time;
    private final Counter lost;

    Losses(
            KnownActivities known,
            ActivityRecords records,
            Steps steps,
            ClaimWatch claims,
            LocalDevices devices,
            NoticeWriter writer,
            HandoffConfig config,
            InstantSource time,
            MeterRegistry meters) {
        this.known = known;
        this.records = records;
        this.steps = steps;
        this.claims = claims;
        this.devices = devices;
        this.writer = writer;
        this.config = config;
        this.time = time;
        this.lost = meters.counter("xeo.sync.handoff.lost");
    }

    @Override
    public void heard(Notice notice) {
        NoticeHead.of(notice).ifPresent(head -> heard(notice.storeId(), head));
    }

    private void heard(UUID storeId, NoticeHead head) {
        if (head.type().equals(NoticeHead.EXPIRED)) {
            known.over(storeId, head.activityId());
        } else {
            known.changed(storeId, head.activityId(), head.version());
        }
        if (head.type().equals(NoticeHead.RELEASE_REQUESTED)) {
            claims.watch(
                    storeId,
                    head.activityId(),
                    head.withinMs() + config.relief().toMillis());
        }
    }

    @Scheduled(every = "${xeo.sync.handoff.look:5s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> look() {
        return Rounds.over(() -> known.of(devices.stores()).stream(), this::look, LOG, "Nobody knows what is lost");
    }

    /** What was told of before it is asked for was there before, so what is not there is lost. */
    private Uni<Void> look(List<List<Known>> stores) {
        List<UUID> storeIds =
                stores.stream().map(known -> known.getFirst().storeId()).toList();
        return records.ids(storeIds)
                .invoke(ids -> IntStream.range(0, storeIds.size()).forEach(i -> compare(stores.get(i), ids.get(i))))
                .chain(() -> expire(stores.stream().flatMap(List::stream).toList()));
    }

    private void compare(List<Known> told, Set<UUID> there) {
        told.stream()
                .filter(activity -> !there.contains(activity.activityId()))
                .filter(known::forget)
                .forEach(this::tell);
    }

    private void tell(Known activity) {
        lost.increment();
        ServerMessage expired =
                new ServerMessage.Expired(activity.storeId(), activity.activityId(), activity.version());
        devices.tell(writer.write(activity.storeId(), new Audience.Everyone(), expired));
    }

    /** Whoever looks at what is over ends it. */
    private Uni<Void> expire(List<Known> told) {
        long now = time.millis();
        return Multi.createFrom()
                .items(told.stream().filter(activity -> activity.until() <= now))
                .onItem()
                .transformToUniAndConcatenate(this::expire)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> expire(Known activity) {
        return steps.look(activity.storeId(), activity.activityId())
                .invoke(seen -> {
                    Held held = seen.held();
                    if (held != null) {
                        long left = steps.rules(activity.storeId()).overAt(held) - seen.now();
                        known.told(activity.storeId(), activity.activityId(), held.version(), left);
                    }
                })
                .replaceWithVoid();
    }
}
