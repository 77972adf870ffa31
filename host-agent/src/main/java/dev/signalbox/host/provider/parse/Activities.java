package dev.signalbox.host.provider.parse;

import dev.signalbox.schemas.output.Item;
import dev.signalbox.schemas.state.Activity;
import org.jspecify.annotations.Nullable;

/// What a session is doing, told from its items.
public final class Activities {
    /// The tool with which Claude asks a person something other than for leave.
    public static final String QUESTION_TOOL = "AskUserQuestion";

    private Activities() {}

    /// The activity after an item; null as long as nothing tells it.
    public static @Nullable Activity after(@Nullable Activity before, Item item) {
        return switch (item) {
            case Item.ApprovalRequest request ->
                request.tool().equals(QUESTION_TOOL) ? Activity.NEEDS_ANSWER : Activity.NEEDS_APPROVAL;
            case Item.Result _ -> Activity.IDLE;
            // Calls that were asked for together start while the first of them waits for leave.
            case Item.ToolCallStarted _, Item.Thinking _, Item.NativeSession _ ->
                before == Activity.NEEDS_APPROVAL || before == Activity.NEEDS_ANSWER ? before : Activity.WORKING;
            case Item.Text _, Item.TextDelta _, Item.ToolCallCompleted _, Item.ToolCallFailed _ -> Activity.WORKING;
            case Item.Usage _, Item.Raw _ -> before;
        };
    }
}
