package dev.signalbox.host.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.host.provider.parse.CodexLines;
import dev.signalbox.host.provider.parse.LineParser;
import dev.signalbox.host.provider.parse.ParserFactory.Origin;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.output.Item;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/// The threads that Codex keeps in its home, one file each: they tell what a thread had used before it was resumed,
/// which Codex' own output does not.
final class CodexThreads {
    /// `sessions/<year>/<month>/<day>/rollout-<time>-<thread>.jsonl`
    private static final int DEPTH = 4;

    private static final String TOKENS = "\"token_count\"";

    private CodexThreads() {}

    static LineParser parser(Origin origin) {
        var thread = origin.resumedNativeId();
        return thread == null
                ? new CodexLines()
                : new CodexLines(usedBefore(CodexConfig.home(origin.environment()), thread, origin.startedAt()));
    }

    /// Nothing where the thread's file is not found or says nothing: the first turn then counts the whole thread.
    static Item.Usage usedBefore(Path home, String thread, Instant time) {
        return file(home.resolve("sessions"), thread)
                .flatMap(file -> lastTotal(file, time))
                .map(CodexLines::usage)
                .orElse(CodexLines.NOTHING);
    }

    private static Optional<Path> file(Path sessions, String thread) {
        try (var files = Files.find(
                sessions, DEPTH, (path, _) -> path.getFileName().toString().endsWith("-" + thread + ".jsonl"))) {
            return files.findFirst();
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private static Optional<JsonNode> lastTotal(Path file, Instant time) {
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> line.contains(TOKENS))
                    .flatMap(line -> total(line, time).stream())
                    .reduce((_, last) -> last);
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private static Optional<JsonNode> total(String line, Instant time) {
        try {
            var json = Json.mapper().readTree(line);
            var total = json.at("/payload/info/total_token_usage");
            var before = Instant.parse(json.path("timestamp").asText()).isBefore(time);
            return before && total.isObject() ? Optional.of(total) : Optional.empty();
        } catch (JsonProcessingException | DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
