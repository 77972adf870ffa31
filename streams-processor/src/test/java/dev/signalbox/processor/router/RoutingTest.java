package dev.signalbox.processor.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.directive.Directive;
import dev.signalbox.schemas.directive.DirectiveRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RoutingTest {
    private static final String HOST = "h-abcdefghijkmnpqr";

    @Test
    void a_directive_goes_to_its_host_under_its_session() {
        assertThat(Routing.of(value(HOST, new Directive.DeliverInput("s-1", "i-1", "hello"))))
                .isEqualTo(new Routing.ToHost(HOST, "s-1"));
        assertThat(Routing.of(value(HOST, new Directive.TakeInventory("gap"))))
                .isEqualTo(new Routing.ToHost(HOST, null));
    }

    @Test
    void what_is_no_directive_or_names_no_host_is_unroutable() {
        assertThat(Routing.of(null)).isInstanceOf(Routing.Unroutable.class);
        assertThat(Routing.of("{}".getBytes(StandardCharsets.UTF_8))).isInstanceOf(Routing.Unroutable.class);
        assertThat(Routing.of(value("../state", new Directive.TakeInventory("gap"))))
                .isEqualTo(new Routing.Unroutable("no directive for a host's id"));
    }

    private static byte[] value(String host, Directive directive) {
        return Json.encode(new DirectiveRecord("default", host, 1, Instant.EPOCH, null, directive));
    }
}
