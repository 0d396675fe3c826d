package dev.xeocontext.sync.handoff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.contracts.sync.ServerMessage;
import dev.xeocontext.sync.handoff.Step.Becomes;
import dev.xeocontext.sync.handoff.Step.Refusal;
import dev.xeocontext.sync.handoff.Step.Refused;
import dev.xeocontext.sync.handoff.Step.Stays;
import dev.xeocontext.sync.notice.Audience;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The rules, one by one. */
class HandoffTest {

    private static final UUID STORE = new UUID(0, 1);
    private static final UUID BOOK = new UUID(0, 2);
    private static final UUID LAPTOP = new UUID(1, 1);
    private static final UUID TABLET = new UUID(1, 2);
    private static final UUID PHONE = new UUID(1, 3);
    private static final long NOON = 1_700_000_000_000L;

    private final Handoff handoff = new Handoff(STORE, Duration.ofSeconds(2), Duration.ofHours(24));

    private static Content page(int page) {
        return new Content("reading", "files/1", "Moby Dick", Map.of("page", page));
    }

    private static Held onLaptop() {
        return Held.begun(BOOK, page(1), LAPTOP, NOON);
    }

    private static Held becomes(Step step) {
        assertThat(step).isInstanceOf(Becomes.class);
        @Nullable Held next = ((Becomes) step).next();
        assertThat(next).isNotNull();
        return next;
    }

    private static List<Telling> tellings(Step step) {
        return ((Becomes) step).tellings();
    }

    private static Past past(Step step) {
        return ((Becomes) step).past().orElseThrow();
    }

    private static Refused refused(Step step, Refusal why) {
        assertThat(step).isInstanceOf(Refused.class);
        assertThat(((Refused) step).refusal()).isEqualTo(why);
        return (Refused) step;
    }

    private Step tabletClaims(Held held) {
        return handoff.claim(held, held.version(), TABLET, TABLET, true, NOON + 1_000);
    }

    @Test
    void beginsWithVersionOneAndTellsTheOthers() {
        Step step = handoff.publish(null, BOOK, page(1), 0, LAPTOP, NOON);

        assertThat(becomes(step)).isEqualTo(onLaptop());
        assertThat(tellings(step))
                .containsExactly(new Telling(
                        new Audience.Others(LAPTOP),
                        new ServerMessage.Offered(STORE, BOOK, 1, onLaptop().activity(NOON))));
    }

    @Test
    void takesTheSameBeginningTwiceAndNoOther() {
        assertThat(handoff.publish(onLaptop(), BOOK, page(1), 0, LAPTOP, NOON + 1))
                .isEqualTo(new Stays(onLaptop()));
        Refused other = refused(handoff.publish(onLaptop(), BOOK, page(9), 0, LAPTOP, NOON + 1), Refusal.STALE);
        assertThat(other.late().orElseThrow().state()).isEqualTo(Map.of("page", 9));
        refused(handoff.publish(onLaptop(), BOOK, page(1), 0, TABLET, NOON + 1), Refusal.STALE);
    }

    @Test
    void keepsWhatIsToldOfAnActivityThatIsOver() {
        Refused step = refused(handoff.publish(null, BOOK, page(7), 3, LAPTOP, NOON), Refusal.UNKNOWN);
        assertThat(step.late()).contains(Past.late(BOOK, 3, LAPTOP, page(7), NOON));

        Map<String, Object> last = Map.of("page", 8);
        Refused release = refused(handoff.release(null, BOOK, 3, LAPTOP, last, null, true, NOON), Refusal.UNKNOWN);
        assertThat(release.late().orElseThrow().state()).isEqualTo(last);
    }

    @Test
    void asksWhoeverHasItAndTakesItAtTheDeadline() {
        Step step = tabletClaims(onLaptop());

        Held claimed = becomes(step);
        assertThat(claimed.holder()).isEqualTo(LAPTOP);
        assertThat(claimed.version()).isEqualTo(1);
        assertThat(tellings(step))
                .containsExactly(new Telling(
                        new Audience.Only(LAPTOP), new ServerMessage.ReleaseRequested(STORE, BOOK, 1, TABLET, 2_000)));
        assertThat(handoff.due(claimed, NOON + 2_999)).isEmpty();

        Step taken = handoff.due(claimed, NOON + 3_000).orElseThrow();
        Held moved = becomes(taken);
        assertThat(moved.holder()).isEqualTo(TABLET);
        assertThat(moved.version()).isEqualTo(2);
        assertThat(moved.claim()).isNull();
        assertThat(tellings(taken))
                .containsExactly(
                        new Telling(
                                new Audience.Only(TABLET),
                                new ServerMessage.Granted(null, STORE, BOOK, 2, moved.activity(NOON + 3_000), LAPTOP)),
                        new Telling(
                                new Audience.Others(TABLET),
                                new ServerMessage.Claimed(STORE, BOOK, 2, TABLET, moved.activity(NOON + 3_000))));
        assertThat(moved.activity(NOON + 3_000).ageMs()).isEqualTo(3_000);
        assertThat(past(taken)).isEqualTo(Past.moved(claimed, TABLET));
    }

    @Test
    void grantsAtOnceWhenTheHolderIsNotThere() {
        Step step = handoff.claim(onLaptop(), 1, TABLET, TABLET, false, NOON);

        assertThat(becomes(step).holder()).isEqualTo(TABLET);
        assertThat(tellings(step)).extracting(Telling::audience).containsExactly(new Audience.Others(TABLET));
    }

