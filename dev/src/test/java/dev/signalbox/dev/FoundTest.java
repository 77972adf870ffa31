package dev.signalbox.dev;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.schemas.codec.Json;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class FoundTest {
    @Test
    void agents_are_named_with_what_they_lack_and_plain_programs_are_not() throws IOException {
        var host = Json.mapper().readTree("""
            {"fingerprint": {"providers": [
              {"name": "command", "usable": true},
              {"name": "claude", "usable": true, "version": "2.1"},
              {"name": "codex", "usable": true, "detail": "no credentials found"},
              {"name": "aider", "usable": false, "detail": "not on the PATH"}]}}
            """);

        assertThat(Found.in(host)).hasToString("agents found: claude, codex (no credentials found) · not found: aider");
    }
}
