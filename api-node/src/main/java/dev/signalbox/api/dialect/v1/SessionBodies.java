package dev.signalbox.api.dialect.v1;

import dev.signalbox.api.core.view.Kind;
import dev.signalbox.api.core.view.Views;
import dev.signalbox.api.dialect.v1.Bodies.SessionRequest;
import dev.signalbox.api.dialect.v1.Bodies.TaskRequest;
import dev.signalbox.schemas.error.Check;
import dev.signalbox.schemas.spec.ApprovalMode;
import dev.signalbox.schemas.spec.Placement;
import dev.signalbox.schemas.spec.SessionSpec;
import dev.signalbox.schemas.spec.SilentHostPolicy;
import dev.signalbox.schemas.spec.TaskSpec;
import dev.signalbox.schemas.spec.TerminalSize;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes the vocabulary's specs out of v1's bodies.
final class SessionBodies {
    private static final Duration LONGEST = Duration.ofDays(30);

    private final Views views;

    SessionBodies(Views views) {
        this.views = views;
    }

    SessionSpec session(String namespace, SessionRequest body) {
        String provider = Check.name("provider", body.provider());
        return new SessionSpec(
                provider,
                Bodies.argv(body.command(), body.args(), provider),
                Bodies.orElse(body.interactive(), false),
                Bodies.orElse(body.oneShot(), false),
                Bodies.workspace(body.cwd(), body.worktree()),
                placement(namespace, body.host(), body.constraints()),
                names(body.env()),
                Check.environment("envFrom", body.envFrom()),
                Check.labels("labels", body.labels()),
                body.approvals() == null ? ApprovalMode.ASK : body.approvals(),
                body.terminal() == null ? TerminalSize.DEFAULT : body.terminal(),
                silentHost(body.silentHost()),
                Bodies.orElse(body.exclusive(), false),
                null,
                null,
                body.terminalName());
    }

    TaskSpec task(String namespace, TaskRequest body) {
        String provider = Check.name("provider", body.provider());
        return new TaskSpec(
                body.title(),
                body.instruction() == null ? "" : body.instruction(),
                provider,
                Bodies.argv(body.command(), body.args(), provider),
                agent(namespace, body.agent()),
                Bodies.workspace(body.cwd(), body.worktree()),
                placement(namespace, body.host(), body.constraints()),
                names(body.env()),
                Check.environment("envFrom", body.envFrom()),
                Check.labels("labels", body.labels()),
                body.approvals() == null ? ApprovalMode.ASK : body.approvals(),
                duration("timeout", body.timeout()),
                duration("queueTimeout", body.queueTimeout()),
                body.maxAttempts() == null ? 1 : Check.between("maxAttempts", body.maxAttempts(), 1, 10),
                body.priority() == null ? 0 : body.priority(),
                null);
    }

    /// The id of an agent that is named by id, beginning of an id, or name.
    @Nullable
    String agent(String namespace, @Nullable String reference) {
        return reference == null ? null : views.resolve(namespace, Kind.AGENT, "agent", reference, true);
    }

    static @Nullable Duration duration(String field, @Nullable String text) {
        return duration(field, text, LONGEST);
    }

    static @Nullable Duration duration(String field, @Nullable String text, Duration max) {
        return text == null ? null : Parameters.duration(field, text, max);
    }

    private Placement placement(String namespace, @Nullable String host, @Nullable Map<String, String> constraints) {
        String hostId = host == null ? null : views.resolve(namespace, Kind.HOST, "host", host, true);
        return new Placement(hostId, Check.labels("constraints", constraints));
    }

    private static List<String> names(@Nullable Map<String, String> env) {
        return env == null ? List.of() : env.keySet().stream().sorted().toList();
    }

    private static SilentHostPolicy silentHost(Bodies.@Nullable SilentHost body) {
        if (body == null) {
            return SilentHostPolicy.KEEP;
        }
        SilentHostPolicy.Action action = Arrays.stream(SilentHostPolicy.Action.values())
                .filter(a -> a.name().equalsIgnoreCase(body.action()))
                .findFirst()
                .orElseThrow(() -> Check.invalid("silentHost.action", "must be KEEP, REPLACE or STOP_ON_HOST"));
        return new SilentHostPolicy(action, duration("silentHost.after", body.after()));
    }
}
