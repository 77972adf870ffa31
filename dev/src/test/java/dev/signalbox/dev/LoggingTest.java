package dev.signalbox.dev;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.joran.spi.JoranException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class LoggingTest {
    @AfterEach
    void restore() throws JoranException {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        new ContextInitializer(context).autoConfig();
    }

    @Test
    void a_file_gets_the_line_with_its_keys_and_not_what_strangers_broke(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("dev.log");

        Logging.toFile(file);
        LoggerFactory.getLogger("dev.signalbox.x")
                .atInfo()
                .addKeyValue("sessionId", "s-1")
                .log("started");
        LoggerFactory.getLogger("io.helidon.webserver.http1").warn("broken request");
        LoggerFactory.getLogger("org.apache.kafka.clients.Metadata").info("chatter");

        assertThat(Files.readString(file))
                .contains("INFO", "started", "sessionId=\"s-1\"")
                .doesNotContain("broken request", "chatter");
    }

    @Test
    void a_service_writes_json_lines_when_asked() {
        var written = new ByteArrayOutputStream();
        PrintStream standardError = System.err;
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        try {
            Logging.toStandardError(Logging.Format.JSON);
            LoggerFactory.getLogger("dev.signalbox.x").info("started");
        } finally {
            System.setErr(standardError);
        }

        assertThat(written.toString(StandardCharsets.UTF_8)).startsWith("{").contains("\"message\":\"started\"");
    }
}
