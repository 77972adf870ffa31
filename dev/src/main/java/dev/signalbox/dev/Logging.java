package dev.signalbox.dev;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/// Where the log of this process goes. Until one of these is called, warnings go to standard error.
final class Logging {
    private Logging() {}

    /// `dev` and `demo`: the screen belongs to the user.
    ///
    /// @param file rotated at 16 MiB, three old ones kept
    static void toFile(Path file) {
        configure("logback-file.xml", "signalbox.log.file", file.toString());
    }

    /// A service: standard error, for whoever started it to collect.
    static void toStandardError(Format format) {
        configure("logback-service.xml", "signalbox.log.appender", format == Format.JSON ? "json" : "text");
    }

    enum Format {
        TEXT,
        JSON
    }

    private static void configure(String resource, String property, String value) {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        URL configuration =
                Objects.requireNonNull(Logging.class.getClassLoader().getResource(resource), resource);
        context.reset();
        // Helidon speaks through the JDK's own logger.
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        context.putProperty(property, value);
        var configurator = new JoranConfigurator();
        configurator.setContext(context);
        try {
            configurator.doConfigure(configuration);
        } catch (JoranException e) {
            throw new IllegalStateException("cannot read " + resource, e);
        }
    }
}
