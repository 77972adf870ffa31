package dev.signalbox.api.core.gateway;

import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.RefusedException;
import dev.signalbox.api.core.view.Kind;
import dev.signalbox.api.core.view.Row;
import dev.signalbox.api.core.view.Views;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.spec.AgentProfile;
import dev.signalbox.schemas.state.Agent;
import java.util.function.UnaryOperator;

/// Changes agents by what they are: of two who change one at once, at any nodes, none undoes what the other one did.
public final class Profiles {
    private final Views views;
    private final Commands commands;

    public Profiles(Views views, Commands commands) {
        this.views = views;
        this.commands = commands;
    }

    /// @param change sees the newest profile, perhaps several times; what it throws is thrown on
    /// @return a refusal with VERSION_CONFLICT when others are always faster
    /// @throws RefusedException AGENT_NOT_FOUND
    public Answer change(Principal principal, String agentId, UnaryOperator<AgentProfile> change)
            throws InterruptedException {
        return commands.changed(principal, () -> {
            Agent agent = views.get(principal.namespace(), Kind.AGENT, agentId)
                    .map(Row::entity)
                    .orElseThrow(() -> Views.missing(Kind.AGENT, "agent"));
            return new Command.UpdateAgent(agentId, change.apply(agent.profile()), agent.version());
        });
    }
}
