package dev.signalbox.api.dialect.neolith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.api.core.Capability;
import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.RefusedException;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.error.InvalidFieldException;
import dev.signalbox.schemas.spec.ApprovalMode;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DaemonRecordsTest {
    private static final Instant AT = Instant.parse("2026-11-20T09:15:00Z");

    private static JsonNode json(String text) throws IOException {
        return Json.mapper().readTree(text);
    }

    @Test
    void the_owner_of_a_session_is_read_from_its_id_exactly() {
        String id = NeolithIds.daemonSession("daemon", "vp_12", AT.toEpochMilli());

        assertThat(id).matches("session_daemon_vp_12_\\d{13}_[0-9a-z]{7}");
        assertThat(DaemonSessions.owner(id)).contains("vp_12");
        assertThat(DaemonSessions.owner("session_x")).isEmpty();
    }

    @Test
    void a_heartbeat_gives_a_session_no_more_time_and_a_change_no_less_than_a_minute() {
        var session = new Records.DaemonSession(
                "i", "vp_1", "user", "active", AT, AT, AT.plusSeconds(30), Map.of("a", 1), null, null);

        assertThat(DaemonSessions.heard(session, "busy", AT.plusSeconds(5)).expiresAt())
                .isEqualTo(AT.plusSeconds(30));
        var patched = DaemonSessions.patched(session, "idle", Map.of("b", 2), false, AT, AT);
        assertThat(patched.expiresAt()).isEqualTo(AT.plusSeconds(60));
        assertThat(patched.metadata()).isEqualTo(Map.of("a", 1, "b", 2));
        assertThat(DaemonSessions.patched(session, null, null, true, AT, AT).expiresAt())
                .isEqualTo(AT.plus(Records.KEPT));
    }

    @Test
    void a_daemon_counts_as_there_for_90_seconds_also_before_its_first_heartbeat() {
        var registered = Records.Daemon.of("vp_1").registered("org", "i1", Map.of(), AT);

        assertThat(registered.online(AT.plusSeconds(89))).isTrue();
        assertThat(registered.online(AT.plusSeconds(90))).isFalse();
        assertThat(registered.heard("busy", null, AT.plusSeconds(60)).online(AT.plusSeconds(149)))
                .isTrue();
        assertThat(Records.read(Records.body(registered), Records.Daemon.class)).isEqualTo(registered);
    }

    @Test
    void a_token_of_an_instance_does_not_speak_for_the_one_that_took_its_place() {
        var system = new Principal("neolith/vp_1", "default", Set.of(), "daemon", null);
        var first = new DaemonAccess.Asker(system, "vp_1", "i1", "session_1", null);
        var any = new DaemonAccess.Asker(system, "vp_1", DaemonAccess.anyInstance("vp_1"), "session_2", null);
        var person = new DaemonAccess.Asker(system, "vp_1", "ada", "", null);
        var registered = Records.Daemon.of("vp_1").registered("org", "i1", Map.of(), AT);
        var taken = registered.registered("org", "i2", Map.of(), AT.plusSeconds(100));

        assertThat(first.own(registered)).isEqualTo(registered);
        assertThatThrownBy(() -> first.own(taken)).isInstanceOf(RefusedException.class);
        assertThat(any.own(taken)).isEqualTo(taken);
        assertThat(person.own(taken)).isEqualTo(taken);
        assertThat(first.isSuperseded(Records.Daemon.of("vp_1"))).isFalse();
    }

    @Test
    void a_key_names_its_orchestrator_and_proves_it_by_its_hash() {
        assertThat(Orchestrators.named("vp_vp_123_secret")).contains("vp_123");
        assertThat(Orchestrators.named("vp_x")).isEmpty();
        assertThat(Orchestrators.named("sk_vp_1_x")).isEmpty();
        assertThat(Orchestrators.isId("vp_123")).isTrue();
        assertThat(Orchestrators.isId("a/b")).isFalse();
    }

    @Test
    void places_are_ordered_by_number_and_a_time_takes_all_of_its_own_millisecond() {
        var place = EventPlace.of("1700000000000-7").orElseThrow();

        assertThat(place.id()).isEqualTo("1700000000000-7");
        assertThat(place.precedes(new EventPlace(place.at(), 8))).isTrue();
        assertThat(place.precedes(new EventPlace(place.at(), 7))).isFalse();
        assertThat(EventPlace.of("2026-11-20T09:15:00Z").orElseThrow().precedes(new EventPlace(AT, 3)))
                .isTrue();
        assertThat(EventPlace.of("yesterday")).isEmpty();
        assertThat(EventPlace.of("+999999999-01-01T00:00:00Z")).isEmpty();
        assertThat(place.lookedForFrom()).isEqualTo(place.at().minusSeconds(5));
        assertThat(EventPlace.of("1-7").orElseThrow().lookedForFrom()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void acknowledged_events_are_kept_one_by_one_or_as_all_up_to_one() {
        List<String> many = IntStream.rangeClosed(1, 1_002)
                .mapToObj(n -> "1700000000000-" + n)
                .toList();

        var done = Acknowledgements.with(Records.Acknowledged.NONE, many);

        assertThat(done.upTo()).isEqualTo(2);
        assertThat(done.ids()).hasSize(1_000).first().isEqualTo("1700000000000-3");
    }

    @Test
    void scopes_narrow_what_a_role_may() {
        assertThat(SocketAccess.allowed(Role.USER, Set.of()))
                .containsExactlyInAnyOrder(Capability.VIEW, Capability.INPUT, Capability.CREATE, Capability.STOP);
        assertThat(SocketAccess.allowed(Role.USER, Set.of("spawn_session", "admin")))
                .containsExactlyInAnyOrder(Capability.VIEW, Capability.CREATE);
        assertThat(SocketAccess.allowed(Role.READONLY, Set.of("*"))).containsExactly(Capability.VIEW);
        assertThat(DaemonAccess.allows(List.of("daemon:events:read"), "events")).isTrue();
        assertThat(DaemonAccess.allows(List.of("events"), "heartbeat")).isFalse();
        assertThat(DaemonAccess.allows(List.of(), "heartbeat")).isTrue();
    }

    @Test
    void a_body_is_told_all_that_is_wrong_with_it() throws Exception {
        Fields fields = new Fields(json("{\"a\":1,\"in\":{\"port\":0}}"));
        fields.text("a");
        fields.in("in").number("port", 1, 65535);

        assertThatThrownBy(() -> fields.check())
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal().more().get(NeolithRefusals.ERRORS))
                                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                                .hasSize(2));
    }

    @Test
    void a_task_may_be_a_bare_string_and_a_type_must_be_known() throws Exception {
        SpawnRequest request = SpawnRequest.of(json("{\"task\":\"do it\"}"));

        assertThat(request.orchestratorId()).isEqualTo("default");
        assertThat(request.taskType()).isEqualTo("general");
        assertThat(SpawnRequest.of(json("{\"task\":\"do it\",\"orchestratorId\":\"\"}"))
                        .orchestratorId())
                .isEqualTo("default");
        var spec = request.spec("claude", ApprovalMode.ASK, "me");
        assertThat(spec.provider()).isEqualTo("claude");
        assertThat(spec.labels()).containsEntry(Labels.OWNER, "me").containsEntry(Labels.TYPE, "claude-code");
        assertThatThrownBy(() -> SpawnRequest.of(json("{\"task\":\"x\",\"sessionType\":\"gpt\"}")))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("claude-code");
        var custom = SpawnRequest.of(json("{\"task\":{\"description\":\"x\",\"metadata\":{\"command\":[\"cat\"]}},"
                + "\"sessionType\":\"custom\"}"));
        assertThat(custom.spec("claude", ApprovalMode.ASK, null).provider()).isEqualTo("command");
    }
}
