package dev.signalbox.api.dialect.orchestra;

import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.spec.ApprovalMode;
import dev.signalbox.schemas.spec.Placement;
import dev.signalbox.schemas.spec.SessionSpec;
import dev.signalbox.schemas.spec.SilentHostPolicy;
import dev.signalbox.schemas.spec.TerminalSize;
import dev.signalbox.schemas.spec.Workspace;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a spawn asks for. Pure.
///
/// @param interactive whether in a terminal, as the original always does
/// @param resumes the session to go on from, null for a new one
record SpawnWish(
        String type,
        @Nullable String workingDir,
        boolean interactive,
        @Nullable String resumes) {
    Command command(OrchestraIds.Session ids, Map<String, String> env) {
        if (resumes != null) {
            return new Command.ResumeSession(ids.id(), resumes, null, interactive, null, env);
        }
        var spec = new SessionSpec(
                type,
                List.of(),
                interactive,
                false,
                workingDir == null ? Workspace.DEFAULT : new Workspace(workingDir, null),
                Placement.ANYWHERE,
                env.keySet().stream().sorted().toList(),
                Map.of(),
                Map.of(),
                ApprovalMode.ASK,
                TerminalSize.DEFAULT,
                SilentHostPolicy.KEEP,
                false,
                null,
                null,
                interactive ? ids.terminal() : null);
        return new Command.StartSession(ids.id(), null, spec, null, env);
    }
}
