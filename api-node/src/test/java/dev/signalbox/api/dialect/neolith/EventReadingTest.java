package dev.signalbox.api.dialect.neolith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.event.EventRecord;
import dev.signalbox.schemas.spec.ApprovalMode;
import dev.signalbox.schemas.state.Cause;
import dev.signalbox.schemas.state.EntityRef;
import dev.signalbox.schemas.state.EntityType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class EventReadingTest {
    private static final Instant AT = Instant.parse("2026-11-20T09:15:00Z");
    private static final String MILLIS = Long.toString(AT.toEpochMilli());

    /// Of a view that has forgotten every session.
    private static EventReading from(Optional<EventPlace> place) {
        return new EventReading(place, new DaemonEvents("vp_1", _ -> null), _ -> true);
    }

    private static EventReading behind(long n) {
        return from(Optional.of(new EventPlace(AT, n)));
    }

    private static EventRecord record(long n, EntityRef ref, Event event) {
        var cause = new Cause(Cause.Kind.COMMAND, "c-1", "test", null, "t", 0, 0, AT, null);
        return new EventRecord("default", n, n - 1, ref, cause, event);
    }

    private static EventRecord daemon(long n) {
        return record(
                n,
                new EntityRef(EntityType.DOCUMENT, "d"),
                new Event.DocumentPut(
                        Records.DAEMONS, "vp_1", Map.of("orchestratorId", "vp_1", "instanceId", "i" + n), null));
    }

    private static List<String> told(EventReading reading, EventRecord... records) {
        return List.of(records).stream()
                .flatMap(record -> reading.at(record).stream())
                .map(event -> event.type() + " " + event.id() + " " + event.payload())
                .toList();
    }

    @Test
    void times_are_told_to_the_millisecond() {
        Map<String, Object> body = Records.body(
                Records.Daemon.of("vp_1").registered("org", "i1", Map.of(), AT).heard("idle", null, AT.plusNanos(1)));
        var ref = new EntityRef(EntityType.DOCUMENT, "d");

        assertThat(told(
                        from(Optional.empty()),
                        record(1, ref, new Event.DocumentPut(Records.DAEMONS, "vp_1", body, null))))
                .singleElement(STRING)
                .contains("lastHeartbeat=2026-11-20T09:15:00.000Z");
    }

    @Test
    void what_was_told_before_is_passed_over() {
        assertThat(told(behind(3), daemon(2), daemon(3), daemon(4)))
                .containsExactly("daemon_status " + MILLIS + "-4 {instanceId=i4}");
    }

    @Test
    void what_is_no_more_is_said_to_be_missing_and_the_way_goes_on_behind_it() {
        assertThat(told(behind(3), daemon(6), daemon(7), daemon(9)))
                .containsExactly(
                        "gap " + MILLIS + "-5 {from=4, to=5}",
                        "daemon_status " + MILLIS + "-6 {instanceId=i6}",
                        "daemon_status " + MILLIS + "-7 {instanceId=i7}",
                        "gap " + MILLIS + "-8 {from=8, to=8}",
                        "daemon_status " + MILLIS + "-9 {instanceId=i9}");
        assertThat(told(from(Optional.empty()), daemon(9))).hasSize(1);
        assertThat(told(behind(0), daemon(9))).hasSize(1);
    }

    @Test
    void sessions_that_began_on_the_way_are_known_though_the_view_forgot_them() throws Exception {
        var spec = SpawnRequest.of(Json.mapper().readTree("{\"task\":\"x\",\"orchestratorId\":\"vp_1\"}"))
                .spec("claude", ApprovalMode.ASK, null);
        var ref = new EntityRef(EntityType.SESSION, "session_1");
        EventReading reading = from(Optional.empty());

        assertThat(told(
                        reading,
                        record(1, ref, new Event.SessionRequested("a", spec, null, null)),
                        record(2, ref, new Event.SessionLost("silent")),
                        record(3, ref, new Event.SessionLost("again"))))
                .containsExactly(
                        "session_spawned " + MILLIS + "-1 {sessionId=session_1, status=initializing}",
                        "session_ended " + MILLIS + "-2 {sessionId=session_1, reason=silent}");
    }
}
