package dev.signalbox.processor.decide;

import dev.signalbox.processor.row.Keys;
import dev.signalbox.processor.row.Row;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.spec.AgentProfile;
import dev.signalbox.schemas.state.Agent;
import dev.signalbox.schemas.state.EntityRef;
import dev.signalbox.schemas.state.EntityType;
import org.jspecify.annotations.Nullable;

/// Makes, changes and deletes agents.
final class AgentDecider {
    private AgentDecider() {}

    static Answer create(Draft draft, Command.CreateAgent command) {
        EntityRef ref = new EntityRef(EntityType.AGENT, command.agentId());
        if (draft.entity(ref) != null) {
            return Answer.refused(ErrorCode.ID_TAKEN, "agentId", "there is an agent " + command.agentId());
        }
        Answer refusal = check(draft, command.agentId(), command.profile());
        if (refusal != null) {
            return refusal;
        }
        int most = NamespaceDecider.limits(draft).agents();
        if (draft.counter().agents() >= most) {
            return Answer.refused(ErrorCode.LIMIT_REACHED, "the namespace has " + most + " agents, as many as it may");
        }
        draft.emit(ref, new Event.AgentCreated(command.profile()));
        return Answer.accepted(ref);
    }

    static Answer update(Draft draft, Command.UpdateAgent command) {
        Agent agent = draft.find(Agent.class, EntityType.AGENT, command.agentId());
        if (agent == null) {
            return notFound(command.agentId());
        }
        if (command.ifVersion() != null && command.ifVersion() != agent.version()) {
            return new Answer.Refused(
                    ErrorCode.VERSION_CONFLICT,
                    "ifVersion",
                    "the agent was changed in between: it has the version " + agent.version(),
                    agent.ref());
        }
        Answer refusal = check(draft, command.agentId(), command.profile());
        if (refusal != null) {
            return refusal;
        }
        if (!agent.profile().equals(command.profile())) {
            draft.emit(agent.ref(), new Event.AgentUpdated(command.profile()));
        }
        return Answer.accepted(agent.ref());
    }

    static Answer delete(Draft draft, Command.DeleteAgent command) {
        Agent agent = draft.find(Agent.class, EntityType.AGENT, command.agentId());
        if (agent == null) {
            return notFound(command.agentId());
        }
        if (agent.activeSession() != null) {
            return new Answer.Refused(
                    ErrorCode.AGENT_BUSY,
                    "agentId",
                    "the agent has the live session " + agent.activeSession() + ": stop it first",
                    SessionDecider.ref(agent.activeSession()));
        }
        draft.emit(agent.ref(), new Event.AgentDeleted());
        Queues.fill(draft);
        return Answer.accepted(agent.ref());
    }

    private static Answer notFound(String agentId) {
        return Answer.refused(ErrorCode.AGENT_NOT_FOUND, "agentId", "there is no agent " + agentId);
    }

    private static @Nullable Answer check(Draft draft, String agentId, AgentProfile profile) {
        Answer unknown = profile.provider() == null ? null : Providers.unknown(draft, profile.provider());
        if (unknown != null) {
            return unknown;
        }
        boolean taken =
                draft.get(Keys.name(draft.namespace(), EntityType.AGENT, profile.name())) instanceof Row.Pointer other
                        && !other.id().equals(agentId);
        return taken
                ? Answer.refused(ErrorCode.NAME_TAKEN, "name", "there is an agent named '" + profile.name() + "'")
                : null;
    }
}
