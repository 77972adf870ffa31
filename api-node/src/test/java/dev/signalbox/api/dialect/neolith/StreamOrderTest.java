package dev.signalbox.api.dialect.neolith;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.output.Item;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Whatever order the items of two tasks come in, and however much of them comes again after a connection broke, a
/// client is told of each call and each task once and in an order that makes sense.
final class StreamOrderTest {
    private static final Instant NOW = Instant.parse("2026-11-20T09:15:00Z");

    /// An item and where in the output it ends.
    private record At(Item item, long endByte) {}

    @Test
    void starts_come_before_results_and_what_became_of_a_task_comes_last_and_each_once() throws Exception {
        for (int seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            List<At> read = again(random, interleaved(random));
            List<JsonNode> told = told(random, read);
            check("seed " + seed, told);
        }
    }

    private static List<Item> task(Random random, String name) {
        List<Item> items = new ArrayList<>();
        Deque<String> running = new ArrayDeque<>();
        int calls = 0;
        for (int i = random.nextInt(12); i > 0; i--) {
            switch (random.nextInt(5)) {
                case 0 -> items.add(new Item.Thinking("hm"));
                case 1 -> items.add(new Item.TextDelta("a"));
                case 2 -> items.add(new Item.Text("text"));
                case 3 -> {
                    String call = name + calls++;
                    running.add(call);
                    items.add(new Item.ToolCallStarted(call, call, Map.of("of", name)));
                }
                default -> {
                    String call = random.nextBoolean() ? running.pollFirst() : running.pollLast();
                    if (call != null) {
                        items.add(
                                random.nextBoolean()
                                        ? new Item.ToolCallCompleted(call, call, "ok")
                                        : new Item.ToolCallFailed(call, call, "no"));
                    }
                }
            }
        }
        items.add(new Item.Result(random.nextBoolean(), name, null, null, null));
        return items;
    }

    private static List<At> interleaved(Random random) {
        Deque<Item> a = new ArrayDeque<>(task(random, "a"));
        Deque<Item> b = new ArrayDeque<>(task(random, "b"));
        List<At> all = new ArrayList<>();
        while (!a.isEmpty() || !b.isEmpty()) {
            Item next = b.isEmpty() || (!a.isEmpty() && random.nextBoolean()) ? a.removeFirst() : b.removeFirst();
            all.add(new At(next, all.size() + 1L));
        }
        // Who comes late has missed the beginning.
        return random.nextInt(3) == 0 ? all.subList(random.nextInt(all.size()), all.size()) : all;
    }

    /// Some of a turn that was read comes again.
    private static List<At> again(Random random, List<At> all) {
        List<At> read = new ArrayList<>();
        int turn = 0;
        for (int i = 0; i < all.size(); i++) {
            read.add(all.get(i));
            boolean end = all.get(i).item() instanceof Item.Result;
            if (random.nextInt(6) == 0) {
                int from = end ? i : turn + random.nextInt(i - turn + 1);
                read.addAll(all.subList(from, i + 1));
            }
            turn = end ? i + 1 : turn;
        }
        return read;
    }

    /// As [SessionTail] tells them.
    private static List<JsonNode> told(Random random, List<At> read) throws InterruptedException {
        var translation = new TurnTranslation("s");
        var assignments = new Assignments();
        assignments.add(Assignment.of("a", "do a", true));
        assignments.add(Assignment.of("b", "do b", true));
        boolean streaming = random.nextInt(4) > 0;
        List<Map<String, Object>> frames = new ArrayList<>();
        for (At at : read) {
            frames.addAll(translation.item(at.item(), streaming, NOW));
            if (at.item() instanceof Item.Result result) {
                assignments.turnEnded(new Event.SessionTurnEnded(result, result.text(), at.endByte()), 0);
                for (var one : assignments.awaitTurn(at.endByte(), result, Duration.ZERO)) {
                    frames.add(
                            result.success()
                                    ? Frames.completed("s", one.assignment(), Map.of())
                                    : Frames.failed("s", one.assignment(), result.text()));
                }
            }
        }
        frames.addAll(translation.over());
        return frames.stream()
                .map(frame -> Json.mapper().<JsonNode>valueToTree(frame))
                .toList();
    }

    private static void check(String seed, List<JsonNode> told) {
        boolean open = false;
        int index = 0;
        List<String> started = new ArrayList<>();
        List<String> ended = new ArrayList<>();
        List<String> settled = new ArrayList<>();
        for (JsonNode frame : told) {
            String tool = frame.at("/data/toolName").asText();
            switch (frame.path("type").asText()) {
                case "stream_start" -> {
                    assertThat(open).as(seed).isFalse();
                    open = true;
                    index = 0;
                }
                case "stream_chunk" -> {
                    assertThat(open).as(seed).isTrue();
                    assertThat(frame.at("/data/metadata/index").asInt())
                            .as(seed)
                            .isEqualTo(index++);
                }
                case "stream_end" -> {
                    assertThat(open).as(seed).isTrue();
                    open = false;
                }
                case "tool_call_start" -> {
                    assertThat(started).as(seed).doesNotContain(tool);
                    started.add(tool);
                }
                case "tool_call_result" -> {
                    assertThat(started).as(seed).contains(tool);
                    assertThat(ended).as(seed).doesNotContain(tool);
                    ended.add(tool);
                }
                case "task_completed", "task_failed" -> {
                    assertThat(open).as(seed).isFalse();
                    settled.add(frame.path("task").asText());
                }
                default -> throw new AssertionError(frame.toString());
            }
        }
        assertThat(open).as(seed).isFalse();
        assertThat(settled).as(seed).doesNotHaveDuplicates();
    }
}
