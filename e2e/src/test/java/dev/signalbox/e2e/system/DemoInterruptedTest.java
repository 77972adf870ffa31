package dev.signalbox.e2e.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoInterruptedTest {
    private static final Pattern DATA = Pattern.compile("data (\\S+) \\(removed at the end\\)");

    @TempDir
    private Path directory;

    @Test
    void a_demo_that_is_interrupted_in_the_middle_leaves_nothing() throws Exception {
        Path repository = directory.resolve("repo");
        Files.createDirectories(repository);
        git(repository, "init", "--quiet", "--initial-branch=main");
        Files.writeString(repository.resolve("a.txt"), "one\n");
        git(repository, "add", ".");
        git(repository, "-c", "user.name=t", "-c", "user.email=t@t", "commit", "--quiet", "--message=First");

        try (var demo = SignalboxProcess.java(
                directory.resolve("home"), Map.of(), List.of("demo", "--repo", repository.toString()))) {
            await().atMost(Duration.ofSeconds(90))
                    .untilAsserted(() -> assertThat(demo.output()).contains("Stopping API node"));
            Matcher data = DATA.matcher(demo.output());
            assertThat(data.find()).isTrue();
            Path left = Path.of(data.group(1));
            assertThat(left).isDirectory();
            assertThat(git(repository, "worktree", "list").lines()).hasSizeGreaterThan(1);

            demo.terminate();

            assertThat(demo.exit(Duration.ofSeconds(15))).as(demo.errors()).hasValue(130);
            assertThat(demo.errors()).contains("interrupted; nothing of it is left");
            assertThat(left).doesNotExist();
            assertThat(git(repository, "worktree", "list").lines()).hasSize(1);
            assertThat(ProcessHandle.allProcesses()
                            .map(process -> process.info().commandLine().orElse(""))
                            .filter(line -> line.contains(left.toString())))
                    .isEmpty();
        }
    }

    private static String git(Path where, String... words) throws IOException, InterruptedException {
        var argv = new java.util.ArrayList<>(List.of("git"));
        argv.addAll(List.of(words));
        Process git = new ProcessBuilder(argv)
                .directory(where.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(git.waitFor()).as(said).isZero();
        return said;
    }
}
