package dev.signalbox.api.http;

import io.helidon.webserver.WebServerConfig;

/// WebSockets of a listener.
public interface WsEndpoints {
    void addTo(WebServerConfig.Builder config);
}
