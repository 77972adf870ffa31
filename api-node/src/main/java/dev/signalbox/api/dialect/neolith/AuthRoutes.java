package dev.signalbox.api.dialect.neolith;

import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.RefusedException;
import dev.signalbox.api.core.text.Iso;
import dev.signalbox.api.http.Replays;
import dev.signalbox.api.http.Reply;
import dev.signalbox.api.http.Request;
import dev.signalbox.api.http.Route;
import dev.signalbox.schemas.error.ErrorCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Hands out the tokens of daemons, for the key and the secret of an orchestrator.
final class AuthRoutes {
    private final Surface surface;

    AuthRoutes(Surface surface) {
        this.surface = surface;
    }

    List<Route> routes() {
        return List.of(
                Route.open("POST", "/api/daemon/auth", this::authenticate),
                Route.open("POST", "/api/daemon/auth/refresh", this::refresh));
    }

    private Reply authenticate(Request request) throws InterruptedException {
        Fields fields = Surface.body(request);
        String apiKey = fields.text("apiKey");
        String apiSecret = fields.text("apiSecret");
        List<String> scopes = fields.texts("scopes", false);
        fields.check();
        String named =
                Orchestrators.named(apiKey).orElseThrow(() -> wrong("INVALID_CREDENTIALS", "Invalid credentials"));
        Records.Orchestrator known = surface.access()
                .orchestrator(named)
                .orElseThrow(() -> wrong("INVALID_CREDENTIALS", "Invalid credentials"));
        boolean key = Orchestrators.matches(apiKey, known.keyHash());
        boolean secret = Orchestrators.matches(apiSecret, known.secretHash());
        if (!key || !secret) {
            throw wrong("INVALID_CREDENTIALS", "Invalid credentials");
        }
        if (!known.enabled()) {
            throw Refusal.of(ErrorCode.FORBIDDEN, "The daemon is disabled")
                    .with(NeolithRefusals.CODE, "DAEMON_DISABLED")
                    .asException();
        }
        for (String scope : scopes) {
            if (!known.scopes().isEmpty() && !known.scopes().contains(scope)) {
                throw DaemonAccess.forbidden("The key does not have the scope '" + scope + "'");
            }
        }
        String orchestratorId = known.orchestratorId();
        Principal system = surface.access().system(orchestratorId);
        var made =
                surface.sessions().create(system, request.repetition(), orchestratorId, "daemon", null, Records.KEPT);
        var session = made.session();
        String daemonId = surface.registry()
                .find(system.namespace(), orchestratorId)
                .filter(daemon -> daemon.online(surface.now()))
                .map(Records.Daemon::instanceId)
                .orElse(DaemonAccess.anyInstance(orchestratorId));
        var claims = new DaemonTokens.Claims(
                orchestratorId, daemonId, session.id(), scopes.isEmpty() ? known.scopes() : scopes, surface.now());
        DaemonTokens.Made access = surface.tokens().access(claims);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("accessToken", access.token());
        answer.put("refreshToken", surface.tokens().refresh(claims).token());
        answer.put("expiresAt", Iso.of(access.expiresAt()));
        answer.put("sessionId", session.id());
        answer.put(
                "orchestrator",
                Frames.members("id", orchestratorId, "organizationId", known.organizationId(), "name", known.name()));
        return Replays.marked(made.outcome(), Reply.json(200, answer));
    }

    private Reply refresh(Request request) throws InterruptedException {
        Fields fields = Surface.body(request);
        String token = fields.text("refreshToken");
        fields.check();
        DaemonTokens.Claims claims = switch (surface.tokens().read(token, DaemonTokens.REFRESH)) {
            case DaemonTokens.Read.Valid(var valid) -> valid;
            case DaemonTokens.Read.Invalid(var expired) ->
                throw expired
                        ? wrong("TOKEN_EXPIRED", "The refresh token has expired")
                        : wrong("INVALID_TOKEN", "The refresh token is not valid");
        };
        if (!surface.access().live(claims) || !surface.access().enabled(claims.orchestratorId())) {
            throw wrong("TOKEN_REVOKED", "The session of the refresh token is over");
        }
        DaemonTokens.Made access = surface.tokens().access(claims);
        return Reply.json(200, Map.of("accessToken", access.token(), "expiresAt", Iso.of(access.expiresAt())));
    }

    private static RefusedException wrong(String code, String message) {
        return Refusal.of(ErrorCode.UNAUTHENTICATED, message)
                .with(NeolithRefusals.CODE, code)
                .asException();
    }
}
