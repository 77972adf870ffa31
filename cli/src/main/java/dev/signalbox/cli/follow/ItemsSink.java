package dev.signalbox.cli.follow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.cli.console.Notices;
import java.io.PrintStream;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What an agent said and did, as people read it: prose as it is, tools as one line each.
final class ItemsSink implements OutputSink {
    private static final int MAX_LINE = 160;

    private final PrintStream out;
    private final Notices notices;
    private final boolean thoughts;

    /// @param thoughts whether what the agent shows of its reasoning is shown
    ItemsSink(PrintStream out, Notices notices, boolean thoughts) {
        this.out = out;
        this.notices = notices;
        this.thoughts = thoughts;
    }

    @Override
    public void output(JsonNode output, @Nullable String cursor) {
        // The items were read from these bytes.
    }

    @Override
    public void item(JsonNode event, @Nullable String cursor) {
        JsonNode item = event.path("item");
        switch (item.path("type").asText()) {
            case "text" -> out.println(clean(item.path("text").asText()));
            case "thinking" -> {
                if (thoughts) {
                    out.println(clean(item.path("text").asText()).indent(2).stripTrailing());
                }
            }
            case "tool_call_started" ->
                out.println(shortened("→ " + item.path("tool").asText() + " " + item.path("input")));
            case "tool_call_completed" -> {}
            case "tool_call_failed" ->
                out.println(shortened("✗ " + item.path("tool").asText() + ": "
                        + item.path("error").asText()));
            case "approval_request" ->
                out.println(shortened("? " + item.path("tool").asText() + " needs approval: " + item.path("input")));
            case "result" -> {
                if (!item.path("success").asBoolean()) {
                    out.println(shortened("✗ " + item.path("text").asText()));
                }
            }
            case "raw" -> out.println(clean(item.path("line").asText()));
            // Partial prose comes again as a whole; the rest is for programs, and a later version may have more.
            default -> {}
        }
    }

    @Override
    public void gap(JsonNode gap) {
        out.flush();
        notices.warn(Gaps.line(gap));
    }

    @Override
    public void end(JsonNode end, @Nullable String cursor) {
        out.flush();
    }

    @Override
    public void drained() {
        out.flush();
    }

    @Override
    public boolean closed() {
        return out.checkError();
    }

    private static String shortened(String text) {
        String line = clean(text.replace('\n', ' '));
        return line.length() <= MAX_LINE ? line : line.substring(0, MAX_LINE - 1) + "…";
    }

    /// What an agent says must not steer the terminal.
    private static String clean(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) && c != '\n' && c != '\t' ? 0xfffd : c)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }
}
