package dev.signalbox.host.driver;

import dev.signalbox.host.refusal.Refusal;
import dev.signalbox.host.spool.Streams;
import dev.signalbox.schemas.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Everything that a driver needs to start a session's process. The environment is the whole one, already checked;
/// the working directory exists and was resolved.
///
/// @param argv the program and its arguments; the program is an absolute path
/// @param keepInputOpen false: the process reads end of file at once
/// @param terminalName what the screen is called, where there is one; null: the session's id
/// @param outOfContact how long it may run after the host's last contact with the log, whoever is there to end it;
/// null: for ever
public record LaunchPlan(
        String sessionId,
        List<String> argv,
        Map<String, String> environment,
        Path workingDirectory,
        Streams streams,
        boolean keepInputOpen,
        @Nullable String terminalName,
        @Nullable Duration outOfContact) {

    /// Linux refuses longer single words of an argv or environment (MAX_ARG_STRLEN).
    static final int MAX_WORD = 128 * 1024 - 1;

    /// A quarter of the usual stack limit is what Linux allows for all of them; some of it is left for the
    /// kernel's own.
    static final int MAX_TOTAL = 1536 * 1024;

    public LaunchPlan {
        argv = List.copyOf(argv);
        environment = Map.copyOf(environment);
        if (argv.isEmpty() || !argv.getFirst().startsWith("/")) {
            throw new IllegalArgumentException("the program is given by its absolute path");
        }
    }

    public LaunchPlan(
            String sessionId,
            List<String> argv,
            Map<String, String> environment,
            Path workingDirectory,
            Streams streams,
            boolean keepInputOpen) {
        this(sessionId, argv, environment, workingDirectory, streams, keepInputOpen, null, null);
    }

    /// What Linux would not execute, found before any effect.
    public Optional<Refusal> refusal() {
        int total = 0;
        for (int i = 0; i < argv.size(); i++) {
            String field = "command[" + i + "]";
            if (argv.get(i).indexOf('\0') >= 0) {
                return Optional.of(
                        new Refusal(ErrorCode.INVALID_REQUEST, field + " contains NUL, which ends a word of an argv"));
            }
            int length = argv.get(i).getBytes(StandardCharsets.UTF_8).length;
            if (length > MAX_WORD) {
                return Optional.of(new Refusal(
                        ErrorCode.TOO_LARGE,
                        field + " is longer than " + MAX_WORD + " bytes; give long text as input instead"));
            }
            total += length + 9;
        }
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            int length = (variable.getKey() + "=" + variable.getValue()).getBytes(StandardCharsets.UTF_8).length;
            if (length > MAX_WORD) {
                return Optional.of(new Refusal(
                        ErrorCode.TOO_LARGE, "env." + variable.getKey() + " is longer than " + MAX_WORD + " bytes"));
            }
            total += length + 9;
        }
        return total > MAX_TOTAL
                ? Optional.of(new Refusal(
                        ErrorCode.TOO_LARGE,
                        "command and environment together are longer than " + MAX_TOTAL + " bytes"))
                : Optional.empty();
    }
}
