package dev.signalbox.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.cli.console.CliException;
import dev.signalbox.cli.console.CliException.Fault;
import dev.signalbox.cli.console.ExitCode;
import dev.signalbox.schemas.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes failures of RFC 9457 problems and of refused outcomes.
final class Problems {
    private Problems() {}

    /// @param problem the body, missing when it was none
    static CliException of(int status, JsonNode problem, @Nullable String requestId) {
        String code = Members.text(problem, "code");
        ErrorCode known = known(code);
        String detail = Members.text(problem, "detail");
        String title = Members.text(problem, "title");
        String message = detail != null ? detail : title != null ? title : "the server answered with status " + status;
        List<String> candidates = new ArrayList<>();
        problem.path("candidates").forEach(candidate -> candidates.add(candidate.asText()));
        int exitCode =
                !candidates.isEmpty() ? ExitCode.USAGE : known != null ? ExitCode.of(known) : ExitCode.ofStatus(status);
        String inBody = Members.text(problem, "requestId");
        return new CliException(
                exitCode,
                new Fault(
                        code != null ? code : "HTTP_" + status,
                        status,
                        message,
                        Members.text(problem, "field"),
                        hint(problem, known),
                        problem.path("retryable").asBoolean(exitCode == ExitCode.UNAVAILABLE),
                        inBody != null ? inBody : requestId,
                        Members.text(problem, "oldest"),
                        candidates));
    }

    /// The failure that a refused outcome is.
    static CliException ofOutcome(JsonNode outcome) {
        String code = Members.textOr(outcome, "code", "INTERNAL");
        ErrorCode known = known(code);
        return new CliException(
                known == null ? ExitCode.FAILED : ExitCode.of(known),
                new Fault(
                        code,
                        200,
                        Members.textOr(outcome, "message", known == null ? code : known.meaning()),
                        Members.text(outcome, "field"),
                        null,
                        false,
                        null,
                        null,
                        List.of()));
    }

    private static @Nullable String hint(JsonNode problem, @Nullable ErrorCode code) {
        String given = Members.text(problem, "hint");
        if (given != null || code == null) {
            return given;
        }
        if (code == ErrorCode.UNAUTHENTICATED) {
            return "Give a token with --token or SIGNALBOX_TOKEN; `signalbox dev` prints one, `signalbox token create`"
                    + " makes more.";
        }
        String subject = Members.text(problem, "subject", "id");
        return code == ErrorCode.SESSION_EXISTS && subject != null ? "Watch it: signalbox logs -f " + subject : null;
    }

    private static @Nullable ErrorCode known(@Nullable String code) {
        if (code == null) {
            return null;
        }
        try {
            return ErrorCode.valueOf(code);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
