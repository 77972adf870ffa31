package dev.signalbox.host.spool;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How the process ended, as the shim saw it: exactly one of `code` and `signal` is present.
public record ExitRecord(@Nullable Integer code, @Nullable Integer signal, Instant endedAt) {

    private static final int SIGNALLED = 256;
    private static final Pattern FORM =
            Pattern.compile("\\{\"code\":(\\d+|null),\"signal\":(\\d+|null),\"endedAtMillis\":(\\d+)}\\s*");

    /// Empty for a text that no shim wrote.
    static Optional<ExitRecord> parse(String json) {
        Matcher matcher = FORM.matcher(json);
        if (!matcher.matches()
                || matcher.group(1).equals("null") == matcher.group(2).equals("null")) {
            return Optional.empty();
        }
        return Optional.of(new ExitRecord(
                number(matcher.group(1)),
                number(matcher.group(2)),
                Instant.ofEpochMilli(Long.parseLong(matcher.group(3)))));
    }

    /// Reads the result of awk's system(): an exit code, 256 and the number of a signal, or 512 where it dumped
    /// core.
    static Optional<ExitRecord> ofStatus(String status, Instant endedAt) {
        if (!status.matches("\\d{1,3}")) {
            return Optional.empty();
        }
        int number = Integer.parseInt(status);
        return Optional.of(
                number < SIGNALLED
                        ? new ExitRecord(number, null, endedAt)
                        : new ExitRecord(null, number % SIGNALLED, endedAt));
    }

    private static @Nullable Integer number(String text) {
        return text.equals("null") ? null : Integer.valueOf(text);
    }
}
