package dev.xeocontext.sync.handoff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.sync.handoff.Step.Becomes;
import dev.xeocontext.sync.handoff.Step.Refused;
import dev.xeocontext.sync.handoff.Step.Stays;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** Whatever devices do, in whatever order and at whatever time. */
class HandoffPropertyTest {

    private static final UUID BOOK = new UUID(0, 2);
    private static final long RELEASE_MILLIS = 2_000;

    private final Handoff handoff =
            new Handoff(new UUID(0, 1), Duration.ofMillis(RELEASE_MILLIS), Duration.ofHours(24));

    private static UUID device(int number) {
        return new UUID(1, number);
    }

    private static Content page(int page) {
        return new Content("reading", "files/1", null, Map.of("page", page));
    }

    /** One activity, and what devices believe of it. */
    private final class World {

        private final Random random;
        private final int devices;
        private final Map<UUID, Long> seen = new HashMap<>();
        private final Set<Object> lateStates = new HashSet<>();
        private @Nullable Held held;
        private long now = 1_700_000_000_000L;
        private int page;
        private long version;
        private @Nullable Object inTime;

        World(long seed, int devices) {
            this.random = new Random(seed);
            this.devices = devices;
        }

        private void settle() {
            while (held != null) {
                Optional<Becomes> due = handoff.due(held, now);
                if (due.isEmpty()) {
                    return;
                }
                take(due.get());
            }
        }

        /** Takes a step, and looks at what must hold of every one. */
        private Step take(Step step) {
            if (step instanceof Becomes becomes) {
                Held before = held;
                held = becomes.next();
                if (before != null && held != null) {
                    judge(before, held, becomes);
                } else if (held != null) {
                    assertThat(held.version()).isEqualTo(1);
                }
                version = held == null ? 0 : held.version();
            } else if (step instanceof Stays stays) {
                assertThat(stays.held()).isEqualTo(held);
            }
            return step;
        }

        private void judge(Held before, Held after, Becomes step) {
            boolean moved = after.holder() != null && !after.holder().equals(before.holder());
            assertThat(after.version()).isEqualTo(before.version() + (moved ? 1 : 0));
            assertThat(step.past().isPresent()).isEqualTo(moved);
            assertThat(after.version()).isGreaterThanOrEqualTo(version);
            assertThat(after.claim() == null || after.holder() != null).isTrue();
            if (moved) {
                assertThat(step.past().orElseThrow().state())
                        .isEqualTo(after.content().state());
                assertThat(after.content().state().get("page")).isEqualTo(inTime);
            }
        }

        void step() {
            now += random.nextInt(4) == 0 ? random.nextInt(3_000) : random.nextInt(200);
            settle();
            UUID device = device(random.nextInt(devices));
            long believed = seen.getOrDefault(device, 0L);
            switch (random.nextInt(10)) {
                case 0, 1, 2, 3 -> publish(device, believed);
                case 4, 5 -> claim(device, believed);
                case 6, 7 -> release(device, believed);
                case 8 -> seen.put(device, version);
                default -> {
                    if (random.nextInt(8) == 0) {
                        take(handoff.end(held, believed));
                    }
                }
            }
        }

        private void publish(UUID device, long believed) {
            page++;
            boolean mayTell = held == null ? believed == 0 : held.isHeldBy(device) && held.version() == believed;
            Step step = take(handoff.publish(held, BOOK, page(page), believed, device, now));
            assertThat(step instanceof Becomes).isEqualTo(mayTell);
            told(device, step, page);
        }

        private void release(UUID device, long believed) {
            boolean holds = held != null && held.isHeldBy(device) && held.version() == believed;
            page++;
            @Nullable UUID to = random.nextInt(3) == 0 ? device(random.nextInt(devices)) : null;
            if (device.equals(to)) {
                to = null;
            }
            if (holds) {
                inTime = page;
            }
            Step step = take(
                    handoff.release(held, BOOK, believed, device, page(page).state(), to, true, now));
            assertThat(step instanceof Becomes).isEqualTo(holds);
            told(device, step, page);
        }

        /** A state is either the one that counts now, or history. */
        private void told(UUID device, Step step, int told) {
            switch (step) {
                case Becomes becomes -> {
                    assertThat(becomes.next()).isNotNull();
                    assertThat(becomes.next().content().state().get("page")).isEqualTo(told);
                    inTime = told;
                    seen.put(device, becomes.next().version());
                }
                case Refused refused -> {
                    Past late = refused.late().orElseThrow();
                    assertThat(late.state().get("page")).isEqualTo(told);
                    assertThat(late.deviceId()).isEqualTo(device);
                    assertThat(lateStates.add(told)).isTrue();
                }
                case Stays stays -> throw new AssertionError("a state that nobody told before");
            }
        }

        private void claim(UUID device, long believed) {
            take(handoff.claim(held, believed, device, device, random.nextBoolean(), now));
        }
    }

    @Property(tries = 500, seed = "20261122")
    void theVersionIsAFence(@ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int devices) {
        World world = new World(seed, devices);
        for (int i = 0; i < 200; i++) {
            world.step();
        }
    }

    @Property(tries = 200, seed = "20261122")
    void ofManyClaimsOfAVersionOneIsGranted(@ForAll long seed, @ForAll boolean released) {
        Random random = new Random(seed);
        long now = 1_700_000_000_000L;
        UUID source = device(0);
        Held held = Held.begun(BOOK, page(0), source, now);
        if (released) {
            held = held.released(source, now);
        }
        List<Integer> claimants =
                new ArrayList<>(IntStream.rangeClosed(1, 100).boxed().toList());
        // some ask again, as those do whose answer was lost
        claimants.addAll(
                IntStream.range(0, 30).mapToObj(i -> 1 + random.nextInt(100)).toList());
        Collections.shuffle(claimants, random);

        List<UUID> granted = new ArrayList<>();
        int page = 0;
        int latest = 0;
        for (int claimant : claimants) {
            now += random.nextInt(60);
            held = settled(held, now, granted);
            if (random.nextInt(5) == 0) {
                page++;
                Step told = handoff.publish(held, BOOK, page(page), 1, source, now);
                if (told instanceof Becomes becomes && becomes.next() != null) {
                    held = becomes.next();
                    latest = page;
                }
            }
            if (random.nextInt(60) == 0) {
                held = after(held, handoff.release(held, BOOK, 1, source, null, null, true, now), granted);
            }
            UUID device = device(claimant);
            held = after(held, handoff.claim(held, 1, device, device, random.nextInt(20) > 0, now), granted);
        }
        held = settled(held, now + RELEASE_MILLIS, granted);

        assertThat(granted).hasSize(1);
        assertThat(held.holder()).isEqualTo(granted.getFirst());
        assertThat(held.version()).isEqualTo(2);
        assertThat(held.content()).isEqualTo(page(latest));
    }

    private Held settled(Held held, long now, List<UUID> granted) {
        return handoff.due(held, now).map(step -> after(held, step, granted)).orElse(held);
    }

    /** Notes who has it since. */
    private static Held after(Held before, Step step, List<UUID> granted) {
        if (!(step instanceof Becomes becomes) || becomes.next() == null) {
            return before;
        }
        Held next = becomes.next();
        if (next.version() > before.version() && next.holder() != null) {
            granted.add(next.holder());
        }
        return next;
    }
}
