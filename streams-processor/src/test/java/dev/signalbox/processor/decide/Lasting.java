package dev.signalbox.processor.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.event.EventRecord;
import dev.signalbox.schemas.state.Agent;
import dev.signalbox.schemas.state.EntityRef;
import dev.signalbox.schemas.state.EntityType;
import dev.signalbox.schemas.state.Host;
import dev.signalbox.schemas.state.HostStatus;
import dev.signalbox.schemas.state.Input;
import dev.signalbox.schemas.state.Input.InputStatus;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.Task;
import org.jspecify.annotations.Nullable;

/// That nothing live is forgotten, nor what something live needs.
final class Lasting {
    private Lasting() {}

    static void check(Evolve.Fold fold, EventRecord record) {
        String id = record.entity().id();
        switch (record.event()) {
            case Event.SessionForgotten() -> {
                Session session = find(Session.class, fold, EntityType.SESSION, id);
                assertThat(session).isNotNull();
                assertThat(session.status().terminal()).as("%s", session).isTrue();
                assertThat(live(find(Session.class, fold, EntityType.SESSION, session.resumedBy())))
                        .as("what goes on from %s", session)
                        .isFalse();
                Task task = find(Task.class, fold, EntityType.TASK, session.taskId());
                assertThat(task == null || task.status().terminal())
                        .as("the task %s of %s", task, session)
                        .isTrue();
            }
            case Event.InputForgotten _ -> {
                Input input = find(Input.class, fold, EntityType.INPUT, id);
                assertThat(input).isNotNull();
                assertThat(input.status()).isNotIn(InputStatus.QUEUED, InputStatus.SENT);
            }
            case Event.TaskForgotten() -> {
                Task task = find(Task.class, fold, EntityType.TASK, id);
                assertThat(task).isNotNull();
                assertThat(task.status().terminal()).as("%s", task).isTrue();
                task.attempts()
                        .forEach(attempt -> assertThat(
                                        live(find(Session.class, fold, EntityType.SESSION, attempt.sessionId())))
                                .as("a session of %s", task)
                                .isFalse());
            }
            case Event.HostForgotten() -> {
                Host host = find(Host.class, fold, EntityType.HOST, id);
                assertThat(host).isNotNull();
                assertThat(host.status()).isEqualTo(HostStatus.REMOVED);
            }
            case Event.AgentDeleted() -> {
                Agent agent = find(Agent.class, fold, EntityType.AGENT, id);
                assertThat(agent).isNotNull();
                assertThat(agent.activeSession()).as("%s", agent).isNull();
            }
            default -> {}
        }
    }

    private static boolean live(@Nullable Session session) {
        return session != null && !session.status().terminal();
    }

    private static <E> @Nullable E find(Class<E> type, Evolve.Fold fold, EntityType kind, @Nullable String id) {
        return id == null ? null : type.cast(fold.entity(new EntityRef(kind, id)));
    }
}
