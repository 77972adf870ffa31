package dev.signalbox.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.RefusedException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class GateTest {
    private static final Authenticator NOBODY = new Authenticator() {
        @Override
        public Optional<Principal> authenticate(String token) {
            return token.equals("good")
                    ? Optional.of(new Principal("ann", "default", Set.of(), "k", null))
                    : Optional.empty();
        }

        @Override
        public Optional<Principal> anonymous() {
            return Optional.empty();
        }
    };
    private final Gate loopback = new Gate(true, List.of("https://ui.example"), NOBODY);
    private final Gate open = new Gate(false, List.of(), NOBODY);

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
        open.checkOrigin(Optional.empty(), host);
        open.checkOrigin(Optional.of("https://signalbox.example:443"), host);
        loopback.checkOrigin(Optional.of("https://ui.example"), Optional.of("127.0.0.1:8600"));
        for (String origin : List.of(
                "null",
                "https://evil.example",
                "http://localhost:8600",
                "https://signalbox.example:444",
                "https://signalbox.example:443/",
                "ftp://signalbox.example:443",
                "https://a@signalbox.example:443",
                "::")) {
            assertThatThrownBy(() -> open.checkOrigin(Optional.of(origin), host))
                    .as(origin)
                    .isInstanceOf(RefusedException.class);
        }
    }

    @Test
    void a_token_comes_as_a_bearer() {
        assertThat(open.principal(Optional.of("bEaReR  good")).subject()).isEqualTo("ann");
        for (String authorization : List.of("Bearer bad", "Bearer", "Basic good", "good", "Bearer good extra")) {
            assertThatThrownBy(() -> open.principal(Optional.of(authorization)))
                    .as(authorization)
                    .isInstanceOf(RefusedException.class);
        }
        assertThatThrownBy(() -> open.principal(Optional.empty())).isInstanceOf(RefusedException.class);
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
