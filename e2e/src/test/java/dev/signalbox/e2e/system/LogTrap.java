package dev.signalbox.e2e.system;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/// Hears all that is logged while it is open, and of Signalbox down to DEBUG, which nothing else shows in a test.
public final class LogTrap extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    /// Stands for a secret in what is sent.
    public static final String CANARY = "canary-4711";

    private static final String AUDIBLE = "even this is heard";

    private final List<ILoggingEvent> heard = new CopyOnWriteArrayList<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Logger ours = (Logger) LoggerFactory.getLogger("dev.signalbox");

    private LogTrap() {}

    public static LogTrap open() {
        var trap = new LogTrap();
        trap.setContext(trap.root.getLoggerContext());
        trap.start();
        trap.root.addAppender(trap);
        trap.ours.addAppender(trap);
        trap.ours.setAdditive(false);
        trap.ours.setLevel(Level.DEBUG);
        trap.ours.debug(AUDIBLE);
        return trap;
    }

    @Override
    protected void append(ILoggingEvent event) {
        heard.add(event);
    }

    /// Fails if one of them stands in anything that was logged, or if not everything was heard.
    public void assertNothingOf(String... secrets) {
        assertThat(heard)
                .extracting(event -> event.getFormattedMessage()
                        + event.getKeyValuePairs()
                        + event.getMDCPropertyMap()
                        + (event.getThrowableProxy() == null
                                ? ""
                                : event.getThrowableProxy().getMessage()))
                .anyMatch(line -> line.contains(AUDIBLE))
                .allSatisfy(line -> assertThat(line).doesNotContain(secrets));
    }

    /// Bad input is the sender's fault: it is no reason for a stack trace, and its text is nobody's business.
    public void assertNoTraceAndNoSecret() {
        assertNothingOf(CANARY);
        assertThat(heard)
                .filteredOn(event -> event.getLoggerName().startsWith("dev.signalbox"))
                .allSatisfy(event -> assertThat(event.getThrowableProxy())
                        .as("%s", event.getFormattedMessage())
                        .isNull());
    }

    @Override
    public void close() {
        ours.setLevel(null);
        ours.setAdditive(true);
        ours.detachAppender(this);
        root.detachAppender(this);
        stop();
    }
}
