package dev.signalbox.api.core.feed;

import dev.signalbox.api.core.view.Kind;
import dev.signalbox.api.core.view.Row;
import dev.signalbox.api.core.view.Views;
import dev.signalbox.schemas.state.HostStatus;
import dev.signalbox.schemas.state.OutputIndex;
import dev.signalbox.schemas.state.Session;
import java.util.List;

/// One session as this node's views show it now.
record Watched(Views views, String namespace, String sessionId) {
    /// @throws dev.signalbox.api.core.RefusedException SESSION_NOT_FOUND
    Session session() {
        return views.get(namespace, Kind.SESSION, sessionId)
                .map(Row::entity)
                .orElseThrow(() -> Views.missing(Kind.SESSION, "session"));
    }

    List<OutputIndex.Point> points() {
        return views.get(namespace, Kind.OUTPUT_INDEX, sessionId)
                .map(row -> row.entity().points())
                .orElse(List.of());
    }

    boolean hostRemoved(String hostId) {
        return views.get(namespace, Kind.HOST, hostId)
                .map(Row::entity)
                .map(host -> host.status() == HostStatus.REMOVED)
                .orElse(false);
    }
}
