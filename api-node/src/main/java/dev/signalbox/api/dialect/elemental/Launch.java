package dev.signalbox.api.dialect.elemental;

import dev.signalbox.schemas.spec.AgentProfile;
import dev.signalbox.schemas.spec.ApprovalMode;
import dev.signalbox.schemas.spec.Placement;
import dev.signalbox.schemas.spec.SessionSpec;
import dev.signalbox.schemas.spec.SilentHostPolicy;
import dev.signalbox.schemas.spec.TerminalSize;
import dev.signalbox.schemas.spec.Workspace;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a session of an agent is to be: the agent's profile and what a request adds. Pure.
final class Launch {
    /// Given to the agent's process as the root of its project.
    static final String ROOT = "ELEMENTAL_ROOT";

    private Launch() {}

    /// Where a session is to work.
    ///
    /// @param directory null: the host's first base directory
    /// @param hostId null: any
    /// @param worktree as the client named it
    /// @param root of the project, null when nobody knows it
    record Place(
            @Nullable String directory,
            @Nullable String hostId,
            @Nullable String worktree,
            @Nullable String root) {

        Map<String, String> environment() {
            return root == null ? Map.of() : Map.of(ROOT, root);
        }

        Workspace workspace() {
            return directory == null ? Workspace.DEFAULT : new Workspace(directory, null);
        }
    }

    /// @param nativeId the provider's own session to go on with; null: a new one
    static SessionSpec spec(AgentProfile profile, Place place, boolean interactive, @Nullable String nativeId) {
        return new SessionSpec(
                profile.provider() == null ? AgentMapping.DEFAULT_PROVIDER : profile.provider(),
                command(profile),
                interactive,
                false,
                place.workspace(),
                place.hostId() == null ? Placement.ANYWHERE : new Placement(place.hostId(), Map.of()),
                List.copyOf(place.environment().keySet()),
                Map.of(),
                labels(place),
                approvals(profile),
                TerminalSize.DEFAULT,
                SilentHostPolicy.KEEP,
                false,
                null,
                nativeId);
    }

    private static Map<String, String> labels(Place place) {
        return place.worktree() == null ? Map.of() : Map.of(WireSession.WORKTREE, place.worktree());
    }

    private static List<String> command(AgentProfile profile) {
        return profile.attributes().get("command") instanceof List<?> words
                ? words.stream().map(String::valueOf).toList()
                : List.of();
    }

    /// Elemental starts its agents with leave for everything, and its clients have no way to give any; an agent may
    /// be made more careful by its attribute `approvals`.
    private static ApprovalMode approvals(AgentProfile profile) {
        if (!(profile.attributes().get("approvals") instanceof String wanted)) {
            return ApprovalMode.ALL;
        }
        return Arrays.stream(ApprovalMode.values())
                .filter(mode -> mode.name().equalsIgnoreCase(wanted))
                .findFirst()
                .orElse(ApprovalMode.ASK);
    }
}
