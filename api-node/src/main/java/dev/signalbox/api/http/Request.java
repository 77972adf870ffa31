package dev.signalbox.api.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.gateway.Repetition;
import dev.signalbox.schemas.codec.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One request, as handlers see it.
public final class Request {
    private static final String WAIT = "wait";

    private final Exchange exchange;
    private final Map<String, String> parameters;
    private final Credentials credentials;
    private final @Nullable Principal principal;
    private final Map<String, String> promised = new LinkedHashMap<>();

    /// What the server underneath gives.
    interface Exchange extends Credentials.Source {
        String method();

        /// Without the prefix.
        String path();

        String prefix();

        /// The names of the query string's parameters.
        Set<String> queryNames();

        /// The whole body. @throws dev.signalbox.api.core.RefusedException TOO_LARGE, before all of it is read
        byte[] body();
    }

    Request(Exchange exchange, Map<String, String> parameters, Credentials credentials, @Nullable Principal principal) {
        this.exchange = exchange;
        this.parameters = parameters;
        this.credentials = credentials;
        this.principal = principal;
    }

    public String method() {
        return exchange.method();
    }

    /// As the API has it, without its prefix; not decoded.
    public String path() {
        return exchange.path();
    }

    /// A header that the answer has, whatever answer it is.
    public void promise(String name, String value) {
        promised.put(name, value);
    }

    Map<String, String> promised() {
        return promised;
    }

    /// What stands before the paths of this API, for links in answers: `/name`, or empty.
    public String prefix() {
        return exchange.prefix();
    }

    /// What the request shows of itself, for routes that are open and look by themselves.
    public Credentials credentials() {
        return credentials;
    }

    /// Who asks; only on routes that need a token.
    public Principal principal() {
        if (principal == null) {
            throw new IllegalStateException("an open route has no principal");
        }
        return principal;
    }

    /// A parameter of the route's template.
    public String parameter(String name) {
        String value = parameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no parameter " + name);
        }
        return value;
    }

    public Optional<String> header(String name) {
        return exchange.header(name);
    }

    /// The parameter of the query string; given twice, it is refused.
    public Optional<String> query(String name) {
        return credentials.query(name);
    }

    public List<String> queries(String name) {
        return exchange.query(name);
    }

    /// The body as a JSON object, empty where there is none and none is needed.
    ///
    /// @param type whose components are the members that are known; others are refused
    public <R extends Record> R json(Class<R> type, boolean needed) {
        return JsonBody.read(exchange, type, needed);
    }

    /// The body as it came, whatever it is; empty where there is none.
    public byte[] body() {
        return exchange.body();
    }

    /// The body as it came, for a hash of what was asked; an empty object where there is none.
    public ObjectNode tree() {
        return JsonBody.tree(exchange);
    }

    /// What makes a repetition of this request known, where the client gave a key. It is the same request however
    /// its JSON is spelled, and however long it waits for its answer.
    ///
    /// @throws dev.signalbox.schemas.error.InvalidFieldException for a key that cannot be one
    public Optional<Repetition> repetition() {
        return header(Repetition.HEADER).map(key -> Repetition.of(key, asked(tree())));
    }

    /// The same for an API that reads bodies in a way of its own.
    ///
    /// @param body as it was read
    public Optional<Repetition> repetition(ObjectNode body) {
        return header(Repetition.HEADER).map(key -> Repetition.of(key, asked(body)));
    }

    private String asked(ObjectNode body) {
        var query = new TreeMap<String, List<String>>();
        for (String name : exchange.queryNames()) {
            if (!name.equals(WAIT)) {
                query.put(name, queries(name));
            }
        }
        return method() + " " + path() + " " + query + "\n"
                + new String(Json.encode(Json.mapper().convertValue(body, TreeMap.class)), StandardCharsets.UTF_8);
    }
}
