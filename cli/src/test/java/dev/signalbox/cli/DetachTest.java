package dev.signalbox.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Ctrl-C in a real process.
@Timeout(60)
class DetachTest {
    @TempDir
    Path home;

    @Test
    void ctrl_c_leaves_with_130_and_says_that_the_session_goes_on() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer()) {
            server.on(
                            "GET /v1/sessions/s-1",
                            200,
                            "{\"id\":\"s-1\",\"spec\":{\"provider\":\"command\",\"interactive\":false}}")
                    .on("GET /v1/sessions/s-1/output", (_, exchange) -> {
                        OutputStream out = ScriptedServer.begin(exchange);
                        out.write(ScriptedServer.event(
                                        "output",
                                        "c1",
                                        "{\"seq\":1,\"stream\":\"out\",\"byte\":0,\"data\":\"aGVsbG8K\"}")
                                .getBytes(StandardCharsets.UTF_8));
                        out.flush();
                        over.await();
                    });
            ProcessBuilder builder = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    Main.class.getName(),
                    "logs",
                    "-f",
                    "s-1");
            builder.environment().put("SIGNALBOX_SERVER", server.url());
            builder.environment().put("SIGNALBOX_TOKEN", "t");
            builder.environment().put("XDG_STATE_HOME", home.toString());
            Process process = builder.start();
            try (BufferedReader out = process.inputReader();
                    BufferedReader err = process.errorReader()) {
                assertThat(out.readLine()).isEqualTo("hello");

                new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                        .start()
                        .waitFor();

                assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
                assertThat(process.exitValue()).isEqualTo(130);
                assertThat(err.lines()).contains("Detached: session s-1 goes on. Again: signalbox logs -f s-1");
            } finally {
                process.destroyForcibly();
                over.countDown();
            }
        }
    }
}
