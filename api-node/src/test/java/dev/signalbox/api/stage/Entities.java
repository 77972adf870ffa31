package dev.signalbox.api.stage;

import dev.signalbox.schemas.spec.ApprovalMode;
import dev.signalbox.schemas.spec.Placement;
import dev.signalbox.schemas.spec.SessionSpec;
import dev.signalbox.schemas.spec.SilentHostPolicy;
import dev.signalbox.schemas.spec.TerminalSize;
import dev.signalbox.schemas.spec.Workspace;
import dev.signalbox.schemas.state.Cause;
import dev.signalbox.schemas.state.Fingerprint;
import dev.signalbox.schemas.state.Host;
import dev.signalbox.schemas.state.HostStatus;
import dev.signalbox.schemas.state.ProcessRef;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.SessionEnd;
import dev.signalbox.schemas.state.SessionStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Entities as the decider would have them.
public final class Entities {
    private Entities() {}

    public static SessionSpec spec(boolean interactive) {
        return new SessionSpec(
                "command",
                List.of("bash"),
                interactive,
                false,
                Workspace.DEFAULT,
                Placement.ANYWHERE,
                List.of(),
                Map.of(),
                Map.of("team", "blue"),
                ApprovalMode.ASK,
                TerminalSize.DEFAULT,
                SilentHostPolicy.KEEP,
                false,
                null,
                null);
    }

    public static Session requested(String id, SessionSpec spec, Cause cause) {
        return new Session(
                id,
                "a-implicitagent222",
                spec,
                SessionStatus.REQUESTED,
                null,
                null,
                0,
                0,
                false,
                Map.of(SessionStatus.REQUESTED, cause.at()),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                List.of(),
                null,
                spec.terminal(),
                null,
                null,
                null,
                0,
                0,
                null,
                0,
                null,
                null,
                cause);
    }

    public static Session running(String id, String hostId, boolean interactive, Cause cause) {
        return requested(id, spec(interactive), cause).edit(edit -> {
            edit.hostId = hostId;
            edit.epoch = 1;
            edit.become(SessionStatus.PLACED, cause);
            edit.become(SessionStatus.STARTING, cause);
            edit.become(SessionStatus.RUNNING, cause);
            edit.process = new ProcessRef(
                    4711,
                    99,
                    "boot",
                    Instant.ofEpochMilli(System.currentTimeMillis()),
                    "/srv",
                    null,
                    null,
                    null,
                    null,
                    List.of());
        });
    }

    public static Session ended(Session session, int exitCode, long outBytes, long errBytes, Cause cause) {
        return session.edit(edit -> {
            edit.become(SessionStatus.ENDED, cause);
            edit.end = new SessionEnd(
                    cause.at(), true, exitCode, null, null, null, outBytes, errBytes, null, null, List.of());
        });
    }

    public static Host host(String id, String name, HostStatus status, Cause cause) {
        return new Host(
                id,
                name,
                "key",
                Map.of(),
                status,
                false,
                1,
                "instance",
                new Fingerprint(
                        "0.1",
                        "Linux",
                        "boot",
                        2,
                        1L << 30,
                        4,
                        List.of("/srv"),
                        List.of(new Fingerprint.ProviderFound("command", true, true, null, null))),
                List.of(),
                cause.at(),
                cause.at(),
                cause);
    }
}
