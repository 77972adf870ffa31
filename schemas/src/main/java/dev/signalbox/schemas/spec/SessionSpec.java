package dev.signalbox.schemas.spec;

import dev.signalbox.schemas.error.Check;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a session is to run and how. Values of environment variables do not stand here, so that this may be shown.
///
/// @param provider name of a provider: claude, codex, command, …
/// @param command for the provider `command` the argv, not empty; for others further arguments
/// @param interactive whether it runs in a terminal (tmux) and takes keystrokes
/// @param oneShot whether standard input is closed after the first prompt, so that the process ends by itself
/// @param envNames names of the variables that were given by value
/// @param envFrom variable → name of a variable of the host agent's own environment, resolved on the host
/// @param exclusive whether physically at most one may run, so that a replacement waits for proof
/// @param terminalName what the tmux session of an interactive one is called on its host, 1 to 64 letters, digits, `_`
/// and `-`, not beginning with `-`; no two live sessions of a namespace have the same; null: the session's id
public record SessionSpec(
        String provider,
        List<String> command,
        boolean interactive,
        boolean oneShot,
        Workspace workspace,
        Placement placement,
        List<String> envNames,
        Map<String, String> envFrom,
        Map<String, String> labels,
        ApprovalMode approvals,
        TerminalSize terminal,
        SilentHostPolicy silentHost,
        boolean exclusive,
        @Nullable String resumes,
        @Nullable String resumeNativeId,
        @Nullable String terminalName) {

    private static final Pattern TERMINAL_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]{0,63}");

    public SessionSpec {
        Check.name("provider", provider);
        command = Check.argv("command", command);
        if (provider.equals("command")
                && (command.isEmpty() || command.getFirst().isBlank())) {
            throw Check.invalid("command", "is needed for the provider 'command': the program and its arguments");
        }
        workspace = workspace == null ? Workspace.DEFAULT : workspace;
        placement = placement == null ? Placement.ANYWHERE : placement;
        envNames = Check.list("envNames", envNames, 256);
        envFrom = Check.environment("envFrom", envFrom);
        labels = Check.labels("labels", labels);
        approvals = approvals == null ? ApprovalMode.ASK : approvals;
        terminal = terminal == null ? TerminalSize.DEFAULT : terminal;
        silentHost = silentHost == null ? SilentHostPolicy.KEEP : silentHost;
        Check.optionalId("resumes", resumes);
        Check.optionalText("resumeNativeId", resumeNativeId, 256);
        if (terminalName != null && !TERMINAL_NAME.matcher(terminalName).matches()) {
            throw Check.invalid("terminalName", "must be 1 to 64 letters, digits, '_' or '-', not beginning with '-'");
        }
    }

    /// One whose terminal is called as its session.
    public SessionSpec(
            String provider,
            List<String> command,
            boolean interactive,
            boolean oneShot,
            Workspace workspace,
            Placement placement,
            List<String> envNames,
            Map<String, String> envFrom,
            Map<String, String> labels,
            ApprovalMode approvals,
            TerminalSize terminal,
            SilentHostPolicy silentHost,
            boolean exclusive,
            @Nullable String resumes,
            @Nullable String resumeNativeId) {
        this(
                provider,
                command,
                interactive,
                oneShot,
                workspace,
                placement,
                envNames,
                envFrom,
                labels,
                approvals,
                terminal,
                silentHost,
                exclusive,
                resumes,
                resumeNativeId,
                null);
    }

    /// The spec of a session that goes on where this one ended.
    public SessionSpec resuming(String sessionId, @Nullable String nativeId) {
        return edit(spec -> {
            spec.resumes = sessionId;
            spec.resumeNativeId = nativeId;
        });
    }

    /// The spec of a session that goes on from none.
    public SessionSpec fromTheBeginning() {
        return edit(spec -> {
            spec.resumes = null;
            spec.resumeNativeId = null;
        });
    }

    /// The same spec in another place.
    public SessionSpec placed(Workspace workspace, Placement placement) {
        return edit(spec -> {
            spec.workspace = workspace;
            spec.placement = placement;
        });
    }

    /// The same spec with the names of the variables that are given by value.
    public SessionSpec withEnvNames(List<String> names) {
        return edit(spec -> spec.envNames = names);
    }

    /// The same spec in a terminal, or not.
    public SessionSpec interactively(boolean terminalWanted) {
        return edit(spec -> spec.interactive = terminalWanted);
    }

    /// The same spec with a terminal of this name.
    public SessionSpec inTerminal(@Nullable String name) {
        return edit(spec -> spec.terminalName = name);
    }

    /// A copy with some components changed.
    public SessionSpec edit(Consumer<Edit> change) {
        Edit edit = new Edit(this);
        change.accept(edit);
        return edit.build();
    }

    /// Whether its output tells when a turn begins and ends, so that its activity is known from there.
    public boolean tellsTurns() {
        return !interactive
                && ProviderTraits.of(provider).map(ProviderTraits::structured).orElse(false);
    }

    /// The mutable form of a [SessionSpec], for [#edit] only: what changes in one that was already given.
    public static final class Edit {
        private final SessionSpec before;
        public boolean interactive;
        public Workspace workspace;
        public Placement placement;
        public List<String> envNames;
        public @Nullable String resumes;
        public @Nullable String resumeNativeId;
        public @Nullable String terminalName;

        private Edit(SessionSpec spec) {
            before = spec;
            interactive = spec.interactive;
            workspace = spec.workspace;
            placement = spec.placement;
            envNames = spec.envNames;
            resumes = spec.resumes;
            resumeNativeId = spec.resumeNativeId;
            terminalName = spec.terminalName;
        }

        private SessionSpec build() {
            return new SessionSpec(
                    before.provider,
                    before.command,
                    interactive,
                    before.oneShot,
                    workspace,
                    placement,
                    envNames,
                    before.envFrom,
                    before.labels,
                    before.approvals,
                    before.terminal,
                    before.silentHost,
                    before.exclusive,
                    resumes,
                    resumeNativeId,
                    terminalName);
        }
    }
}
