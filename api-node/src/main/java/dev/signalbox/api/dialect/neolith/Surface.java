package dev.signalbox.api.dialect.neolith;

import dev.signalbox.api.core.document.Documents;
import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.http.Request;
import java.time.Instant;

/// What the routes under `/api/daemon` share.
///
/// @param unknown asked before anything is said not to be there
record Surface(
        ApiCore core,
        NeolithOptions options,
        Documents documents,
        Orchestrators orchestrators,
        DaemonRegistry registry,
        DaemonSessions sessions,
        DaemonTokens tokens,
        SecondLook unknown,
        DaemonAccess access) {

    static Surface of(ApiCore core, NeolithOptions options) {
        var documents = new Documents(core.views(), core.commands(), options.clock());
        var orchestrators = new Orchestrators(documents);
        var sessions = new DaemonSessions(documents, options.clock());
        var unknown = new SecondLook(core.commands(), options.clock());
        var tokens = new DaemonTokens(options.daemonSecret(), options.clock());
        return new Surface(
                core,
                options,
                documents,
                orchestrators,
                new DaemonRegistry(documents, options.clock()),
                sessions,
                tokens,
                unknown,
                new DaemonAccess(core, options, tokens, sessions, orchestrators, unknown));
    }

    Instant now() {
        return options.clock().instant();
    }

    static Fields body(Request request) {
        return new Fields(request.tree());
    }
}
