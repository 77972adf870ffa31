package dev.signalbox.api.core.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.api.core.RefusedException;
import dev.signalbox.api.core.cursor.Cursor;
import dev.signalbox.api.stage.Entities;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.state.Cause;
import dev.signalbox.schemas.state.Entity;
import dev.signalbox.schemas.state.Input;
import dev.signalbox.schemas.state.Input.InputStatus;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.StateRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class ViewsTest {
    private static final String TEAM = "team";
    private static final String ID = "s-abcdefghijkmnpqr";
    private static final Cause CAUSE =
            new Cause(Cause.Kind.COMMAND, "c", "c", null, "commands", 0, 0, Instant.EPOCH, null);

    private final Views views = new Views();
    private final Session session = Entities.requested(ID, Entities.spec(false), CAUSE);
    private final Input input =
            new Input("i-1", ID, "text", InputStatus.DELIVERED, Instant.EPOCH, null, Instant.EPOCH, null, CAUSE);

    private void apply(long n, Entity entity) {
        StateRecord record = new StateRecord(TEAM, n, entity);
        views.apply(record, Json.encode(record));
    }

    @Test
    void a_tombstone_takes_the_entity_away_and_whoever_waits_for_its_event_goes_on() throws Exception {
        apply(1, session);
        apply(2, input);

        views.remove(TEAM, input.ref(), 3);
        views.remove(TEAM, session.ref(), 4);
        views.whole();

        assertThat(views.get(TEAM, Kind.SESSION, ID)).isEmpty();
        assertThat(views.inputVersions(TEAM, ID)).isEmpty();
        assertThat(views.awaitN(TEAM, 4, Duration.ZERO)).isTrue();
        assertThat(views.awaitN(TEAM, 5, Duration.ZERO)).isFalse();
    }

    @Test
    void who_waits_for_an_event_goes_on_when_all_that_it_changed_is_there() throws Exception {
        apply(1, session);
        assertThat(views.awaitN(TEAM, 1, Duration.ZERO)).isFalse();

        apply(1, input);
        views.whole();

        assertThat(views.awaitN(TEAM, 1, Duration.ZERO)).isTrue();
        assertThat(views.awaitN(TEAM, 2, Duration.ZERO)).isFalse();
    }

    @Test
    void who_asks_for_a_forgotten_session_hears_that_it_may_have_been_forgotten() {
        apply(1, session);
        views.remove(TEAM, session.ref(), 2);

        assertThatThrownBy(() -> views.resolve(TEAM, Kind.SESSION, "id", ID, false))
                .hasMessageContaining("forgotten");
    }

    @Test
    void a_page_goes_on_in_its_own_list_only() {
        apply(1, session);
        Predicate<Summary.SessionSummary> all = _ -> true;
        long at = 0;

        views.page(TEAM, Kind.SESSION, all, new Page.Request(1, new Cursor.Page(TEAM, "session", at, ID)));
        for (var foreign :
                List.of(new Cursor.Page("other", "session", at, ID), new Cursor.Page(TEAM, "host", at, ID))) {
            assertThatThrownBy(() -> views.page(TEAM, Kind.SESSION, all, new Page.Request(1, foreign)))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            e -> assertThat(e.refusal().code()).isEqualTo(ErrorCode.CURSOR_INVALID));
        }
    }

    @Test
    void a_log_that_is_read_again_takes_nothing_back() {
        apply(5, session);
        views.remove(TEAM, session.ref(), 6);
        apply(9, session);
        views.whole();

        apply(5, session);
        assertThat(views.get(TEAM, Kind.SESSION, ID)).map(Row::n).contains(9L);
        views.remove(TEAM, session.ref(), 6);
        assertThat(views.get(TEAM, Kind.SESSION, ID)).map(Row::n).contains(9L);
        assertThat(views.n(TEAM)).isEqualTo(9);
    }

    @Test
    void nothing_is_left_of_waits_for_events_that_do_not_come() throws Exception {
        apply(1, session);
        views.whole();
        for (long n = 0; n < 100; n++) {
            assertThat(views.awaitN(TEAM, Long.MAX_VALUE - n, Duration.ZERO)).isFalse();
        }
        assertThat(views.awaited()).isZero();
    }

    @Test
    void all_who_wait_for_the_same_event_go_on_with_it() throws Exception {
        try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
            var waits = java.util.stream.IntStream.range(0, 8)
                    .mapToObj(_ -> threads.submit(() -> views.awaitN(TEAM, 3, Duration.ofSeconds(20))))
                    .toList();
            org.awaitility.Awaitility.await().until(() -> views.awaited() == 8);
            apply(4, session);
            views.whole();
            for (var wait : waits) {
                assertThat(wait.get()).isTrue();
            }
        }
        assertThat(views.awaited()).isZero();
    }

    @Test
    void an_agents_sessions_and_those_that_live_are_found_without_the_others() {
        String later = "s-bbcdefghijkmnpqr";
        Session second = Entities.requested(later, Entities.spec(false), at(1));
        apply(1, session);
        apply(2, second);
        String agent = session.agentId();

        assertThat(ids(views.sessionsOf(TEAM, agent, 10))).containsExactly(later, ID);
        assertThat(ids(views.sessionsOf(TEAM, agent, 1))).containsExactly(later);
        assertThat(views.sessionsOf(TEAM, "a-another", 10)).isEmpty();
        assertThat(ids(views.liveSessions(TEAM))).containsExactly(later, ID);

        apply(3, Entities.ended(session, 0, 0, 0, CAUSE));
        assertThat(ids(views.liveSessions(TEAM))).containsExactly(later);
        assertThat(views.sessionsOf(TEAM, agent, 10))
                .hasSize(2)
                .last()
                .satisfies(one -> assertThat(one.status().terminal()).isTrue());

        views.remove(TEAM, session.ref(), 4);
        views.remove(TEAM, second.ref(), 5);
        assertThat(views.sessionsOf(TEAM, agent, 10)).isEmpty();
        assertThat(views.liveSessions(TEAM)).isEmpty();
        assertThat(views.liveSessions("another")).isEmpty();
    }

    private static Cause at(long seconds) {
        return new Cause(Cause.Kind.COMMAND, "c", "c", null, "commands", 0, 0, Instant.ofEpochSecond(seconds), null);
    }

    private static List<String> ids(List<Summary.SessionSummary> sessions) {
        return sessions.stream().map(Summary::id).toList();
    }
}
