package dev.signalbox.processor.decide;

import dev.signalbox.processor.row.Keys;
import dev.signalbox.processor.row.Row;
import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.directive.Directive;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.spec.AgentProfile.AgentKind;
import dev.signalbox.schemas.state.Agent;
import dev.signalbox.schemas.state.Document;
import dev.signalbox.schemas.state.Entity;
import dev.signalbox.schemas.state.EntityType;
import dev.signalbox.schemas.state.Host;
import dev.signalbox.schemas.state.HostStatus;
import dev.signalbox.schemas.state.Input;
import dev.signalbox.schemas.state.Namespace;
import dev.signalbox.schemas.state.OutputIndex;
import dev.signalbox.schemas.state.Repository;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.Task;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Lets what is over leave the tables when it was kept for long enough; the events still tell of it. What something
/// else needs is looked at again after as long a time. An ended task does not keep its sessions: its result and how
/// each attempt ended stand in the task itself.
final class Forgetting {
    private Forgetting() {}

    /// Since when the entity is over, by the record's clock; null when it is not, or is none that is ever over.
    static @Nullable Instant overSince(@Nullable Entity entity) {
        return switch (entity) {
            case Session session ->
                session.status().terminal() ? session.since().get(session.status()) : null;
            case Input input -> input.settledAt();
            case Task task -> task.endedAt();
            case Repository repository -> RepositoryDecider.ledToNothing(repository) ? repository.createdAt() : null;
            case Host host -> host.status() == HostStatus.REMOVED ? host.statusSince() : null;
            case null -> null;
            case Agent _, Namespace _, OutputIndex _, Document _ -> null;
        };
    }

    /// Looks at it when it was kept for long enough from now on.
    static void await(Draft draft, Entity entity) {
        Instant since = overSince(entity);
        if (since != null) {
            draft.timer(clock(entity), Duration.ZERO, Row.TimerKind.FORGET, entity.ref(), since.toEpochMilli());
        }
    }

    private static Row.ClockKind clock(Entity entity) {
        return switch (entity) {
            case Task _ -> Row.ClockKind.KEPT_TASKS;
            case Host _ -> Row.ClockKind.KEPT_HOSTS;
            case Session _, Input _, Repository _, Agent _, Namespace _, OutputIndex _, Document _ ->
                Row.ClockKind.KEPT_SESSIONS;
        };
    }

    static void fire(Draft draft, Row.Timer timer) {
        Entity entity = draft.entity(timer.entity());
        Instant since = overSince(entity);
        if (entity == null || since == null || since.toEpochMilli() != timer.generation()) {
            return;
        }
        switch (entity) {
            case Session session -> session(draft, session);
            case Input input -> input(draft, input);
            case Task task -> task(draft, task);
            case Repository repository -> draft.emit(repository.ref(), new Event.RepositoryForgotten());
            case Host host -> host(draft, host);
            case Agent _, Namespace _, OutputIndex _, Document _ -> {}
        }
    }

    private static void session(Draft draft, Session session) {
        Agent agent = draft.find(Agent.class, EntityType.AGENT, session.agentId());
        boolean newest = agent != null && session.id().equals(agent.lastSession());
        boolean named = agent != null && agent.profile().kind() != AgentKind.ADHOC;
        if ((newest && named) || needed(draft, session)) {
            await(draft, session);
            return;
        }
        Input prompt = draft.find(Input.class, EntityType.INPUT, Ids.INPUT.derive(session.id()));
        if (prompt != null && prompt.sessionId().equals(session.id())) {
            draft.emit(prompt.ref(), new Event.InputForgotten(session.id()));
        }
        draft.emit(session.ref(), new Event.SessionForgotten());
        Host host = HostDecider.find(draft, session.hostId());
        if (host != null && host.status() != HostStatus.REMOVED) {
            draft.tell(host.id(), new Directive.Forget(session.id()));
        }
        if (agent != null && newest) {
            // An implicit agent is there for its sessions.
            draft.emit(agent.ref(), new Event.AgentDeleted());
            Queues.fill(draft);
        }
    }

    /// Whether an open task counts on it, a live session goes on from it, or its host is silent: that may still have
    /// its process or at least its spool, and would not hear that they may go.
    private static boolean needed(Draft draft, Session session) {
        Task task = draft.find(Task.class, EntityType.TASK, session.taskId());
        Session next = SessionDecider.find(draft, session.resumedBy());
        Host host = HostDecider.find(draft, session.hostId());
        return (task != null && !task.status().terminal())
                || (next != null && !next.status().terminal())
                || (host != null && host.status() == HostStatus.UNREACHABLE);
    }

    /// A session's first prompt goes with the session, since a replacement of the session begins with it.
    private static void input(Draft draft, Input input) {
        boolean first = input.id().equals(Ids.INPUT.derive(input.sessionId()));
        if (first && SessionDecider.find(draft, input.sessionId()) != null) {
            await(draft, input);
        } else {
            draft.emit(input.ref(), new Event.InputForgotten(input.sessionId()));
        }
    }

    /// Who sees a session can see where it ran.
    private static void host(Draft draft, Host host) {
        if (draft.link(host.id()).sessions() > 0) {
            await(draft, host);
            return;
        }
        draft.emit(host.ref(), new Event.HostForgotten());
        draft.put(Keys.link(draft.namespace(), host.id()), null);
    }

    /// Sessions that are there belong to a task that is there.
    private static void task(Draft draft, Task task) {
        if (task.attempts().stream().anyMatch(attempt -> SessionDecider.find(draft, attempt.sessionId()) != null)) {
            await(draft, task);
            return;
        }
        draft.emit(task.ref(), new Event.TaskForgotten());
        draft.put(Keys.secrets(draft.namespace(), task.id()), null);
    }
}
