package dev.signalbox.host.keystroke;

import dev.signalbox.host.driver.Sending;
import dev.signalbox.host.driver.SessionHandle;
import dev.signalbox.host.driver.SessionState;
import dev.signalbox.host.reporting.Reporter;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.output.Keystrokes;
import dev.signalbox.schemas.report.Report;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Types what is allowed into terminals, at most once, and tells what it did not type.
public final class Keyboard {
    private static final Logger log = LoggerFactory.getLogger(Keyboard.class);
    private static final Duration WRITE = Duration.ofSeconds(2);

    private final Function<String, @Nullable SessionHandle> handles;
    private final Reporter reporter;
    private final Map<String, Keys> sessions = new HashMap<>();

    private final class Keys {
        final WriterGate gate = new WriterGate();
        final Held held = new Held();
        final Typist typist;

        Keys(String sessionId) {
            this.typist = new Typist(sessionId, keystrokes -> type(this, keystrokes));
        }
    }

    /// @param handles the live handle of a session, null when there is none
    public Keyboard(Function<String, @Nullable SessionHandle> handles, Reporter reporter) {
        this.handles = handles;
        this.reporter = reporter;
    }

    /// A writer got the keyboard.
    public synchronized void grant(String sessionId, long epoch) {
        Keys keys = keys(sessionId);
        keys.gate.grant(epoch);
        keys.held.all().forEach(keystrokes -> judge(keys, keystrokes));
    }

    /// A writer had the keyboard when an earlier host agent ended.
    public synchronized void restore(String sessionId, long epoch) {
        if (epoch > 0) {
            keys(sessionId).gate.restore(epoch);
        }
    }

    public synchronized void typed(Keystrokes keystrokes) {
        Keys keys = keys(keystrokes.sessionId());
        if (keys.held.isEmpty()) {
            judge(keys, keystrokes);
        } else {
            hold(keys, keystrokes);
        }
    }

    /// Gives up keystrokes whose grant did not come in time. Called now and then.
    public synchronized void expire() {
        Instant now = reporter.clock().now();
        for (Keys keys : sessions.values()) {
            keys.held.expired(now).forEach(keystrokes -> drop(keystrokes, ErrorCode.EXPIRED));
        }
        List<String> nobodys = sessions.entrySet().stream()
                .filter(entry ->
                        entry.getValue().held.isEmpty() && entry.getValue().gate.epoch() == 0)
                .map(Map.Entry::getKey)
                .toList();
        nobodys.forEach(this::forget);
    }

    /// Keystrokes that came while no host agent was there; they are old by now, so they are told instead of typed.
    public void missed(Keystrokes keystrokes) {
        drop(keystrokes, ErrorCode.EXPIRED);
    }

    /// The session is over.
    public synchronized void forget(String sessionId) {
        Keys keys = sessions.remove(sessionId);
        if (keys != null) {
            keys.held.all().forEach(keystrokes -> drop(keystrokes, ErrorCode.SESSION_ENDED));
            keys.typist.end();
        }
    }

    private Keys keys(String sessionId) {
        return sessions.computeIfAbsent(sessionId, Keys::new);
    }

    private void hold(Keys keys, Keystrokes keystrokes) {
        if (!keys.held.add(keystrokes)) {
            drop(keystrokes, ErrorCode.LIMIT_REACHED);
        }
    }

    private void judge(Keys keys, Keystrokes keystrokes) {
        switch (keys.gate.judge(
                keystrokes.epoch(),
                keystrokes.seq(),
                keystrokes.notAfter(),
                reporter.clock().now())) {
            case APPLY -> {
                if (!keys.typist.take(keystrokes)) {
                    drop(keystrokes, ErrorCode.LIMIT_REACHED);
                }
            }
            case HOLD -> hold(keys, keystrokes);
            case DROP ->
                drop(keystrokes, keystrokes.epoch() < keys.gate.epoch() ? ErrorCode.STALE_WRITER : ErrorCode.EXPIRED);
            case GAP -> {
                drop(keystrokes, ErrorCode.EXPIRED);
                keys.gate.skipTo(keystrokes.seq());
            }
        }
    }

    /// What is allowed may have waited behind a terminal that does not read.
    private void type(Keys keys, Keystrokes keystrokes) {
        SessionHandle handle = handles.apply(keystrokes.sessionId());
        if (handle == null) {
            drop(keystrokes, ErrorCode.SESSION_ENDED);
        } else if (newestWriter(keys) > keystrokes.epoch()) {
            drop(keystrokes, ErrorCode.STALE_WRITER);
        } else if (reporter.clock().now().isAfter(keystrokes.notAfter())) {
            drop(keystrokes, ErrorCode.EXPIRED);
        } else {
            type(handle, keystrokes);
        }
    }

    private synchronized long newestWriter(Keys keys) {
        return keys.gate.epoch();
    }

    private void type(SessionHandle handle, Keystrokes keystrokes) {
        try {
            switch (handle.send(keystrokes.bytes(), WRITE)) {
                case Sending.Sent() -> {}
                case Sending.NotSent(var why) -> drop(keystrokes, why);
                case Sending.Partly() -> {
                    boolean over = handle.look() instanceof SessionState.Ended;
                    drop(keystrokes, over ? ErrorCode.SESSION_ENDED : ErrorCode.EXPIRED);
                }
            }
        } catch (IOException | RuntimeException e) {
            log.atWarn()
                    .addKeyValue("sessionId", keystrokes.sessionId())
                    .log("keystrokes could not be typed: {}", e.toString());
            drop(keystrokes, ErrorCode.INTERNAL);
        }
    }

    private void drop(Keystrokes keystrokes, ErrorCode why) {
        reporter.tell(
                new Report.KeystrokesDropped(keystrokes.sessionId(), keystrokes.epoch(), keystrokes.seq(), 1, why));
    }
}
