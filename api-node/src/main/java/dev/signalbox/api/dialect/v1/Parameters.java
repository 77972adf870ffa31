package dev.signalbox.api.dialect.v1;

import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.RefusedException;
import dev.signalbox.api.core.cursor.Cursor;
import dev.signalbox.api.core.view.Page;
import dev.signalbox.api.core.view.Summary;
import dev.signalbox.api.http.Request;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.settings.Durations;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Reads parameters of the query string and of headers; each refusal names the parameter and says what would be
/// right.
final class Parameters {
    private static final int LIMIT = 50;
    private static final int MAX_LIMIT = 500;

    private Parameters() {}

    static Page.Request page(Request request) {
        int limit = request.query("limit")
                .map(text -> Math.toIntExact(number("limit", text, 1, MAX_LIMIT)))
                .orElse(LIMIT);
        return new Page.Request(
                limit,
                request.query("page")
                        .map(text -> Cursor.decode("page", text, Cursor.Page.class))
                        .orElse(null));
    }

    static long number(String name, String text, long min, long max) {
        try {
            long value = Long.parseLong(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw invalid(name, "must be a number from " + min + " to " + max);
    }

    static boolean truth(Request request, String name, boolean absent) {
        return request.query(name)
                .map(text -> switch (text) {
                    case "true", "" -> true;
                    case "false" -> false;
                    default -> throw invalid(name, "must be true or false");
                })
                .orElse(absent);
    }

    static Optional<Duration> duration(Request request, String name, Duration max) {
        return request.query(name).map(text -> duration(name, text, max));
    }

    /// As [Durations] reads it, `10s` or `PT10S`.
    static Duration duration(String name, String text, Duration max) {
        try {
            Duration duration = Durations.parse(text);
            if (duration.compareTo(max) <= 0) {
                return duration;
            }
        } catch (IllegalArgumentException _) {
            // Said below.
        }
        throw invalid(name, "must be a duration such as 10s or PT10S, at most " + Durations.format(max));
    }

    /// Constants of an enum, comma-separated; a word may stand for several of them.
    static <E extends Enum<E>> Optional<Set<E>> constants(
            Request request, String name, Class<E> type, Map<String, Set<E>> words) {
        return request.query(name).map(text -> {
            Set<E> set = EnumSet.noneOf(type);
            for (String part : text.split(",")) {
                Set<E> group = words.get(part.toLowerCase(Locale.ROOT));
                if (group != null) {
                    set.addAll(group);
                } else {
                    set.add(Arrays.stream(type.getEnumConstants())
                            .filter(e -> e.name().equalsIgnoreCase(part))
                            .findFirst()
                            .orElseThrow(() -> invalid(
                                    name,
                                    "must be some of "
                                            + Arrays.stream(type.getEnumConstants())
                                                    .map(Enum::name)
                                                    .collect(Collectors.joining(", "))
                                            + (words.isEmpty() ? "" : ", " + String.join(", ", words.keySet())))));
                }
            }
            return set;
        });
    }

    /// All `label=name=value` must match.
    static <S extends Summary> Predicate<S> labels(Request request) {
        Map<String, String> wanted = new LinkedHashMap<>();
        for (String label : request.queries("label")) {
            int equals = label.indexOf('=');
            if (equals < 1) {
                throw invalid("label", "must be name=value");
            }
            wanted.put(label.substring(0, equals), label.substring(equals + 1));
        }
        return summary -> summary.labels().entrySet().containsAll(wanted.entrySet());
    }

    static List<String> words(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    static RefusedException invalid(String name, String what) {
        return Refusal.of(ErrorCode.INVALID_REQUEST, name, name + " " + what).asException();
    }
}
