package dev.signalbox.cli;

import dev.signalbox.cli.console.Surroundings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/// What one call of the program did.
@SuppressWarnings("ArrayRecordComponent") // nobody compares calls
record Called(int code, byte[] bytes, String err) {
    static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

    String out() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /// How the program is called.
    static final class Call {
        private final Map<String, String> environment = new HashMap<>();
        private byte[] in = new byte[0];
        private boolean terminal;

        /// @param home where configuration and state are
        Call(Path home) {
            environment.put("XDG_CONFIG_HOME", home.resolve("config").toString());
            environment.put("XDG_STATE_HOME", home.resolve("state").toString());
            environment.put("SIGNALBOX_TOKEN", "token-1");
        }

        Call server(String urls) {
            return variable("SIGNALBOX_SERVER", urls);
        }

        Call variable(String name, String value) {
            if (value == null) {
                environment.remove(name);
            } else {
                environment.put(name, value);
            }
            return this;
        }

        Call in(String text) {
            in = text.getBytes(StandardCharsets.UTF_8);
            return this;
        }

        Call terminal() {
            terminal = true;
            return this;
        }

        Surroundings surroundings(ByteArrayOutputStream out, ByteArrayOutputStream err) {
            return new Surroundings(
                    new ByteArrayInputStream(in),
                    new PrintStream(out, false, StandardCharsets.UTF_8),
                    new PrintStream(err, true, StandardCharsets.UTF_8),
                    false,
                    terminal,
                    terminal,
                    environment,
                    InstantSource.fixed(NOW));
        }

        Called with(String... args) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            int code = Main.run(args, surroundings(out, err));
            return new Called(code, out.toByteArray(), err.toString(StandardCharsets.UTF_8));
        }
    }
}
