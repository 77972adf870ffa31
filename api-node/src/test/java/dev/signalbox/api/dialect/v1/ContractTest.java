package dev.signalbox.api.dialect.v1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.http.Api;
import dev.signalbox.api.http.Streams;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.error.ErrorCode;
import java.time.Duration;
import java.util.Arrays;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The contract and the routes are one thing.
final class ContractTest {
    private final Contract contract = Contract.load();

    private static Api api() {
        var core = new ApiCore(null, null, null, null, null, null, null, null, null, null, null);
        try (var streams = new Streams(1)) {
            return V1.api(core, streams, new V1.Options("node", () -> "", Duration.ofSeconds(1)));
        }
    }

    @Test
    void every_operation_of_the_contract_is_routed_and_every_route_stands_in_it() {
        var routed = new TreeSet<String>();
        api().routes().forEach(route -> routed.add(route.method() + " " + route.template()));
        assertThat(routed.remove("GET /openapi.yaml")).isTrue();
        routed.add("GET /v1/ws");

        assertThat(routed).isEqualTo(contract.operations());
    }

    @Test
    void every_operation_takes_the_parameters_that_the_contract_names_and_no_others() {
        api().routes().stream()
                .filter(route -> !route.template().equals("/openapi.yaml"))
                .forEach(route -> assertThat(route.query())
                        .as(route.method() + " " + route.template())
                        .containsExactlyInAnyOrderElementsOf(contract.query(route.method() + " " + route.template())));
    }

    @Test
    void routes_without_a_token_are_those_that_the_contract_opens() {
        var open = new TreeSet<String>();
        api().routes().stream()
                .filter(route -> route.needs() == null)
                .forEach(route -> open.add(route.method() + " " + route.template()));
        assertThat(open.remove("GET /openapi.yaml")).isTrue();

        assertThat(open).isEqualTo(contract.openOperations());
    }

    @Test
    void every_refusal_is_a_problem_as_the_contract_has_it() throws Exception {
        for (ErrorCode code : ErrorCode.values()) {
            var reply = new V1Refusals()
                    .render(
                            Refusal.of(code, "field", "why")
                                    .hint("what then")
                                    .with(Refusal.COMMAND, "c-1")
                                    .with(Refusal.CANDIDATES, java.util.List.of("s-1")),
                            "r-1");
            assertThat(contract.violations("Problem", Json.mapper().readTree(reply.body())))
                    .as(code.name())
                    .isEmpty();
        }
    }

    @Test
    void bodies_have_the_members_that_the_contract_names() {
        for (Class<?> body : Bodies.class.getDeclaredClasses()) {
            String schema = body.getSimpleName();
            if (!contract.hasSchema(schema)) {
                assertThat(schema).isIn("SilentHost", "NoBody");
                continue;
            }
            assertThat(Arrays.stream(body.getRecordComponents()).map(c -> c.getName()))
                    .as(schema)
                    .containsExactlyInAnyOrderElementsOf(contract.members(schema));
        }
    }
}
