package dev.signalbox.api.core.view;

import dev.signalbox.api.core.view.Summary.AgentSummary;
import dev.signalbox.api.core.view.Summary.HostSummary;
import dev.signalbox.api.core.view.Summary.InputSummary;
import dev.signalbox.api.core.view.Summary.Plain;
import dev.signalbox.api.core.view.Summary.RepositorySummary;
import dev.signalbox.api.core.view.Summary.SessionSummary;
import dev.signalbox.api.core.view.Summary.TaskSummary;
import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.state.Agent;
import dev.signalbox.schemas.state.Document;
import dev.signalbox.schemas.state.Entity;
import dev.signalbox.schemas.state.EntityType;
import dev.signalbox.schemas.state.Host;
import dev.signalbox.schemas.state.Input;
import dev.signalbox.schemas.state.Namespace;
import dev.signalbox.schemas.state.OutputIndex;
import dev.signalbox.schemas.state.Repository;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.Task;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A kind of entity with the types that views give it.
///
/// @param ids how its ids look; null where the id is that of something else
/// @param prefix what its ids begin with
/// @param missing what is said when there is none of an id
public record Kind<E extends Entity, S extends Summary>(
        EntityType type,
        Class<E> entity,
        Class<S> summary,
        @Nullable Ids ids,
        String prefix,
        ErrorCode missing) {

    public static final Kind<Host, HostSummary> HOST =
            new Kind<>(EntityType.HOST, Host.class, HostSummary.class, Ids.HOST, "h-", ErrorCode.HOST_NOT_FOUND);
    public static final Kind<Agent, AgentSummary> AGENT =
            new Kind<>(EntityType.AGENT, Agent.class, AgentSummary.class, Ids.AGENT, "a-", ErrorCode.AGENT_NOT_FOUND);
    public static final Kind<Session, SessionSummary> SESSION = new Kind<>(
            EntityType.SESSION, Session.class, SessionSummary.class, Ids.SESSION, "s-", ErrorCode.SESSION_NOT_FOUND);
    public static final Kind<Task, TaskSummary> TASK =
            new Kind<>(EntityType.TASK, Task.class, TaskSummary.class, Ids.TASK, "t-", ErrorCode.TASK_NOT_FOUND);
    public static final Kind<Input, InputSummary> INPUT =
            new Kind<>(EntityType.INPUT, Input.class, InputSummary.class, Ids.INPUT, "i-", ErrorCode.INPUT_NOT_FOUND);
    public static final Kind<Repository, RepositorySummary> REPOSITORY = new Kind<>(
            EntityType.REPOSITORY,
            Repository.class,
            RepositorySummary.class,
            Ids.REPOSITORY,
            "r-",
            ErrorCode.NOT_FOUND);
    public static final Kind<OutputIndex, Plain> OUTPUT_INDEX =
            new Kind<>(EntityType.OUTPUT_INDEX, OutputIndex.class, Plain.class, null, "", ErrorCode.NOT_FOUND);
    public static final Kind<Namespace, Plain> NAMESPACE =
            new Kind<>(EntityType.NAMESPACE, Namespace.class, Plain.class, null, "", ErrorCode.NOT_FOUND);

    public static final Kind<Document, Plain> DOCUMENT =
            new Kind<>(EntityType.DOCUMENT, Document.class, Plain.class, null, "", ErrorCode.NOT_FOUND);

    static Summary summaryOf(Entity entity) {
        return switch (entity) {
            case Host host -> HostSummary.of(host);
            case Agent agent -> AgentSummary.of(agent);
            case Session session -> SessionSummary.of(session);
            case Task task -> TaskSummary.of(task);
            case Input input -> InputSummary.of(input);
            case Repository repository -> RepositorySummary.of(repository);
            case OutputIndex index -> new Plain(index.id(), Instant.EPOCH);
            case Namespace namespace -> new Plain(namespace.id(), namespace.openedAt());
            case Document document -> new Plain(document.id(), document.createdAt());
        };
    }

    /// What the kind is called in texts for people.
    public String word() {
        return type.wireName();
    }
}
