package dev.signalbox.processor.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.outcome.Outcome;
import dev.signalbox.schemas.spec.AgentProfile;
import dev.signalbox.schemas.spec.AgentProfile.AgentKind;
import dev.signalbox.schemas.state.Agent;
import dev.signalbox.schemas.state.EntityRef;
import dev.signalbox.schemas.state.EntityType;
import dev.signalbox.schemas.state.TaskStatus;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AgentDeciderTest {
    private final DeciderKit kit = new DeciderKit();

    @Test
    void is_created() {
        Outcome outcome = kit.accept(Specs.agent("a"));

        assertThat(outcome.subject()).isEqualTo(new EntityRef(EntityType.AGENT, "a"));
        assertThat(kit.events()).contains(new Event.AgentCreated(Specs.profile("a-name")));
        assertThat(kit.agent("a").profile()).isEqualTo(Specs.profile("a-name"));
        assertThat(kit.agent("a").cause().actor().principal()).isEqualTo("ada");
    }

    @Test
    void is_refused_with_an_id_a_name_or_a_provider_that_will_not_do() {
        kit.accept(Specs.agent("a"));

        kit.refuse(ErrorCode.ID_TAKEN, new Command.CreateAgent("a", Specs.profile("other")));
        assertThat(kit.refuse(ErrorCode.NAME_TAKEN, new Command.CreateAgent("b", Specs.profile("a-name")))
                        .field())
                .isEqualTo("name");
        AgentProfile unknown = new AgentProfile("x", AgentKind.AI, "eliza", null, Map.of(), Map.of());
        kit.refuse(ErrorCode.UNKNOWN_PROVIDER, new Command.CreateAgent("b", unknown));
    }

    @Test
    void an_implicit_one_comes_with_its_session_and_has_what_the_session_brings_for_it() {
        kit.host("h", 2, "command");
        Map<String, Object> attributes = Map.of("dialect", Map.of("ticket", 7));

        kit.accept(new Command.StartSession("s", null, Specs.command(), null, Map.of(), null, null, attributes));

        assertThat(kit.decisions()).hasSize(1);
        String agent = kit.session("s").agentId();
        assertThat(kit.agent(agent).profile().attributes()).isEqualTo(attributes);
        assertThat(kit.agent(agent).profile().kind()).isEqualTo(AgentKind.ADHOC);
        assertThat(kit.agent(agent).activeSession()).isEqualTo("s");
    }

    @Test
    void one_that_is_there_keeps_what_it_has() {
        kit.accept(Specs.agent("a"));

        kit.refuse(
                ErrorCode.INVALID_REQUEST,
                new Command.StartSession("s", "a", Specs.command(), null, Map.of(), null, null, Map.of("a", 1)));
    }

    @Test
    void an_implicit_one_is_not_made_for_a_session_that_is_refused() {
        kit.refuse(
                ErrorCode.LIMIT_REACHED,
                new Command.StartSession("s", null, Specs.command(), null, Map.of(), 0, null, Map.of("a", 1)));

        assertThat(kit.tables().all(Agent.class, DeciderKit.NAMESPACE)).isEmpty();
    }

    @Test
    void changes_its_name_and_leaves_the_old_one_to_others() {
        kit.accept(Specs.agent("a"));
        kit.accept(new Command.UpdateAgent("a", Specs.profile("renamed"), null));

        assertThat(kit.events()).containsExactly(new Event.AgentUpdated(Specs.profile("renamed")));
        kit.refuse(ErrorCode.NAME_TAKEN, new Command.CreateAgent("b", Specs.profile("renamed")));
        kit.accept(new Command.CreateAgent("b", Specs.profile("a-name")));
        kit.refuse(ErrorCode.NAME_TAKEN, new Command.UpdateAgent("a", Specs.profile("a-name"), null));
    }

    @Test
    void is_updated_to_what_it_is_without_an_event() {
        kit.accept(Specs.agent("a"));
        kit.accept(new Command.UpdateAgent("a", Specs.profile("a-name"), null));

        assertThat(kit.events()).isEmpty();
    }

    @Test
    void is_changed_from_the_version_that_it_has_and_from_no_other() {
        kit.accept(Specs.agent("a"));
        long first = kit.agent("a").version();
        kit.host("h", 1, "claude");
        kit.accept(Specs.startFor("a", "s", Specs.claude()));
        assertThat(kit.agent("a").version()).isEqualTo(first);

        kit.accept(new Command.UpdateAgent("a", Specs.profile("one"), first));
        long second = kit.agent("a").version();
        assertThat(second).isGreaterThan(first);
        Outcome refusal =
                kit.refuse(ErrorCode.VERSION_CONFLICT, new Command.UpdateAgent("a", Specs.profile("two"), first));
        assertThat(refusal.field()).isEqualTo("ifVersion");
        assertThat(kit.agent("a").profile().name()).isEqualTo("one");

        kit.accept(new Command.UpdateAgent("a", Specs.profile("one"), second));
        assertThat(kit.agent("a").version()).isEqualTo(second);
        kit.accept(new Command.UpdateAgent("a", Specs.profile("two"), second));
    }

    @Test
    void may_have_a_provider_that_only_a_host_knows_and_is_told_which_there_are() {
        AgentProfile eliza = new AgentProfile("x", AgentKind.AI, "eliza", null, Map.of(), Map.of());
        assertThat(kit.refuse(ErrorCode.UNKNOWN_PROVIDER, new Command.CreateAgent("b", eliza))
                        .message())
                .contains("there are: claude, ")
                .doesNotContain("parry");

        kit.host("h", 1, "eliza", "parry");
        kit.accept(new Command.CreateAgent("b", eliza));
        AgentProfile unknown = new AgentProfile("y", AgentKind.AI, "hal", null, Map.of(), Map.of());
        assertThat(kit.refuse(ErrorCode.UNKNOWN_PROVIDER, new Command.CreateAgent("c", unknown))
                        .message())
                .endsWith("eliza, parry");
    }

    @Test
    void is_deleted_and_its_name_and_id_are_free() {
        kit.accept(Specs.agent("a"));
        kit.accept(new Command.DeleteAgent("a"));

        assertThat(kit.events()).containsExactly(new Event.AgentDeleted());
        assertThat(kit.agent("a")).isNull();
        kit.accept(Specs.agent("a"));
        assertThat(kit.records().getLast().prev()).isZero();
    }

    @Test
    void is_not_found() {
        kit.refuse(ErrorCode.AGENT_NOT_FOUND, new Command.UpdateAgent("a", Specs.profile("x"), null));
        kit.refuse(ErrorCode.AGENT_NOT_FOUND, new Command.DeleteAgent("a"));
        kit.refuse(ErrorCode.AGENT_NOT_FOUND, Specs.startFor("a", "s", Specs.claude()));
        kit.refuse(
                ErrorCode.AGENT_NOT_FOUND,
                Specs.create("t", Specs.tasks().agent("a").spec()));
    }

    @Test
    void is_not_deleted_while_it_has_a_live_session() {
        kit.accept(Specs.agent("a"));
        KitHost host = kit.host("h", 1, "claude");
        kit.accept(Specs.startFor("a", "s", Specs.claude()));

        Outcome refusal = kit.refuse(ErrorCode.AGENT_BUSY, new Command.DeleteAgent("a"));

        assertThat(refusal.subject()).isEqualTo(new EntityRef(EntityType.SESSION, "s"));
        host.runs("s");
        host.exits("s", 0);
        kit.accept(new Command.DeleteAgent("a"));
    }

    @Test
    void has_one_live_session_at_most() {
        kit.accept(Specs.agent("a"));
        KitHost host = kit.host("h", 5, "claude");
        kit.accept(Specs.startFor("a", "s1", Specs.claude()));

        Outcome refusal = kit.refuse(ErrorCode.SESSION_EXISTS, Specs.startFor("a", "s2", Specs.claude()));
        assertThat(refusal.subject()).isEqualTo(new EntityRef(EntityType.SESSION, "s1"));
        assertThat(kit.agent("a").activeSession()).isEqualTo("s1");

        host.runs("s1");
        host.exits("s1", 0);
        assertThat(kit.agent("a").activeSession()).isNull();
        kit.accept(Specs.startFor("a", "s2", Specs.claude()));
        assertThat(kit.agent("a"))
                .extracting(Agent::activeSession, Agent::lastSession)
                .containsExactly("s2", "s2");
    }

    @Test
    void leaves_tasks_that_wait_for_it_without_one_who_could_do_them() {
        kit.accept(Specs.agent("a"));
        KitHost host = kit.host("h", 1, "claude");
        kit.accept(Specs.start("s", Specs.claude()));
        kit.accept(Specs.create("t", Specs.tasks().provider("claude").agent("a").spec()));
        kit.accept(new Command.DeleteAgent("a"));

        host.runs("s");
        host.exits("s", 0);

        assertThat(kit.task("t").status()).isEqualTo(TaskStatus.FAILED);
        assertThat(kit.task("t").reason()).isEqualTo("its agent was deleted");
    }
}
