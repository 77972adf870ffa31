package dev.signalbox.e2e.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hears all that is logged while it is open.
final class LogTrap extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    /// Stands for a secret in what is sent.
    static final String CANARY = "canary-4711";

    private final List<ILoggingEvent> heard = new CopyOnWriteArrayList<>();
    private final ch.qos.logback.classic.Logger root;

    private LogTrap(ch.qos.logback.classic.Logger root) {
        this.root = root;
    }

    static LogTrap open() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        LogTrap trap = new LogTrap(context.getLogger(Logger.ROOT_LOGGER_NAME));
        trap.setContext(context);
        trap.start();
        trap.root.addAppender(trap);
        return trap;
    }

    @Override
    protected void append(ILoggingEvent event) {
        heard.add(event);
    }

    /// Bad input is the sender's fault: it is no reason for a stack trace, and its text is nobody's business.
    void assertNoTraceAndNoSecret() {
        assertThat(heard)
                .allSatisfy(event -> assertThat(event.getFormattedMessage() + event.getKeyValuePairs())
                        .doesNotContain(CANARY));
        assertThat(heard)
                .filteredOn(event -> event.getLoggerName().startsWith("dev.signalbox"))
                .allSatisfy(event -> assertThat(event.getThrowableProxy())
                        .as("%s", event.getFormattedMessage())
                        .isNull());
    }

    @Override
    public void close() {
        root.detachAppender(this);
        stop();
    }
}
