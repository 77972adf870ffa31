package dev.signalbox.api.dialect.neolith;

import dev.signalbox.api.core.text.Iso;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A place in a namespace's events, as ids of events name it: `<milliseconds>-<number>`. The number alone
/// tells events apart and orders them; the time says where in the log to look for it.
///
/// @param n 0: the first event of the time
record EventPlace(Instant at, long n) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,15})-(\\d{1,18})");

    String id() {
        return at.toEpochMilli() + "-" + n;
    }

    /// Behind an event, or with the first one of a time; empty when the text is neither.
    static Optional<EventPlace> of(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(new EventPlace(
                        Instant.ofEpochMilli(Long.parseLong(matcher.group(1))), Long.parseLong(matcher.group(2))))
                : Iso.parse(text).map(time -> new EventPlace(time, 0));
    }

    /// Whether an event comes after this place.
    boolean precedes(EventPlace event) {
        return n > 0 ? event.n() > n : !event.at().isBefore(at);
    }
}