    @Test
    void tellsADeviceThatDidNotAskItself() {
        Step step = handoff.claim(onLaptop(), 1, TABLET, PHONE, false, NOON);

        assertThat(tellings(step))
                .extracting(Telling::audience)
                .containsExactly(new Audience.Only(TABLET), new Audience.Others(TABLET));
    }

    @Test
    void grantsWithTheStateThatComesWithTheRelease() {
        Held claimed = becomes(tabletClaims(onLaptop()));
        Held further = becomes(handoff.publish(claimed, BOOK, page(2), 1, LAPTOP, NOON + 1_500));

        Step step = handoff.release(further, BOOK, 1, LAPTOP, Map.of("page", 3), null, true, NOON + 2_000);

        Held moved = becomes(step);
        assertThat(moved.holder()).isEqualTo(TABLET);
        assertThat(moved.content()).isEqualTo(page(3));
        assertThat(moved.activity(NOON + 2_100).ageMs()).isEqualTo(100);
        assertThat(handoff.release(moved, BOOK, 1, LAPTOP, Map.of("page", 3), null, true, NOON + 2_100))
                .isEqualTo(new Stays(moved));
    }

    @Test
    void letsGoOfItUnderTheSameVersion() {
        Step step = handoff.release(onLaptop(), BOOK, 1, LAPTOP, null, null, true, NOON + 5);

        Held free = becomes(step);
        assertThat(free.version()).isEqualTo(1);
        assertThat(free.holder()).isNull();
        assertThat(tellings(step))
                .containsExactly(new Telling(
                        new Audience.Others(LAPTOP),
                        new ServerMessage.Offered(STORE, BOOK, 1, free.activity(NOON + 5))));
        assertThat(handoff.release(free, BOOK, 1, LAPTOP, null, null, true, NOON + 6))
                .isEqualTo(new Stays(free));

        Step claim = handoff.claim(free, 1, TABLET, TABLET, true, NOON + 7);
        assertThat(becomes(claim).holder()).isEqualTo(TABLET);
        assertThat(becomes(claim).from()).isNull();
        assertThat(past(claim).deviceId()).isEqualTo(LAPTOP);
    }

    @Test
    void sendsItToADevice() {
        Held claimed = becomes(tabletClaims(onLaptop()));

        Step step = handoff.release(claimed, BOOK, 1, LAPTOP, null, PHONE, true, NOON + 1_500);

        assertThat(becomes(step).holder()).isEqualTo(PHONE);
        assertThat(becomes(step).version()).isEqualTo(2);
        assertThat(becomes(step).claim()).isNull();
    }

    @Test
    void answersTheSameClaimTheSameWay() {
        Held claimed = becomes(tabletClaims(onLaptop()));
        assertThat(tabletClaims(claimed)).isEqualTo(new Stays(claimed));
        refused(handoff.claim(claimed, 1, PHONE, PHONE, true, NOON + 1_100), Refusal.TAKEN);

        Held moved = becomes(handoff.due(claimed, NOON + 3_000).orElseThrow());
        assertThat(handoff.claim(moved, 1, TABLET, TABLET, true, NOON + 3_000)).isEqualTo(new Stays(moved));
        assertThat(handoff.claim(moved, 2, TABLET, TABLET, true, NOON + 3_000)).isEqualTo(new Stays(moved));
        refused(handoff.claim(moved, 1, PHONE, PHONE, true, NOON + 3_000), Refusal.STALE);
        refused(handoff.claim(moved, 3, PHONE, PHONE, true, NOON + 3_000), Refusal.STALE);
    }

    @Test
    void keepsALateState() {
        Held moved = becomes(handoff.claim(onLaptop(), 1, TABLET, TABLET, false, NOON));

        Refused publish = refused(handoff.publish(moved, BOOK, page(9), 1, LAPTOP, NOON + 9), Refusal.STALE);
        assertThat(publish.late()).contains(Past.late(BOOK, 1, LAPTOP, page(9), NOON + 9));

        Map<String, Object> last = Map.of("page", 9);
        Refused release = refused(handoff.release(moved, BOOK, 1, LAPTOP, last, null, true, NOON + 9), Refusal.STALE);
        assertThat(release.late()).contains(Past.late(BOOK, 1, LAPTOP, page(9), NOON + 9));

        Refused intruder = refused(handoff.publish(moved, BOOK, page(9), 2, LAPTOP, NOON + 9), Refusal.TAKEN);
        assertThat(intruder.late()).isPresent();
    }

    @Test
    void endsForEverybodyWhoKnowsTheVersion() {
        Step step = handoff.end(onLaptop(), 1);
        assertThat(((Becomes) step).next()).isNull();
        assertThat(tellings(step))
                .containsExactly(new Telling(new Audience.Everyone(), new ServerMessage.Expired(STORE, BOOK, 1)));
        assertThat(past(step)).isEqualTo(Past.ended(onLaptop()));

        refused(handoff.end(onLaptop(), 2), Refusal.STALE);
        refused(handoff.end(null, 1), Refusal.UNKNOWN);
    }

    @Test
    void isOverADayAfterItsLastChange() {
        long day = Duration.ofHours(24).toMillis();
        assertThat(handoff.due(onLaptop(), NOON + day - 1)).isEmpty();
        Step over = handoff.due(onLaptop(), NOON + day).orElseThrow();
        assertThat(((Becomes) over).next()).isNull();
        Held told = becomes(handoff.publish(onLaptop(), BOOK, page(2), 1, LAPTOP, NOON + day - 1));
        assertThat(handoff.due(told, NOON + day)).isEmpty();
    }
}
