package dev.signalbox.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.RefusedException;
import dev.signalbox.api.core.TokenVerifier;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class GateTest {
    private static final TokenVerifier VERIFIER = token ->
            token.equals("good") ? Optional.of(new Principal("ann", "default", Set.of(), "k", null)) : Optional.empty();
    private final Gate loopback = new Gate(true, List.of("https://ui.example"), false);
    private final Gate open = new Gate(false, List.of(), false);

    @Test
    void on_loopback_only_loopback_names_are_meant() {
        for (String host : List.of("localhost", "LOCALHOST:8600", "127.0.0.1:1", "[::1]:8600", "[::1]")) {
            loopback.checkHost(Optional.of(host));
        }
        for (String host : List.of("evil.example", "127.0.0.1.evil.example:8600", "localhost.evil.example", "")) {
            assertThatThrownBy(() -> loopback.checkHost(Optional.of(host)))
                    .as(host)
                    .isInstanceOf(RefusedException.class);
        }
        open.checkHost(Optional.of("signalbox.example"));
    }

    @Test
    void a_page_of_another_origin_is_refused() {
        var host = Optional.of("signalbox.example:443");
        open.checkOrigin(Optional.empty(), host, Cors.NONE);
        open.checkOrigin(Optional.of("https://signalbox.example:443"), host, Cors.NONE);
        loopback.checkOrigin(Optional.of("https://ui.example"), Optional.of("127.0.0.1:8600"), Cors.NONE);
        for (String origin : List.of(
                "null",
                "https://evil.example",
                "http://localhost:8600",
                "https://signalbox.example:444",
                "https://signalbox.example:443/",
                "ftp://signalbox.example:443",
                "https://a@signalbox.example:443",
                "::")) {
            assertThatThrownBy(() -> open.checkOrigin(Optional.of(origin), host, Cors.NONE))
                    .as(origin)
                    .isInstanceOf(RefusedException.class);
        }
    }

    @Test
    void an_api_may_allow_pages_that_its_listener_does_not() {
        var cors = new Cors(Set.of("http://localhost:5173"), List.of("GET"), List.of(), List.of(), true);
        var anybody = new Gate(true, List.of(), true);
        var host = Optional.of("127.0.0.1:3457");

        anybody.checkOrigin(Optional.of("http://localhost:5173"), host, cors);
        assertThatThrownBy(() -> anybody.checkOrigin(Optional.of("http://localhost:5173"), host, Cors.NONE))
                .isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> anybody.checkOrigin(Optional.of("http://localhost:9"), host, cors))
                .isInstanceOf(RefusedException.class);
        loopback.checkOrigin(Optional.of("http://localhost:9"), host, Cors.NONE);
    }

    @Test
    void only_a_listener_on_loopback_may_be_open() {
        assertThatThrownBy(() -> new Gate(false, List.of(), true)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_token_comes_as_a_bearer() {
        var access = new TokenAccess(VERIFIER, TokenAccess.Query.NEVER);
        assertThat(access.principal(shown(open, false, Map.of("Authorization", "bEaReR  good")))
                        .subject())
                .isEqualTo("ann");
        for (String authorization : List.of("Bearer bad", "Bearer", "Basic good", "good", "Bearer good extra")) {
            assertThatThrownBy(() -> access.principal(shown(open, false, Map.of("Authorization", authorization))))
                    .as(authorization)
                    .isInstanceOf(RefusedException.class);
        }
        assertThatThrownBy(() -> access.principal(shown(open, false, Map.of()))).isInstanceOf(RefusedException.class);
    }

    @Test
    void a_token_in_the_query_counts_only_where_an_api_says_so() {
        var query = Map.of("?token", "good");
        for (boolean upgrade : new boolean[] {true, false}) {
            assertThatThrownBy(() ->
                            new TokenAccess(VERIFIER, TokenAccess.Query.NEVER).principal(shown(open, upgrade, query)))
                    .isInstanceOf(RefusedException.class);
            assertThat(new TokenAccess(VERIFIER, TokenAccess.Query.ALWAYS)
                            .principal(shown(open, upgrade, query))
                            .subject())
                    .isEqualTo("ann");
        }
        var upgrades = new TokenAccess(VERIFIER, TokenAccess.Query.UPGRADES);
        assertThat(upgrades.principal(shown(open, true, query)).subject()).isEqualTo("ann");
        assertThatThrownBy(() -> upgrades.principal(shown(open, false, query))).isInstanceOf(RefusedException.class);
    }

    @Test
    void nothing_needs_to_be_shown_on_an_open_listener_but_what_is_shown_must_be_good() {
        var anybody = new Gate(true, List.of(), true);
        var access = new TokenAccess(VERIFIER, TokenAccess.Query.NEVER);

        assertThat(access.principal(shown(anybody, false, Map.of()))).isEqualTo(Principal.ANYBODY);
        assertThatThrownBy(() -> access.principal(shown(anybody, false, Map.of("Authorization", "Bearer bad"))))
                .isInstanceOf(RefusedException.class);
        for (String header : List.of("Forwarded", "X-Forwarded-For", "Via", "X-Real-IP")) {
            assertThatThrownBy(() -> access.principal(shown(anybody, false, Map.of(header, "for=1.2.3.4"))))
                    .as(header)
                    .isInstanceOf(RefusedException.class);
        }
        assertThatThrownBy(() -> access.principal(shown(loopback, false, Map.of())))
                .isInstanceOf(RefusedException.class);
    }

    private static Credentials shown(Gate gate, boolean upgrade, Map<String, String> what) {
        return new Credentials(
                new Credentials.Source() {
                    @Override
                    public Optional<String> header(String name) {
                        return Optional.ofNullable(what.get(name));
                    }

                    @Override
                    public List<String> query(String name) {
                        return Optional.ofNullable(what.get("?" + name)).stream()
                                .toList();
                    }
                },
                gate,
                upgrade);
    }

    @Test
    void an_encoded_slash_or_dot_separates_nothing() {
        assertThat(Paths.segments("/v1/a%2Fb/%2e%2e/c+d")).containsExactly("v1", "a/b", "..", "c+d");
        for (String path : List.of("/%", "/%2", "/%zz", "/%ff", "/%c3%28")) {
            assertThatThrownBy(() -> Paths.segments(path)).as(path).isInstanceOf(RefusedException.class);
        }
    }

    @Test
    void a_literal_segment_wins_over_a_parameter_and_other_methods_are_named() {
        var router = new Router(List.of(
                Route.open("POST", "/v1/hosts/join", _ -> Reply.empty(200)),
                Route.open("GET", "/v1/hosts/{host}", _ -> Reply.empty(200)),
                Route.open("POST", "/v1/hosts/{host}", _ -> Reply.empty(200))));

        assertThat(router.match("POST", List.of("v1", "hosts", "join")))
                .isEqualTo(new Router.Match.Found(router.routes().getFirst(), Map.of()));
        assertThat(router.match("GET", List.of("v1", "hosts", "x")))
                .isInstanceOfSatisfying(
                        Router.Match.Found.class,
                        found -> assertThat(found.parameters()).isEqualTo(Map.of("host", "x")));
        assertThat(router.match("PUT", List.of("v1", "hosts", "x")))
                .isInstanceOfSatisfying(
                        Router.Match.OtherMethods.class,
                        other -> assertThat(other.allowed()).containsExactly("GET", "POST"));
        assertThat(router.match("GET", List.of("v1", "hosts", "x", ""))).isInstanceOf(Router.Match.Nothing.class);
    }
}
