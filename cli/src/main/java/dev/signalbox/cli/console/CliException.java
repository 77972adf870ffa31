package dev.signalbox.cli.console;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The end of a command without success: what to tell, and the exit code. It has no stack trace.
public final class CliException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;
    private final transient Fault fault;

    public CliException(int exitCode, Fault fault) {
        super(fault.message(), null, false, false);
        this.exitCode = exitCode;
        this.fault = fault;
    }

    /// What the error envelope carries.
    ///
    /// @param code stable: one of the server's, or USAGE, UNREACHABLE, UNSUCCESSFUL, PENDING
    /// @param status of HTTP; 0 when no server answered
    /// @param hint what would be right
    /// @param oldest the oldest cursor that is retained, when a cursor was too old
    public record Fault(
            String code,
            int status,
            String message,
            @Nullable String field,
            @Nullable String hint,
            boolean retryable,
            @Nullable String requestId,
            @Nullable String oldest,
            List<String> candidates) {
        public Fault(String code, String message, @Nullable String hint, boolean retryable) {
            this(code, 0, message, null, hint, retryable, null, null, List.of());
        }
    }

    public int exitCode() {
        return exitCode;
    }

    public Fault fault() {
        return fault;
    }

    /// The same failure with another hint.
    public CliException withHint(String hint) {
        return new CliException(
                exitCode,
                new Fault(
                        fault.code(),
                        fault.status(),
                        fault.message(),
                        fault.field(),
                        hint,
                        fault.retryable(),
                        fault.requestId(),
                        fault.oldest(),
                        fault.candidates()));
    }

    public static CliException usage(String message, @Nullable String hint) {
        return new CliException(ExitCode.USAGE, new Fault("USAGE", message, hint, false));
    }

    public static CliException unreachable(String message, @Nullable String hint) {
        return new CliException(ExitCode.UNAVAILABLE, new Fault("UNREACHABLE", message, hint, true));
    }

    public static CliException expired(String message) {
        return new CliException(
                ExitCode.NOT_ALLOWED, new Fault("UNAUTHENTICATED", message, "Give a new one with --token.", false));
    }

    public static CliException pending(String message, @Nullable String hint) {
        return new CliException(ExitCode.PENDING, new Fault("PENDING", message, hint, true));
    }

    public static CliException failed(String code, String message, @Nullable String hint) {
        return new CliException(ExitCode.FAILED, new Fault(code, message, hint, false));
    }
}
