package dev.signalbox.cli.follow;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/// Where a session's output goes. The nodes are the data of the stream's events.
public interface OutputSink {
    void output(JsonNode output, @Nullable String cursor);

    void item(JsonNode item, @Nullable String cursor);

    /// Records that are no more: what follows begins behind them.
    void gap(JsonNode gap);

    /// The session is over.
    void end(JsonNode end, @Nullable String cursor);

    /// Nothing more has come yet.
    void drained();

    /// Whether nobody reads any more.
    boolean closed();
}
