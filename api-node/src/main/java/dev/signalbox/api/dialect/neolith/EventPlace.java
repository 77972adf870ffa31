package dev.signalbox.api.dialect.neolith;

import dev.signalbox.api.core.text.Iso;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A place in a namespace's events, as ids of events name it: `<milliseconds>-<number>`. The number alone
/// tells events apart and orders them; the time says where in the log to look for it.
///
/// @param n 0: the first event of the time
record EventPlace(Instant at, long n) {
    /// The time of a record in the log may differ a little from that of its cause.
    private static final Duration MARGIN = Duration.ofSeconds(5);

    /// Later times have no milliseconds that a log could look for.
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

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
                : Iso.parse(text).filter(LATEST::isAfter).map(time -> new EventPlace(time, 0));
    }

    /// From when on to look in the log, which knows no time before 1970.
    Instant lookedForFrom() {
        Instant early = at.minus(MARGIN);
        return early.isBefore(Instant.EPOCH) ? Instant.EPOCH : early;
    }

    /// Whether an event comes after this place.
    boolean precedes(EventPlace event) {
        return n > 0 ? event.n() > n : !event.at().isBefore(at);
    }
}
