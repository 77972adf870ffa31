package dev.signalbox.host.reporting;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The log's time, as this host can know it: the append time of its newest acknowledged report, moved on by the
/// machine's uptime, which goes on while the machine sleeps. Deadlines of directives are by the log's time, and this
/// machine's clock may be an hour off.
///
/// It also knows how long the host has been out of contact. Contact was when the acknowledged report was sent: an
/// acknowledgement may lie unread for an hour.
public final class LogClock {
    private static final Logger log = LoggerFactory.getLogger(LogClock.class);
    private static final Duration WORTH_TELLING = Duration.ofSeconds(1);

    private final Contact contact;
    private final Supplier<Duration> uptime;
    private final List<Consumer<Duration>> returns = new CopyOnWriteArrayList<>();
    private volatile @Nullable Duration lastContact;
    private Duration written = Duration.ZERO;
    private volatile @Nullable Appended newest;

    /// @param millis the log's time
    /// @param at the machine's uptime then
    private record Appended(long millis, Duration at) {}

    /// @param uptime the machine's
    LogClock(Contact contact, Supplier<Duration> uptime) {
        this.contact = contact;
        this.uptime = uptime;
        this.lastContact = contact.last().orElse(null);
    }

    /// Told at each return of the contact how long it was away, before the return is written down.
    public void whenBack(Consumer<Duration> listener) {
        returns.add(listener);
    }

    Duration uptime() {
        return uptime.get();
    }

    /// An acknowledgement with its append time came just now.
    ///
    /// @param sent when what is acknowledged was sent, by the machine's uptime
    void appended(long millis, Duration sent) {
        if (millis > 0) {
            newest = new Appended(millis, uptime.get());
        }
        Duration away = silence();
        if (away.compareTo(WORTH_TELLING) > 0) {
            returns.forEach(listener -> tell(listener, away));
        }
        lastContact = sent;
        if (sent.toSeconds() != written.toSeconds()) {
            written = sent;
            contact.write(sent);
        }
    }

    private static void tell(Consumer<Duration> listener, Duration away) {
        try {
            listener.accept(away);
        } catch (RuntimeException e) {
            log.error("what a return of the contact asks for failed: {}", e.toString());
        }
    }

    /// How long ago the log was last in contact, with this host agent or an earlier one; zero when it never was
    /// since the machine started.
    public Duration silence() {
        Duration last = lastContact;
        return last == null ? Duration.ZERO : uptime.get().minus(last);
    }

    /// The log's time; this machine's as long as nothing was acknowledged.
    public Instant now() {
        Appended known = newest;
        return known == null
                ? Instant.now()
                : Instant.ofEpochMilli(known.millis()).plus(uptime.get().minus(known.at()));
    }
}
