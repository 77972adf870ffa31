package dev.signalbox.api.dialect.orchestra;

import dev.signalbox.schemas.state.TaskResult;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads what an agent said about its work. The original's wrappers print a line `modified: <path>` for each file;
/// agents are asked for the same, and for `tests_passed: true` or `false`. Pure.
final class TaskReports {
    /// What every prompt ends with.
    static final String ASKED = "\n\nWhen you are done, end your answer with a line `modified: <path>` for each file"
            + " that you changed and, if you ran tests, a line `tests_passed: true` or `tests_passed: false`.";

    private static final Pattern MODIFIED = Pattern.compile("(?:[-*] )?`?modified: +`?([^`]+?)`?");
    private static final Pattern TESTS = Pattern.compile("(?:[-*] )?`?tests_passed: *`?(true|false)`?");
    private static final Pattern ESCAPES =
            Pattern.compile("\u001b(?:\\[[0-9;?]*[@-~]|\\][^\u0007\u001b]*(?:\u0007|\u001b\\\\)|.)");
    private static final int MAX_FILES = 1_000;
    private static final int MAX_MESSAGE = 16 * 1024;

    private TaskReports() {}

    static Wire.Success success(@Nullable TaskResult result) {
        String text = text(result);
        Set<String> files = new LinkedHashSet<>();
        if (result != null && result.workspace() != null) {
            files.addAll(result.workspace().filesChanged());
        }
        Boolean tests = null;
        List<String> said = new ArrayList<>();
        for (String line : text.lines().toList()) {
            Optional<String> file = found(MODIFIED, line);
            Optional<String> passed = found(TESTS, line.toLowerCase(Locale.ROOT));
            if (file.isPresent()) {
                files.add(file.get());
            } else if (passed.isPresent()) {
                tests = Boolean.valueOf(passed.get());
            } else {
                said.add(line.stripTrailing());
            }
        }
        return new Wire.Success(
                files.stream().limit(MAX_FILES).toList(),
                tests,
                cut(String.join("\n", said).strip()));
    }

    /// @param reason why, as the decider says
    static Wire.Failure failure(@Nullable String reason, @Nullable TaskResult result) {
        String text = text(result).strip();
        String why = reason == null ? "failed" : reason;
        return new Wire.Failure(cut(text.isEmpty() || why.contains(text) ? why : why + "\n" + text));
    }

    private static String text(@Nullable TaskResult result) {
        if (result == null) {
            return "";
        }
        String text = result.text() != null ? result.text() : result.tail();
        return text == null
                ? ""
                : ESCAPES.matcher(text).replaceAll("").replace("\r\n", "\n").replace('\r', '\n');
    }

    private static Optional<String> found(Pattern pattern, String line) {
        Matcher matcher = pattern.matcher(line.strip());
        return matcher.matches() ? Optional.of(matcher.group(1).strip()) : Optional.empty();
    }

    private static String cut(String text) {
        if (text.length() <= MAX_MESSAGE) {
            return text;
        }
        int at = Character.isHighSurrogate(text.charAt(MAX_MESSAGE - 1)) ? MAX_MESSAGE - 1 : MAX_MESSAGE;
        return text.substring(0, at) + "…";
    }
}
