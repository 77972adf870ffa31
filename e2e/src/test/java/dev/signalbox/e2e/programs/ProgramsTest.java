package dev.signalbox.e2e.programs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.dev.client.ServerEvent;
import dev.signalbox.dev.client.ServerEvents;
import dev.signalbox.e2e.system.Bytes;
import dev.signalbox.e2e.system.Eventually;
import dev.signalbox.e2e.system.Repository;
import dev.signalbox.e2e.system.Running;
import dev.signalbox.e2e.system.RunningSystem;
import dev.signalbox.e2e.system.TestSession;
import dev.signalbox.e2e.system.TestTask;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Real programs, among them unpleasant ones, from their start over v1 to their end in the record.
final class ProgramsTest {
    @Test
    void bash_takes_lines_as_inputs_and_tells_its_exit_code() {
        try (var session = TestSession.command("bash", "-s")) {
            session.awaitStatus("RUNNING");
            session.send("echo \"it's $((6 * 7))\" && echo trouble >&2");
            Eventually.holds(() -> assertThat(session.text()).isEqualTo("it's 42\ntrouble\n"));
            session.send("exit 9");

            JsonNode ended = session.awaitStatus("ENDED");

            assertThat(ended.path("end").path("exitCode").asInt()).isEqualTo(9);
            assertThat(ended.path("end").path("proven").asBoolean()).isTrue();
            assertThat(ended.path("end").path("outBytes").asLong()).isEqualTo(16);
            assertThat(session.watched().end().path("exitCode").asInt()).isEqualTo(9);
        }
    }

    @Test
    void git_commits_in_a_worktree_and_the_result_names_the_commit() throws Exception {
        Repository repository = Repository.make();
        JsonNode ended = TestTask.create(Map.of(
                        "provider",
                        "command",
                        "command",
                        List.of(
                                "bash",
                                "-c",
                                "git mv README.md READ.md && git -c user.name=P -c user.email=p@x.invalid commit -qm"
                                        + " moved && echo new > new.txt"),
                        "worktree",
                        Map.of("repository", repository.root().toString())))
                .ended();

        JsonNode workspace = ended.path("result").path("workspace");
        assertThat(ended.path("status").asText()).as("%s", ended).isEqualTo("COMPLETED");
        assertThat(TestTask.texts(workspace.path("filesChanged"))).contains("READ.md", "new.txt");
        assertThat(repository
                        .git("log", "--format=%s", workspace.path("commit").asText())
                        .lines())
                .contains("moved", "Begin")
                .hasSize(3);
    }

    @Test
    void fifty_megabytes_written_fast_come_out_byte_for_byte() throws Exception {
        int size = 50_000_000;
        try (var session = TestSession.command(
                "python3",
                "-c",
                "import random,sys\nrandom.seed(7)\nfor _ in range(500):"
                        + " sys.stdout.buffer.write(random.randbytes(100000))")) {
            JsonNode end = session.awaitStatus("ENDED").path("end");
            Path spool = RunningSystem.shared().spool(session.id(), "out");

            Bytes written = Bytes.of(spool);
            assertThat(end.path("exitCode").asInt(-1)).isZero();
            assertThat(written.length()).isEqualTo(size);
            assertThat(end.path("outBytes").asLong()).isEqualTo(size);
            Eventually.holds(() -> assertThat(Bytes.of(session.output("out"))).isEqualTo(written));
        }
    }

