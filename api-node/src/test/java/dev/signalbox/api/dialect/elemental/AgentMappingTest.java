package dev.signalbox.api.dialect.elemental;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signalbox.api.dialect.elemental.Launch.Place;
import dev.signalbox.schemas.error.InvalidFieldException;
import dev.signalbox.schemas.spec.AgentProfile;
import dev.signalbox.schemas.spec.AgentProfile.AgentKind;
import dev.signalbox.schemas.spec.ApprovalMode;
import dev.signalbox.schemas.state.Agent;
import dev.signalbox.schemas.state.Cause;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AgentMappingTest {
    private static final Cause CAUSE =
            new Cause(Cause.Kind.COMMAND, "c", "c", null, "commands", 0, 0, Instant.EPOCH, null);

    @Test
    void an_agent_of_another_dialect_is_a_worker() {
        var named = agent(new AgentProfile("reviewer", AgentKind.AI, "codex", "critic", Map.of(), Map.of()));
        var implicit = agent(new AgentProfile("a-1", AgentKind.ADHOC, "command", null, Map.of(), Map.of()));

        assertThat(named).containsEntry("agentRole", "worker").containsEntry("workerMode", "persistent");
        assertThat(implicit).containsEntry("agentRole", "worker").containsEntry("workerMode", "ephemeral");
        assertThat(named).containsEntry("sessionStatus", "idle").containsEntry("provider", "codex");
    }

    @Test
    void a_change_leaves_what_it_does_not_name() {
        AgentProfile before = profile(
                "{\"name\":\"s\",\"role\":\"steward\",\"stewardFocus\":\"merge\",\"tags\":[\"a\"],\"provider\":\"codex\"}",
                null);

        AgentProfile after = profile("{\"stewardFocus\":\"health\"}", before);

        assertThat(after.name()).isEqualTo("s");
        assertThat(after.role()).isEqualTo("steward");
        assertThat(after.provider()).isEqualTo("codex");
        assertThat(after.attributes())
                .containsEntry("stewardFocus", "health")
                .containsEntry("tags", List.of("a"))
                .containsEntry("createdBy", "tester");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"name\":\"x\"}",
                "{\"role\":\"worker\"}",
                "{\"name\":\"x\",\"role\":\"king\"}",
                "{\"name\":\"no such name\",\"role\":\"worker\"}",
                "{\"name\":\"x\",\"role\":\"worker\",\"workerMode\":\"forever\"}",
                "{\"name\":\"x\",\"role\":\"steward\",\"stewardFocus\":\"war\"}",
                "{\"name\":\"x\",\"role\":\"worker\",\"capabilities\":7}"
            })
    void what_is_no_agent_is_refused(String json) {
        assertThatExceptionOfType(InvalidFieldException.class).isThrownBy(() -> profile(json, null));
    }

    @Test
    void an_agent_has_leave_for_everything_unless_it_is_made_careful() {
        AgentProfile plain = profile("{\"name\":\"x\",\"role\":\"worker\"}", null);
        AgentProfile careful = profile("{\"approvals\":\"edits\"}", plain);
        var place = new Place("/srv", "h-1", "tree", "/srv/project");

        assertThat(Launch.spec(plain, place, false, null).approvals()).isEqualTo(ApprovalMode.ALL);
        assertThat(Launch.spec(careful, place, false, null).approvals()).isEqualTo(ApprovalMode.EDITS);
        var spec = Launch.spec(plain, place, true, null);
        assertThat(spec.provider()).isEqualTo("claude");
        assertThat(spec.interactive()).isTrue();
        assertThat(spec.envNames()).containsExactly("ELEMENTAL_ROOT");
        assertThat(spec.placement().hostId()).isEqualTo("h-1");
        assertThat(spec.labels()).containsEntry("elemental/worktree", "tree");
    }

    private static Map<String, Object> agent(AgentProfile profile) {
        var agent = new Agent("el-1", profile, 1, null, null, Instant.EPOCH, Instant.EPOCH, CAUSE);
        return AgentMapping.wire(agent, null).metadata().get("agent");
    }

    private static AgentProfile profile(String json, AgentProfile before) {
        return AgentMapping.profile(Body.read(json.getBytes(StandardCharsets.UTF_8)), before, "tester");
    }
}
