package dev.signalbox.api.dialect.neolith;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.api.core.RefusedException;
import dev.signalbox.api.core.document.Documents;
import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.http.Request;
import java.time.Instant;

/// What the routes under `/api/daemon` share.
record Surface(
        ApiCore core,
        NeolithOptions options,
        Documents documents,
        Orchestrators orchestrators,
        DaemonRegistry registry,
        DaemonSessions sessions,
        DaemonTokens tokens,
        DaemonAccess access) {

    static Surface of(ApiCore core, NeolithOptions options) {
        var documents = new Documents(core.views(), core.commands(), options.clock());
        var orchestrators = new Orchestrators(documents);
        var sessions = new DaemonSessions(documents, options.clock());
        var tokens = new DaemonTokens(options.daemonSecret(), options.clock());
        return new Surface(
                core,
                options,
                documents,
                orchestrators,
                new DaemonRegistry(documents, options.clock()),
                sessions,
                tokens,
                new DaemonAccess(core, options, tokens, sessions, orchestrators));
    }

    Instant now() {
        return options.clock().instant();
    }

    /// @param flat which shape refusals of the route have
    Fields body(Request request, boolean flat) {
        return new Fields(tree(request, flat));
    }

    private static JsonNode tree(Request request, boolean flat) {
        try {
            return request.tree();
        } catch (RefusedException e) {
            throw DaemonAccess.shaped(e.refusal(), flat).asException();
        }
    }
}