    @Test
    void characters_that_are_split_over_chunks_are_put_together_as_text() throws Exception {
        String train = "🚂🚃é漢";
        Path read = Repository.directory().resolve("read");
        // The second character is cut in its middle, and stays so until the first was read.
        try (var session = TestSession.command("python3", "-c", """
            import os, sys, time
            said = (sys.argv[1] * 3).encode()
            os.write(1, said[:6])
            while not os.path.exists(sys.argv[2]): time.sleep(0.02)
            for b in said[6:]: os.write(1, bytes([b]))
            """, train, read.toString())) {
            session.awaitStatus("RUNNING");
            var text = new StringBuilder();
            int chunks = 0;
            try (ServerEvents events =
                    RunningSystem.shared().client().open(session.path("/output?encoding=text"), "")) {
                for (Optional<ServerEvent> next = events.next(); next.isPresent(); next = events.next()) {
                    if (next.get().type().equals("output")) {
                        text.append(next.get().data().path("text").asText());
                        if (chunks++ == 0) {
                            assertThat(text).hasToString("🚂");
                            Files.createFile(read);
                        }
                    }
                }
            }

            assertThat(text.toString()).isEqualTo(train.repeat(3));
            assertThat(chunks).isGreaterThan(1);
            session.awaitStatus("ENDED");
            assertThat(session.text()).isEqualTo(train.repeat(3));
        }
    }

    @Test
    void who_ignores_SIGTERM_is_killed_with_all_grandchildren() throws Exception {
        Path directory = Repository.directory();
        try (var session = TestSession.start(
                Map.of("provider", "command", "cwd", directory.toString(), "command", List.of("bash", "-c", """
                    trap '' TERM
                    setsid bash -c 'trap "" TERM; echo $$ > away; while :; do sleep 1; done' &
                    bash -c 'trap "" TERM; echo $$ > child; while :; do sleep 1; done' &
                    echo $$ > main
                    while :; do sleep 1; done
                    """)))) {
            Eventually.holds(() -> assertThat(directory.resolve("away")).isNotEmptyFile());
            Eventually.holds(() -> assertThat(directory.resolve("child")).isNotEmptyFile());
            Eventually.holds(() -> assertThat(directory.resolve("main")).isNotEmptyFile());
            session.awaitStatus("RUNNING");

            session.stop(Map.of("grace", "PT1S", "reason", "no more"));

            JsonNode end = session.awaitStatus("ENDED").path("end");
            assertThat(end.path("signal").asText()).isEqualTo("SIGKILL");
            assertThat(end.path("reason").asText()).isEqualTo("no more");
            assertThat(end.path("survivors")).isEmpty();
            for (String name : List.of("main", "child", "away")) {
                long pid =
                        Long.parseLong(Files.readString(directory.resolve(name)).strip());
                assertThat(Running.is(pid)).as(name).isFalse();
            }
        }
    }

    @Test
    void a_grandchild_that_keeps_the_output_open_does_not_keep_the_session_open() throws Exception {
        Path directory = Repository.directory();
        try (var session = TestSession.start(Map.of(
                "provider",
                "command",
                "cwd",
                directory.toString(),
                "command",
                List.of("bash", "-c", "setsid sleep 600 & echo $! > left; echo done; exit 4")))) {
            JsonNode end = session.awaitStatus("ENDED").path("end");

            assertThat(end.path("exitCode").asInt()).isEqualTo(4);
            assertThat(session.watched().end().path("complete").asBoolean()).isTrue();
            assertThat(session.text()).isEqualTo("done\n");
            long left =
                    Long.parseLong(Files.readString(directory.resolve("left")).strip());
            assertThat(Running.is(left)).isFalse();
        }
    }

    @Test
    void a_program_that_is_killed_from_outside_tells_the_signal() {
        try (var session = TestSession.command("sleep", "600")) {
            long pid =
                    session.awaitStatus("RUNNING").path("process").path("pid").asLong();
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();

            JsonNode end = session.awaitStatus("ENDED").path("end");
            assertThat(end.path("signal").asText()).isEqualTo("SIGKILL");
            assertThat(end.path("exitCode").isMissingNode()).isTrue();
        }
    }

    @Test
    void arguments_reach_the_program_as_they_are() {
        String wild = "$(touch x) `id` ; \"'\\ * \n# -- 🚂";
        try (var session = TestSession.command("printf", "%s|", wild, "", "-n")) {
            session.awaitStatus("ENDED");

            assertThat(session.text()).isEqualTo(wild + "||-n|");
            assertThat(session.text().getBytes(StandardCharsets.UTF_8)).isNotEmpty();
        }
    }
}
