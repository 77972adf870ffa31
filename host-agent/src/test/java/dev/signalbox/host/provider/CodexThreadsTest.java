package dev.signalbox.host.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.host.provider.parse.CodexLines;
import dev.signalbox.schemas.output.Item;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CodexThreadsTest {
    @TempDir
    private Path home;

    @BeforeEach
    void a_thread_of_two_turns() throws IOException {
        var day = Files.createDirectories(home.resolve("sessions/2026/11/20"));
        Files.writeString(day.resolve("rollout-2026-11-20T06-00-00-thread-1.jsonl"), """
            {"timestamp":"2026-11-20T06:00:00.000Z","type":"session_meta"}
            {"timestamp":"2026-11-20T06:00:01.000Z","type":"event_msg","payload":{"type":"token_count","info":null}}
            {"timestamp":"2026-11-20T06:00:02.000Z","type":"event_msg","payload":{"type":"token_count","info":{"total_token_usage":{"input_tokens":10,"cached_input_tokens":4,"output_tokens":5}}}}
            {"timestamp":"2026-11-20T06:10:00.000Z","type":"event_msg","payload":{"type":"token_count","info":{"total_token_usage":{"input_tokens":30,"cached_input_tokens":4,"output_tokens":9}}}}
            {"timestamp":"2026-11-20T06:10:
            """);
    }

    @Test
    void tells_what_was_used_until_a_time() {
        assertThat(usedBefore("thread-1", "2026-11-20T06:05:00Z")).isEqualTo(new Item.Usage(6, 5, 4, 0, null));
        assertThat(usedBefore("thread-1", "2026-11-20T07:00:00Z")).isEqualTo(new Item.Usage(26, 9, 4, 0, null));
    }

    @Test
    void knows_nothing_of_other_threads_and_homes() {
        assertThat(usedBefore("thread-2", "2026-11-20T07:00:00Z")).isEqualTo(CodexLines.NOTHING);
        assertThat(CodexThreads.usedBefore(home.resolve("none"), "thread-1", Instant.now()))
                .isEqualTo(CodexLines.NOTHING);
    }

    private Item.Usage usedBefore(String thread, String time) {
        return CodexThreads.usedBefore(home, thread, Instant.parse(time));
    }
}
