package dev.signalbox.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.cli.follow.View;
import dev.signalbox.cli.follow.Watching;
import java.time.Duration;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `wait`: until a thing has ended. How it ended is the exit code.
@Command(name = "wait")
final class Waiting extends OfOne {
    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description = "How long to wait. Default: as long as it takes.")
    @Nullable
    String timeout;

    private final End end;
    private final ToIntFunction<JsonNode> exitCode;

    /// Waits for the end of the thing with this reference; null: as long as it takes.
    interface End {
        JsonNode await(Watching watching, String ref, @Nullable Duration limit);
    }

    Waiting(Invocation invocation, Kind kind, String description, End end, ToIntFunction<JsonNode> exitCode) {
        super(invocation, kind, description);
        this.end = end;
        this.exitCode = exitCode;
    }

    @Override
    public Integer call() {
        JsonNode ended = end.await(
                watching(View.auto, false), ref(), timeout == null ? null : Invocation.duration("--timeout", timeout));
        kind.show(invocation, ended);
        return exitCode.applyAsInt(ended);
    }
}
